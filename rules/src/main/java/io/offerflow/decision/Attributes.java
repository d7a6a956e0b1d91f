package io.offerflow.decision;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.blob.Written;
import io.offerflow.event.ProfileChange;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What profile events have said of one customer, by the attribute's name. */
final class Attributes implements Written {
  private static final String TIMEZONE = "timezone";

  private final Map<String, Object> values = new TreeMap<>();

  /** The value, or null. */
  Object get(String name) {
    return values.get(name);
  }

  String timezone() {
    return (String) values.get(TIMEZONE);
  }

  /** All of them. Not to be changed. */
  Map<String, Object> all() {
    return Collections.unmodifiableMap(values);
  }

  void set(String name, Object value) {
    values.put(name, value);
  }

  void apply(ProfileChange change) {
    change.unset().forEach(values::remove);
    values.putAll(change.set());
    // Of a set that nobody knows nothing is known afterwards either.
    change
        .remove()
        .forEach(
            (name, gone) -> {
              if (values.containsKey(name)) {
                setOf(name).removeAll(gone);
              }
            });
    change.add().forEach((name, more) -> setOf(name).addAll(more));
  }

  @SuppressWarnings("unchecked")
  private Set<String> setOf(String attribute) {
    Set<String> copy = new TreeSet<>();
    Object known = values.get(attribute);
    if (known instanceof Set<?> set) {
      copy.addAll((Set<String>) set);
    }
    values.put(attribute, copy);
    return copy;
  }

  /** Takes in those of another id of the same customer where she has none. */
  void join(Attributes other) {
    other.values.forEach(values::putIfAbsent);
  }

  @Override
  public boolean isEmpty() {
    return values.isEmpty();
  }

  /** The time zone goes first, because every event asks for it. */
  @Override
  public void write(BlobWriter out) {
    String timezone = values.get(TIMEZONE) instanceof String text ? text : null;
    out.text(timezone);
    out.unsigned(values.size() - (timezone == null ? 0 : 1));
    values.forEach(
        (name, value) -> {
          if (timezone == null || !name.equals(TIMEZONE)) {
            out.text(name);
            out.value(value);
          }
        });
  }

  /** The time zone alone; null where it is unknown. */
  static String readTimezone(BlobReader in) {
    return in.text();
  }

  static Attributes read(BlobReader in) {
    String timezone = readTimezone(in);
    Attributes attributes = readVersion1(in);
    if (timezone != null) {
      attributes.values.put(TIMEZONE, timezone);
    }
    return attributes;
  }

  static Attributes readVersion1(BlobReader in) {
    Attributes attributes = new Attributes();
    for (int left = in.count(); left > 0; left--) {
      attributes.values.put(in.text(), in.value());
    }
    return attributes;
  }
}
