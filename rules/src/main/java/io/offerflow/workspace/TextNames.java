package io.offerflow.workspace;

import io.offerflow.condition.Names;
import io.offerflow.condition.Ref;
import io.offerflow.event.EventType;
import io.offerflow.event.Field;
import io.offerflow.event.Schema;
import io.offerflow.event.ValueType;
import io.offerflow.feature.Feature;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What placeholders may name. An offer's texts are written once and used by any campaign, so {@code
 * event.x} is known when any type of event has such a field.
 */
final class TextNames implements Names {
  private final Map<String, Known> known = new TreeMap<>();

  TextNames(Schema schema, Collection<Feature> features) {
    for (Field field : schema.customer().values()) {
      add(Known.of(new Ref.Customer(field.name()), field));
    }
    for (EventType type : schema.events().values()) {
      for (Field field : type.fields().values()) {
        add(Known.of(new Ref.Event(field.name()), field));
        add(Known.of(new Ref.First(field.name()), field));
      }
    }
    for (String member : new String[] {"id", "type"}) {
      add(new Ref.Event(member), ValueType.TEXT, false);
      add(new Ref.First(member), ValueType.TEXT, false);
    }
    add(new Ref.Event("time"), ValueType.TIME, false);
    add(new Ref.First("time"), ValueType.TIME, false);
    Offer.PROPERTIES.forEach((name, type) -> add(new Ref.Offer(name), type, false));
    add(new Ref.Zone("name"), ValueType.TEXT, false);
    for (Feature feature : features) {
      add(new Ref.Feature(feature.name()), feature.type(), feature.pii());
    }
  }

  private void add(Ref ref, ValueType type, boolean pii) {
    add(new Known(ref, type, pii));
  }

  private void add(Known name) {
    known.putIfAbsent(name.ref().text(), name);
  }

  @Override
  public Known find(String name) {
    return known.get(name);
  }

  @Override
  public Collection<String> all() {
    return Collections.unmodifiableSet(known.keySet());
  }
}
