package io.offerflow.analysis;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.StringJoiner;

/**
 * Compares parts of a workspace component by component, those included that this package knows
 * nothing of: what it does not know must never make it say something wrong.
 */
final class Likeness {
  private Likeness() {}

  /** All components but those, as text; equal texts mean the same. */
  static String except(Record part, Set<String> names) {
    StringJoiner text = new StringJoiner("\n");
    for (RecordComponent component : part.getClass().getRecordComponents()) {
      if (!names.contains(component.getName())) {
        text.add(component.getName() + "=" + value(part, component));
      }
    }
    return text.toString();
  }

  /** Whether any component but those says something. */
  static boolean saysMore(Record part, Set<String> known) {
    for (RecordComponent component : part.getClass().getRecordComponents()) {
      if (!known.contains(component.getName()) && says(value(part, component))) {
        return true;
      }
    }
    return false;
  }

  private static boolean says(Object value) {
    if (value instanceof Collection<?> collection) {
      return !collection.isEmpty();
    }
    if (value instanceof Record part) {
      return saysMore(part, Set.of());
    }
    if (value instanceof BigDecimal number) {
      return number.signum() != 0;
    }
    return value instanceof Map<?, ?> map
        ? !map.isEmpty()
        : value != null && !Objects.equals(value, false);
  }

  private static Object value(Record part, RecordComponent component) {
    try {
      return component.getAccessor().invoke(part);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalStateException("a public record can be read", e);
    }
  }
}
