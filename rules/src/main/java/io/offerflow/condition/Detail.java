package io.offerflow.condition;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a condition's names had as values, for a decision record. */
final class Detail {
  private Detail() {}

  static String of(String text, Collection<Names.Known> names, Values values) {
    if (names.isEmpty()) {
      return text;
    }
    if (names.size() == 1) {
      Names.Known only = names.iterator().next();
      Object value = values.get(only.ref());
      return value == null
          ? text + ": " + only.ref().text() + " is missing"
          : text + ": was " + shown(only, value);
    }
    return names.stream()
        .map(name -> name.ref().text() + " " + shown(name, values.get(name.ref())))
        .collect(Collectors.joining(", ", text + ": was ", ""));
  }

  private static String shown(Names.Known name, Object value) {
    if (value == null) {
      return "missing";
    }
    return name.pii() ? "***" : shown(value);
  }

  private static String shown(Object value) {
    if (value instanceof BigDecimal number) {
      // Zero keeps its scale when stripped in some shapes, such as 0E-7; signum is safe.
      return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
    }
    if (value instanceof Collection<?> set) {
      return List.copyOf(new TreeSet<>(set)).toString();
    }
    return value.toString();
  }
}
