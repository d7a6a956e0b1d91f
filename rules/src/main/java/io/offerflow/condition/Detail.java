package io.offerflow.condition;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a condition's names had as values, for a decision record.
 *
 * @param calls what is asked about the day or time of a name
 */
record Detail(Values values, Map<Ref, Set<Expr.Call>> calls) {
  /** Minutes are a fraction that may have no end. */
  private static final int DIGITS = 6;

  /** A value, and what it is the value of. */
  private record Shown(String name, String value) {}

  String of(String text, Collection<Names.Known> names) {
    if (names.isEmpty()) {
      return text;
    }
    if (names.size() == 1) {
      Names.Known only = names.iterator().next();
      if (values.get(only.ref()) == null) {
        return text + ": " + only.ref().text() + " is missing";
      }
    }
    List<Shown> all = names.stream().flatMap(this::shown).toList();
    if (all.size() == 1) {
      return text + ": was " + all.get(0).value;
    }
    return all.stream()
        .map(one -> one.name + " " + one.value)
        .collect(Collectors.joining(", ", text + ": was ", ""));
  }

  /** The name's value; where functions are asked about it their answers, with what they had. */
  private Stream<Shown> shown(Names.Known name) {
    Object value = values.get(name.ref());
    Set<Expr.Call> asked = calls.get(name.ref());
    if (asked == null || value == null || name.pii()) {
      return Stream.of(new Shown(name.ref().text(), plain(name, value)));
    }
    return asked.stream()
        .map(
            call ->
                new Shown(
                    call.function().word() + "(" + name.ref().text() + ")",
                    answer(call) + " (" + plain(value) + ")"));
  }

  private String answer(Expr.Call call) {
    BigDecimal answer = (BigDecimal) Evaluator.value(call, values);
    return answer == null
        ? "missing"
        : plain(answer.setScale(Math.min(answer.scale(), DIGITS), RoundingMode.HALF_UP));
  }

  private static String plain(Names.Known name, Object value) {
    if (value == null) {
      return "missing";
    }
    return name.pii() ? "***" : plain(value);
  }

  private static String plain(Object value) {
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
