package io.offerflow.condition;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import io.offerflow.condition.ExprBuilder.Part;
import io.offerflow.event.ValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.antlr.v4.runtime.Token;

/** Makes the nodes whose parts must fit each other, and says what to write where they do not. */
final class Typing {
  private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(\\.[0-9]+)?");

  private final SyntaxErrors errors;
  private final Names names;

  Typing(SyntaxErrors errors, Names names) {
    this.errors = errors;
    this.names = names;
  }

  Expr condition(Part part) throws ConditionException {
    if (part.type() == ValueType.BOOLEAN) {
      return part.expr();
    }
    throw error(
        part,
        "`%s` is %s, not a condition: compare it with something, or ask `is known`"
            .formatted(text(part), phrase(part.type())));
  }

  Expr compare(Part left, Comparison comparison, Part right) throws ConditionException {
    sameType(left, right);
    if (left.type() == ValueType.TEXTS) {
      throw error(left, "sets are not compared: write `contains` with one text");
    }
    boolean ordered =
        left.type().isNumeric() || left.type() == ValueType.DATE || left.type() == ValueType.TIME;
    if (comparison.orders() && !ordered) {
      throw error(
          left,
          "`%s` compares numbers, dates and times; %s has no order: use `==`, `!=` or `in`"
              .formatted(comparison.sign(), phrase(left.type())));
    }
    allowed(left, right);
    allowed(right, left);
    return new Expr.Compare(left.expr(), comparison, right.expr());
  }

  Expr among(Part value, List<Part> choices) throws ConditionException {
    List<Expr> made = new ArrayList<>();
    for (Part choice : choices) {
      if (choice.type() == ValueType.TEXTS) {
        throw error(
            choice,
            "`%s` is a set: write `%s contains %s`"
                .formatted(text(choice), text(choice), text(value)));
      }
      sameType(value, choice);
      allowed(value, choice);
      made.add(choice.expr());
    }
    return new Expr.Among(value.expr(), made);
  }

  Expr contains(Part whole, Part part) throws ConditionException {
    if (whole.type() != ValueType.TEXTS && whole.type() != ValueType.TEXT) {
      throw error(
          whole,
          "`contains` asks a set or a text; `%s` is %s"
              .formatted(text(whole), phrase(whole.type())));
    }
    text(part, "contains");
    if (whole.type() == ValueType.TEXTS) {
      allowed(whole, part);
    }
    return new Expr.Contains(whole.expr(), part.expr());
  }

  Expr matches(Part value, Part pattern) throws ConditionException {
    text(value, "matches");
    if (!(pattern.expr() instanceof Expr.Literal literal
        && literal.value() instanceof String regex)) {
      throw error(pattern, "`matches` takes a pattern in double quotes: \"...\"");
    }
    if (!PatternSize.isBounded(regex)) {
      throw error(pattern, "the pattern is too large or nested too deeply: make it simpler");
    }
    try {
      return new Expr.Matches(value.expr(), Pattern.compile(regex));
    } catch (PatternSyntaxException e) {
      throw error(pattern, "not a pattern: " + e.getDescription());
    }
  }

  Expr missing(Part value) throws ConditionException {
    valued(value);
    return new Expr.Missing(value.expr());
  }

  Expr number(Part part, String sign) throws ConditionException {
    if (part.type().isNumeric()) {
      return part.expr();
    }
    throw error(
        part,
        "`%s` calculates with numbers; `%s` is %s%s"
            .formatted(sign, text(part), phrase(part.type()), hintForDays(part.type())));
  }

  Expr call(Function function, Part argument, Token place) throws ConditionException {
    valued(argument);
    if (!function.takes().contains(argument.type())) {
      throw error(
          argument,
          "`%s` takes %s; `%s` is %s"
              .formatted(
                  function.word(),
                  function.takes().stream().map(Typing::phrase).collect(Collectors.joining(" or ")),
                  text(argument),
                  phrase(argument.type())));
    }
    if (function.needsNow() && names.find(Ref.Ambient.NOW.text()) == null) {
      throw errors.error(
          place,
          "`%s` counts from now; a `where` knows its event only: ask it in `if`"
              .formatted(function.word()));
    }
    return new Expr.Call(function, argument.expr());
  }

  private void sameType(Part left, Part right) throws ConditionException {
    valued(left);
    valued(right);
    boolean numbers = left.type().isNumeric() && right.type().isNumeric();
    if (numbers || left.type() == right.type()) {
      return;
    }
    throw error(
        right,
        "`%s` is %s and `%s` is %s: they cannot be compared%s"
            .formatted(
                text(left),
                phrase(left.type()),
                text(right),
                phrase(right.type()),
                remedy(left, right)));
  }

  private String remedy(Part left, Part right) {
    if (left.type() == ValueType.TEXTS || right.type() == ValueType.TEXTS) {
      return "; write `contains`";
    }
    if (left.type() == ValueType.TEXT && right.expr() instanceof Expr.Literal) {
      return "; write \"%s\"".formatted(text(right));
    }
    if (right.type() == ValueType.TEXT && left.expr() instanceof Expr.Literal) {
      return "; write \"%s\"".formatted(text(left));
    }
    if (left.type().isNumeric() || right.type().isNumeric()) {
      String written = quotedNumber(left.type().isNumeric() ? right : left);
      if (written != null) {
        return "; write %s without quotes".formatted(written);
      }
    }
    String days = hintForDays(left.type());
    return days.isEmpty() ? hintForDays(right.type()) : days;
  }

  /** The number that somebody put into quotes; null where it is something else. */
  private static String quotedNumber(Part part) {
    return part.expr() instanceof Expr.Literal literal
            && literal.value() instanceof String text
            && NUMBER.matcher(text).matches()
        ? text
        : null;
  }

  private static String hintForDays(ValueType type) {
    return switch (type) {
      case DATE -> "; count with days_until(...), days_since(...) or age(...)";
      case TIME -> "; count with minutes_since(...) or days_since(...)";
      default -> "";
    };
  }

  /** Conditions in parentheses are not values: what is unknown in them has no name. */
  private void valued(Part part) throws ConditionException {
    if (part.expr() instanceof Expr.Logical) {
      throw error(
          part,
          "`%s` is a condition, not a value: join conditions with `and`, `or`, `not`"
              .formatted(text(part)));
    }
  }

  /** A name with declared values meets only those of them that exist. */
  private void allowed(Part name, Part other) throws ConditionException {
    if (name.expr() instanceof Expr.Name named
        && !named.known().values().isEmpty()
        && other.expr() instanceof Expr.Literal literal
        && !named.known().values().contains(literal.value())) {
      throw error(
          other,
          "%s is not a value of `%s`; it has: %s"
              .formatted(text(other), text(name), String.join(", ", named.known().values())));
    }
  }

  private void text(Part part, String operator) throws ConditionException {
    if (part.type() != ValueType.TEXT) {
      throw error(
          part,
          "`%s` asks for a text; `%s` is %s".formatted(operator, text(part), phrase(part.type())));
    }
  }

  private static String phrase(ValueType type) {
    return switch (type) {
      case TEXT -> "a text";
      case TEXTS -> "a set of texts";
      case NUMBER, INTEGER -> "a number";
      case BOOLEAN -> "true or false";
      case DATE -> "a date";
      case TIME -> "a time";
    };
  }

  private String text(Part part) {
    return errors.between(part.start(), part.stop());
  }

  private ConditionException error(Part part, String message) {
    return errors.error(part.start(), message);
  }
}
