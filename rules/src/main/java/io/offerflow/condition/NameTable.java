package io.offerflow.condition;

import io.offerflow.event.EventType;
import io.offerflow.event.Field;
import io.offerflow.event.ValueType;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Names in a sorted map. Filled once by a factory of {@link Names}, read-only afterwards. */
final class NameTable implements Names {
  /** The same as WORD in Condition.g4. */
  static final Pattern WORD = Pattern.compile("[0-9]*[\\p{L}_][\\p{L}\\p{M}\\p{N}_]*");

  private static final List<String> WEEKDAYS =
      List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");

  private final Map<String, Known> known = new TreeMap<>();

  @Override
  public Known find(String name) {
    return known.get(name);
  }

  @Override
  public Collection<String> all() {
    return Collections.unmodifiableSet(known.keySet());
  }

  NameTable addCustomer(Map<String, Field> attributes) {
    attributes.forEach((name, field) -> add(Known.of(new Ref.Customer(name), field)));
    return this;
  }

  NameTable addWhere(EventType type) {
    return addFields(type, Ref.Bare::new);
  }

  NameTable addEvent(EventType type) {
    return addFields(type, Ref.Event::new);
  }

  NameTable addFirst(EventType type) {
    return addFields(type, Ref.First::new);
  }

  /** The features come before the ambient names: {@code hour} is the hour, whatever else it is. */
  NameTable addFeatures(Map<String, Known> features) {
    known.putAll(features);
    return this;
  }

  NameTable addAmbient() {
    add(new Known(Ref.Ambient.TAGS, ValueType.TEXTS, false));
    add(new Known(Ref.Ambient.ZONES, ValueType.TEXTS, false));
    add(new Known(Ref.Ambient.NOW, ValueType.TIME, false));
    add(new Known(Ref.Ambient.HOUR, ValueType.INTEGER, false));
    add(new Known(Ref.Ambient.WEEKDAY, ValueType.TEXT, false, WEEKDAYS));
    return this;
  }

  private NameTable addFields(EventType type, java.util.function.Function<String, Ref> ref) {
    type.fields().forEach((name, field) -> add(Known.of(ref.apply(name), field)));
    add(new Known(ref.apply("id"), ValueType.TEXT, false));
    add(new Known(ref.apply("type"), ValueType.TEXT, false));
    add(new Known(ref.apply("time"), ValueType.TIME, false));
    return this;
  }

  private void add(Known name) {
    known.put(name.ref().text(), name);
  }
}
