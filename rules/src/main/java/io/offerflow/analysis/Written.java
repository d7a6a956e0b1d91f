package io.offerflow.analysis;

import io.offerflow.condition.Arithmetic;
import io.offerflow.condition.Expr;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/** Conditions as somebody would write them. */
final class Written {
  private Written() {}

  /** On one line, cut where it is long. */
  static String of(Expr expr) {
    return cut(text(expr));
  }

  static String cut(String text) {
    return text.length() <= 120 ? text : text.substring(0, 120) + "...";
  }

  private static String text(Expr expr) {
    if (expr instanceof Expr.Or or) {
      return joined(or.parts(), " or ");
    }
    if (expr instanceof Expr.And and) {
      return joined(and.parts(), " and ");
    }
    if (expr instanceof Expr.Not not) {
      return negated(not.part());
    }
    if (expr instanceof Expr.Compare compare) {
      return text(compare.left()) + " " + compare.comparison().sign() + " " + text(compare.right());
    }
    if (expr instanceof Expr.Among among) {
      return member(among, "in");
    }
    if (expr instanceof Expr.Contains contains) {
      return text(contains.whole()) + " contains " + text(contains.part());
    }
    if (expr instanceof Expr.Matches matches) {
      return text(matches.text()) + " matches " + quoted(matches.pattern().pattern());
    }
    if (expr instanceof Expr.Holds holds) {
      return text(holds.part());
    }
    if (expr instanceof Expr.Some some) {
      return "one of " + text(some.set()) + " has " + text(some.part());
    }
    return expr instanceof Expr.Missing missing
        ? text(missing.value()) + " is missing"
        : value(expr);
  }

  private static String negated(Expr part) {
    if (part instanceof Expr.Missing missing) {
      return text(missing.value()) + " is known";
    }
    if (part instanceof Expr.Among among) {
      return member(among, "not in");
    }
    if (part instanceof Expr.Contains contains) {
      return text(contains.whole()) + " not contains " + text(contains.part());
    }
    return "not " + inner(part);
  }

  private static String member(Expr.Among among, String word) {
    return among.choices().stream()
        .map(Written::text)
        .collect(Collectors.joining(", ", text(among.value()) + " " + word + " (", ")"));
  }

  private static String joined(List<Expr> parts, String word) {
    return parts.stream().map(Written::inner).collect(Collectors.joining(word));
  }

  private static String inner(Expr part) {
    boolean composed = part instanceof Expr.Or || part instanceof Expr.And;
    return composed ? "(" + text(part) + ")" : text(part);
  }

  private static String value(Expr expr) {
    if (expr instanceof Expr.Literal literal) {
      return literal.value() instanceof BigDecimal number
          ? number.toPlainString()
          : literal.value() instanceof String text ? quoted(text) : literal.value().toString();
    }
    if (expr instanceof Expr.Name name) {
      return name.known().ref().text();
    }
    if (expr instanceof Expr.Call call) {
      return call.function().word() + "(" + text(call.argument()) + ")";
    }
    if (expr instanceof Expr.Negative negative) {
      return "-" + operand(negative.number(), true);
    }
    Expr.Calculation calculation = (Expr.Calculation) expr;
    boolean loose =
        calculation.operator() == Arithmetic.PLUS || calculation.operator() == Arithmetic.MINUS;
    return operand(calculation.left(), !loose)
        + " "
        + calculation.operator().sign()
        + " "
        + operand(calculation.right(), true);
  }

  private static String operand(Expr expr, boolean tight) {
    return tight && expr instanceof Expr.Calculation ? "(" + text(expr) + ")" : text(expr);
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
