package io.offerflow.eligibility;

import io.offerflow.condition.Arithmetic;
import io.offerflow.condition.Comparison;
import io.offerflow.condition.Expr;
import io.offerflow.condition.Ref;
import io.offerflow.eligibility.Functions.Code;
import io.offerflow.event.ValueType;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

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
  private final Functions functions;

  ConstraintWriter(Slots slots, Functions functions) {
    this.slots = slots;
    this.functions = functions;
  }

  String isTrue(Expr expr) {
    return functions.constraint(predicate(expr, true));
  }

  private Code predicate(Expr expr, boolean wanted) {
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
      return test(word(comparison), value(compare.left()), value(compare.right()));
    }
    if (expr instanceof Expr.Among among) {
      return among(among, wanted);
    }
    if (expr instanceof Expr.Contains contains) {
      String what = contains.whole().type() == ValueType.TEXTS ? "Member" : "Part";
      return test(
          (wanted ? "has" : "lacks") + what, value(contains.whole()), value(contains.part()));
    }
    if (expr instanceof Expr.Matches matches) {
      Code pattern = slot("pattern", slots.pattern(matches.pattern()));
      return test(wanted ? "finds" : "findsNot", value(matches.text()), pattern);
    }
    if (expr instanceof Expr.Missing missing) {
      return test(wanted ? "missing" : "known", value(missing.value()));
    }
    if (expr instanceof Expr.Holds holds) {
      Code holding = predicate(holds.part(), true);
      return wanted ? holding : functions.not(holding);
    }
    if (expr instanceof Expr.Some some) {
      Code found =
          functions.some(value(some.set()), some.member().place(), predicate(some.part(), true));
      return wanted ? found : functions.not(found);
    }
    if (expr instanceof Expr.Literal literal) {
      return test(literal.value().equals(wanted) ? "always" : "never");
    }
    return test(wanted ? "yes" : "no", value(expr));
  }

  private Code among(Expr.Among among, boolean wanted) {
    Code value = value(among.value());
    boolean plainTexts =
        among.value().type() == ValueType.TEXT
            && among.choices().stream().allMatch(Expr.Literal.class::isInstance);
    if (plainTexts) {
      List<Object> texts =
          among.choices().stream().map(choice -> ((Expr.Literal) choice).value()).toList();
      return test(wanted ? "among" : "amongNot", value, slot("list", slots.list(texts)));
    }
    return joined(
        among.choices(),
        wanted ? " || " : " && ",
        choice -> test(wanted ? "equal" : "unequal", value, value(choice)));
  }

  private Code value(Expr expr) {
    if (expr instanceof Expr.Literal literal) {
      return literal(literal.value());
    }
    if (expr instanceof Expr.Name name && name.known().ref() instanceof Ref.Member member) {
      return slot("member", member.place());
    }
    if (expr instanceof Expr.Name name) {
      return slot(accessor(expr.type()), slots.name(name.known().ref()));
    }
    if (expr instanceof Expr.Calculation calculation) {
      return number(
          word(calculation.operator()), value(calculation.left()), value(calculation.right()));
    }
    if (expr instanceof Expr.Negative negative) {
      return number("negative", value(negative.number()));
    }
    if (expr instanceof Expr.Call call) {
      Code argument = value(call.argument());
      return call.type() == ValueType.TEXT
          ? functions.call("String", word(call.function()), List.of(argument))
          : number(word(call.function()), argument);
    }
    throw new IllegalArgumentException("a condition is not a value");
  }

  private Code literal(Object value) {
    if (value instanceof BigDecimal number) {
      return slot("decimal", slots.number(number));
    }
    if (value instanceof String text && !PLAIN.matcher(text).matches()) {
      return slot("string", slots.text(text));
    }
    return functions.leaf(value instanceof String ? "\"" + value + "\"" : value.toString());
  }

  private Code slot(String accessor, int slot) {
    return functions.call("Object", accessor, List.of(functions.leaf(String.valueOf(slot))));
  }

  private Code test(String word, Code... arguments) {
    return functions.call("boolean", word, List.of(arguments));
  }

  private Code number(String word, Code... arguments) {
    return functions.call("BigDecimal", word, List.of(arguments));
  }

  private Code joined(List<Expr> parts, String by, Function<Expr, Code> written) {
    return functions.joined(parts.stream().map(written).toList(), by);
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
