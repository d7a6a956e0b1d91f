package io.offerflow.drl;

import java.util.List;

/** What stands between {@code when} and {@code then}. */
sealed interface Lhs {

  /** Where it stands. */
  Span span();

  /** From the first to the last token of something, both included. */
  record Span(Token start, Token end) {}

  /**
   * Constraints on one fact.
   *
   * @param binding the variable in front of it, or null
   */
  record Pattern(Span span, Token binding, Token type, List<Constraint> constraints)
      implements Lhs {
    /** Whether it has a variable, which what comes after may name. */
    boolean binds() {
      return binding != null || constraints.stream().anyMatch(each -> each.binding() != null);
    }
  }

  /** All of them, in the order in which they are written. */
  record All(Span span, List<Lhs> parts) implements Lhs {}

  /** At least one of them. */
  record Any(Span span, List<Lhs> parts) implements Lhs {}

  /** {@code exists}, or {@code not}. */
  record Whether(Span span, boolean exists, Lhs part) implements Lhs {}

  /**
   * One constraint of a pattern.
   *
   * @param binding a variable for the field in front, or null
   * @param field what the variable stands for, in the language of conditions; null without one
   * @param test the constraint; null when there is only a variable
   */
  record Constraint(Span span, Token binding, ConditionText field, ConditionText test) {}
}
