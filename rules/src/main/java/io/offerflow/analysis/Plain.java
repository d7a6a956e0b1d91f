package io.offerflow.analysis;

import io.offerflow.condition.Arithmetic;
import io.offerflow.condition.Expr;
import io.offerflow.condition.Names;
import io.offerflow.condition.Ref;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Brings what means the same into one form: numbers that are calculated from numbers are one
 * number, and names are those that the caller wants.
 */
final class Plain {
  private final UnaryOperator<Ref> names;

  private Plain(UnaryOperator<Ref> names) {
    this.names = names;
  }

  static Expr of(Expr expr, UnaryOperator<Ref> names) {
    return new Plain(names).plain(expr);
  }

  private Expr plain(Expr expr) {
    if (expr instanceof Expr.Or or) {
      return new Expr.Or(all(or.parts()));
    }
    if (expr instanceof Expr.And and) {
      return new Expr.And(all(and.parts()));
    }
    if (expr instanceof Expr.Not not) {
      return new Expr.Not(plain(not.part()));
    }
    if (expr instanceof Expr.Compare compare) {
      return new Expr.Compare(plain(compare.left()), compare.comparison(), plain(compare.right()));
    }
    if (expr instanceof Expr.Among among) {
      return new Expr.Among(plain(among.value()), all(among.choices()));
    }
    if (expr instanceof Expr.Contains contains) {
      return new Expr.Contains(plain(contains.whole()), plain(contains.part()));
    }
    if (expr instanceof Expr.Matches matches) {
      return new Expr.Matches(plain(matches.text()), matches.pattern());
    }
    return expr instanceof Expr.Missing missing
        ? new Expr.Missing(plain(missing.value()))
        : value(expr);
  }

  private List<Expr> all(List<Expr> parts) {
    return parts.stream().map(this::plain).toList();
  }

  private Expr value(Expr expr) {
    if (expr instanceof Expr.Literal literal && literal.value() instanceof BigDecimal number) {
      return new Expr.Literal(number.stripTrailingZeros(), literal.type());
    }
    if (expr instanceof Expr.Name name) {
      Names.Known known = name.known();
      return new Expr.Name(
          new Names.Known(names.apply(known.ref()), known.type(), known.pii(), known.values()));
    }
    if (expr instanceof Expr.Negative negative) {
      Expr number = plain(negative.number());
      BigDecimal literal = number(number);
      return literal == null
          ? new Expr.Negative(number)
          : new Expr.Literal(literal.negate(), number.type());
    }
    if (expr instanceof Expr.Call call) {
      return new Expr.Call(call.function(), plain(call.argument()));
    }
    return expr instanceof Expr.Calculation calculation ? calculation(calculation) : expr;
  }

  /** A quotient has a last digit to be rounded, which is left to the evaluator. */
  private Expr calculation(Expr.Calculation calculation) {
    Expr left = plain(calculation.left());
    Expr right = plain(calculation.right());
    BigDecimal one = number(left);
    BigDecimal other = number(right);
    Arithmetic operator = calculation.operator();
    if (one == null || other == null || operator == Arithmetic.DIVIDED) {
      return new Expr.Calculation(left, operator, right);
    }
    BigDecimal result =
        switch (operator) {
          case PLUS -> one.add(other);
          case MINUS -> one.subtract(other);
          default -> one.multiply(other);
        };
    return new Expr.Literal(result.stripTrailingZeros(), calculation.type());
  }

  /** The number that it is, or null. */
  static BigDecimal number(Expr expr) {
    return expr instanceof Expr.Literal literal && literal.value() instanceof BigDecimal number
        ? number
        : null;
  }
}
