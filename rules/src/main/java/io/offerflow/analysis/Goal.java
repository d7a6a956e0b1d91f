package io.offerflow.analysis;

import io.offerflow.condition.Expr;
import java.util.ArrayList;
import java.util.List;

/** A condition, and what it is supposed to come to. */
record Goal(Expr condition, Wanted wanted) {

  /** Kleene's values, or all but one of them. */
  enum Wanted {
    TRUE,
    FALSE,
    NOT_TRUE,
    NOT_FALSE;

    /** What a condition must come to for its {@code not} to come to this. */
    Wanted negated() {
      return switch (this) {
        case TRUE -> FALSE;
        case FALSE -> TRUE;
        case NOT_TRUE -> NOT_FALSE;
        case NOT_FALSE -> NOT_TRUE;
      };
    }

    /** Whether nothing may be unknown. */
    boolean isKnown() {
      return this == TRUE || this == FALSE;
    }

    /** Whether it holds of a condition that is true where it is known. */
    boolean allowsTrue() {
      return this == TRUE || this == NOT_FALSE;
    }
  }

  static Goal isTrue(Expr condition) {
    return new Goal(condition, Wanted.TRUE);
  }

  static Goal isNotTrue(Expr condition) {
    return new Goal(condition, Wanted.NOT_TRUE);
  }

  static List<Goal> allTrue(List<Expr> conditions) {
    return new ArrayList<>(conditions.stream().map(Goal::isTrue).toList());
  }

  /** The same of each part; all of them are needed, or one, as {@link #needsAll} says. */
  List<Goal> parts() {
    Wanted ofPart = condition instanceof Expr.Not ? wanted.negated() : wanted;
    return condition.parts().stream().map(part -> new Goal(part, ofPart)).toList();
  }

  boolean needsAll() {
    return condition instanceof Expr.Not || (condition instanceof Expr.And) == wanted.allowsTrue();
  }

  boolean isComposed() {
    return condition instanceof Expr.And
        || condition instanceof Expr.Or
        || condition instanceof Expr.Not;
  }
}
