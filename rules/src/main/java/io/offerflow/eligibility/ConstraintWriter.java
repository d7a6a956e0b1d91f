package io.offerflow.eligibility;

import io.offerflow.condition.Arithmetic;
import io.offerflow.condition.Comparison;
import io.offerflow.condition.Expr;
import io.offerflow.event.ValueType;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A condition as a constraint over {@link Facts}.
 *
 * <p>Drools knows two truth values, conditions have three. So a condition is written as two
 * predicates, "is true" and "is false"; where both are false it is unknown. {@code not} swaps them.
 * Only what is in {@link #PLAIN} is written as it is; every other text is a constant in a slot, so
 * that no condition can put anything into the generated code.
 */
final class ConstraintWriter {
  /** Texts that mean the same in DRL and Java, whatever is done with them on the way. */
  static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9 _.:/+-]{0,60}");

  private final Slots slots;

  ConstraintWriter(Slots slots) {
    this.slots = slots;
  }

  String isTrue(Expr expr) {
    return predicate(expr, true);
  }

  private String predicate(Expr expr, boolean wanted) {
    if (expr instanceof Expr.And and) {
      return joined(and.parts(), wanted ? " && " : " || ", part -> predicate(part, wanted));
    }
    if (expr instanceof Expr.Or or) {
      return joined(or.parts(), wanted ? " || " : " && ", part -> predicate(part, wanted));
    }
    if (expr instanceof Expr.Not not) {
      return predicate(not.part(), !wanted);
    }
    if (expr instanceof Expr.Compare compare) {
      Comparison comparison = wanted ? compare.comparison() : compare.comparison().opposite();
      return call(word(comparison), value(compare.left()), value(compare.right()));
    }
    if (expr instanceof Expr.Among among) {
      return among(among, wanted);
    }
    if (expr instanceof Expr.Contains contains) {
      String what = contains.whole().type() == ValueType.TEXTS ? "Member" : "Part";
      return call(
          (wanted ? "has" : "lacks") + what, value(contains.whole()), value(contains.part()));
    }
    if (expr instanceof Expr.Matches matches) {
      String pattern = "pattern(%d)".formatted(slots.pattern(matches.pattern()));
      return call(wanted ? "finds" : "findsNot", value(matches.text()), pattern);
    }
    if (expr instanceof Expr.Missing missing) {
      return call(wanted ? "missing" : "known", value(missing.value()));
    }
    if (expr instanceof Expr.Literal literal) {
      return literal.value().equals(wanted) ? "always()" : "never()";
    }
    return call(wanted ? "yes" : "no", value(expr));
  }

  private String among(Expr.Among among, boolean wanted) {
    String value = value(among.value());
    boolean plainTexts =
        among.value().type() == ValueType.TEXT
            && among.choices().stream().allMatch(Expr.Literal.class::isInstance);
    if (plainTexts) {
      List<Object> texts =
          among.choices().stream().map(choice -> ((Expr.Literal) choice).value()).toList();
      return call(wanted ? "among" : "amongNot", value, "list(%d)".formatted(slots.list(texts)));
    }
    return joined(
        among.choices(),
        wanted ? " || " : " && ",
        choice -> call(wanted ? "equal" : "unequal", value, value(choice)));
  }

  private String value(Expr expr) {
    if (expr instanceof Expr.Literal literal) {
      return literal(literal.value());
    }
    if (expr instanceof Expr.Name name) {
      int slot = slots.name(name.known().ref());
      return "%s(%d)".formatted(accessor(expr.type()), slot);
    }
    if (expr instanceof Expr.Calculation calculation) {
      return call(
          word(calculation.operator()), value(calculation.left()), value(calculation.right()));
    }
    if (expr instanceof Expr.Negative negative) {
      return call("negative", value(negative.number()));
    }
    if (expr instanceof Expr.Call function) {
      return call(word(function.function()), value(function.argument()));
    }
    throw new IllegalArgumentException("a condition is not a value");
  }

  private String literal(Object value) {
    if (value instanceof Boolean) {
      return value.toString();
    }
    if (value instanceof String text) {
      return PLAIN.matcher(text).matches()
          ? '"' + text + '"'
          : "string(%d)".formatted(slots.text(text));
    }
    return "decimal(%d)".formatted(slots.number((BigDecimal) value));
  }

  private static String joined(List<Expr> parts, String by, Function<Expr, String> written) {
    return parts.size() == 1
        ? written.apply(parts.get(0))
        : parts.stream().map(written).collect(Collectors.joining(by, "(", ")"));
  }

  private static String call(String word, String... arguments) {
    return word + "(" + String.join(", ", arguments) + ")";
  }

  private static String accessor(ValueType type) {
    return switch (type) {
      case TEXT -> "text";
      case TEXTS -> "texts";
      case NUMBER, INTEGER -> "number";
      case BOOLEAN -> "flag";
      case DATE -> "date";
      case TIME -> "time";
    };
  }

  private static String word(Comparison comparison) {
    return switch (comparison) {
      case EQUAL -> "equal";
      case UNEQUAL -> "unequal";
      case LESS -> "less";
      case AT_MOST -> "atMost";
      case GREATER -> "greater";
      case AT_LEAST -> "atLeast";
    };
  }

  private static String word(Arithmetic operator) {
    return switch (operator) {
      case PLUS -> "plus";
      case MINUS -> "minus";
      case TIMES -> "times";
      case DIVIDED -> "divided";
    };
  }

  private static String word(io.offerflow.condition.Function function) {
    return switch (function) {
      case DAYS_UNTIL -> "daysUntil";
      case DAYS_SINCE -> "daysSince";
      case AGE -> "age";
      case MINUTES_SINCE -> "minutesSince";
      case LOWER -> "lower";
    };
  }
}
