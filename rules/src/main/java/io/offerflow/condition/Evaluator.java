package io.offerflow.condition;

import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Walks the syntax tree: plain, and independent of what Drools does with the same condition. What
 * is missing is null as a value and unknown as a truth.
 */
final class Evaluator {
  private Evaluator() {}

  static Truth truth(Expr expr, Values values) {
    if (expr instanceof Expr.And and) {
      return all(and.parts(), values);
    }
    if (expr instanceof Expr.Or or) {
      return any(or.parts(), values);
    }
    if (expr instanceof Expr.Not not) {
      return truth(not.part(), values).not();
    }
    if (expr instanceof Expr.Compare compare) {
      return compare(compare, values);
    }
    if (expr instanceof Expr.Among among) {
      return among(among, values);
    }
    if (expr instanceof Expr.Contains contains) {
      return contains(contains, values);
    }
    if (expr instanceof Expr.Matches matches) {
      Object text = value(matches.text(), values);
      return text == null
          ? Truth.UNKNOWN
          : Truth.of(matches.pattern().matcher((String) text).find());
    }
    if (expr instanceof Expr.Missing missing) {
      return Truth.of(value(missing.value(), values) == null);
    }
    if (expr instanceof Expr.Holds holds) {
      return Truth.of(truth(holds.part(), values) == Truth.TRUE);
    }
    if (expr instanceof Expr.Some some) {
      return some(some, values);
    }
    Object value = value(expr, values);
    return value == null ? Truth.UNKNOWN : Truth.of((Boolean) value);
  }

  static Object value(Expr expr, Values values) {
    if (expr instanceof Expr.Literal literal) {
      return literal.value();
    }
    if (expr instanceof Expr.Name name) {
      return values.get(name.known().ref());
    }
    if (expr instanceof Expr.Calculation calculation) {
      BigDecimal left = (BigDecimal) value(calculation.left(), values);
      BigDecimal right = (BigDecimal) value(calculation.right(), values);
      return left == null || right == null ? null : calculation.operator().apply(left, right);
    }
    if (expr instanceof Expr.Negative negative) {
      BigDecimal number = (BigDecimal) value(negative.number(), values);
      return number == null ? null : number.negate();
    }
    if (expr instanceof Expr.Call call) {
      Object argument = value(call.argument(), values);
      return argument == null ? null : call(call.function(), argument, values);
    }
    throw new IllegalArgumentException("a condition is not a value");
  }

  private static Object call(Function function, Object argument, Values values) {
    if (function == Function.LOWER) {
      return ((String) argument).toLowerCase(Locale.ROOT);
    }
    Calendar calendar = Calendar.of(values);
    if (calendar == null) {
      return null;
    }
    return switch (function) {
      case DAYS_UNTIL -> calendar.daysUntil(argument);
      case DAYS_SINCE -> calendar.daysUntil(argument).negate();
      case AGE -> calendar.age(argument);
      case MINUTES_SINCE -> calendar.minutesSince(argument);
      case LOWER -> throw new IllegalStateException();
    };
  }

  private static Truth all(List<Expr> parts, Values values) {
    Truth result = Truth.TRUE;
    for (int i = 0; i < parts.size() && result != Truth.FALSE; i++) {
      result = result.and(truth(parts.get(i), values));
    }
    return result;
  }

  private static Truth any(List<Expr> parts, Values values) {
    Truth result = Truth.FALSE;
    for (int i = 0; i < parts.size() && result != Truth.TRUE; i++) {
      result = result.or(truth(parts.get(i), values));
    }
    return result;
  }

  private static Truth compare(Expr.Compare compare, Values values) {
    Object left = value(compare.left(), values);
    Object right = value(compare.right(), values);
    return left == null || right == null
        ? Truth.UNKNOWN
        : Truth.of(compare.comparison().holds(order(left, right)));
  }

  private static Truth among(Expr.Among among, Values values) {
    Object value = value(among.value(), values);
    Truth result = value == null ? Truth.UNKNOWN : Truth.FALSE;
    List<Expr> choices = among.choices();
    for (int i = 0; i < choices.size(); i++) {
      Object other = value == null ? null : value(choices.get(i), values);
      result = result.or(other == null ? Truth.UNKNOWN : Truth.of(order(value, other) == 0));
    }
    return result;
  }

  private static Truth contains(Expr.Contains contains, Values values) {
    Object whole = value(contains.whole(), values);
    String part = (String) value(contains.part(), values);
    if (whole == null || part == null) {
      return Truth.UNKNOWN;
    }
    return Truth.of(
        whole instanceof Set<?> set ? set.contains(part) : ((String) whole).contains(part));
  }

  private static Truth some(Expr.Some some, Values values) {
    Set<?> set = (Set<?>) value(some.set(), values);
    for (Object member : set == null ? Set.of() : set) {
      if (truth(some.part(), new WithMember(values, some.member(), member)) == Truth.TRUE) {
        return Truth.TRUE;
      }
    }
    return Truth.FALSE;
  }

  private record WithMember(Values values, Ref.Member member, Object value) implements Values {
    @Override
    public Object get(Ref ref) {
      return ref.equals(member) ? value : values.get(ref);
    }

    @Override
    public ZoneId zone() {
      return values.zone();
    }
  }

  /** The checked types are the same, so each of these compares with its own kind. */
  @SuppressWarnings("unchecked")
  private static int order(Object left, Object right) {
    return ((Comparable<Object>) left).compareTo(right);
  }
}
