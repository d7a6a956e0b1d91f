package io.offerflow.event;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The declared fields that one event carries. Immutable. Two short arrays instead of a map: events
 * have a handful of fields and one is made for every record that comes in.
 */
public final class Fields {
  public static final Fields NONE = new Fields(new String[0], new Object[0]);

  private final String[] names;
  private final Object[] values;

  private Fields(String[] names, Object[] values) {
    this.names = names;
    this.values = values;
  }

  /** Names and values in turn; convenient for tests. */
  public static Fields of(Object... namesAndValues) {
    Builder builder = new Builder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      builder.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    return builder.build();
  }

  /** The value of that field, or null when the event does not carry it. */
  public Object get(String name) {
    for (int i = 0; i < names.length; i++) {
      if (names[i].equals(name)) {
        return values[i];
      }
    }
    return null;
  }

  public String text(String name) {
    return (String) get(name);
  }

  public int size() {
    return names.length;
  }

  /** Calls back with each name and value, in the order in which they came. */
  public void forEach(BiConsumer<String, Object> action) {
    for (int i = 0; i < names.length; i++) {
      action.accept(names[i], values[i]);
    }
  }

  /** These fields and those of {@code more}, which win where both have one. */
  public Fields with(Fields more) {
    Builder builder = new Builder();
    forEach(builder::put);
    more.forEach(builder::put);
    return builder.build();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Fields that
        && Arrays.equals(names, that.names)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(names) + Arrays.hashCode(values);
  }

  /** Names only: values may be personal. */
  @Override
  public String toString() {
    return "Fields" + Arrays.toString(names);
  }

  /** Those of them that are named, in the same order. */
  public Fields only(Set<String> named) {
    Builder kept = new Builder();
    forEach(
        (name, value) -> {
          if (named.contains(name)) {
            kept.put(name, value);
          }
        });
    return kept.build();
  }

  public void write(BlobWriter out) {
    out.unsigned(size());
    forEach(
        (name, value) -> {
          out.text(name);
          out.value(value);
        });
  }

  public static Fields read(BlobReader in) {
    Builder fields = new Builder();
    int size = in.count();
    for (int i = 0; i < size; i++) {
      fields.put(in.text(), in.value());
    }
    return fields.build();
  }

  /** Collects fields; a second value of a name replaces the first. */
  public static final class Builder {
    private final List<String> names = new ArrayList<>(8);
    private final List<Object> values = new ArrayList<>(8);

    public Builder put(String name, Object value) {
      Objects.requireNonNull(value, name);
      int at = names.indexOf(name);
      if (at >= 0) {
        values.set(at, value);
      } else {
        names.add(name);
        values.add(value);
      }
      return this;
    }

    public Fields build() {
      return names.isEmpty() ? NONE : new Fields(names.toArray(String[]::new), values.toArray());
    }
  }
}
