package io.offerflow.condition;

import java.util.Set;

/** A checked condition. Immutable; safe to share between threads. */
public final class Condition {
  private final String text;
  private final Expr expression;

  private Condition(String text, Expr expression) {
    this.text = text;
    this.expression = expression;
  }

  /**
   * Reads a condition.
   *
   * @param names what may be named at this place
   * @throws ConditionException when it is not well formed, names something unknown or combines
   *     types that do not fit
   */
  public static Condition parse(String text, Names names) throws ConditionException {
    throw new UnsupportedOperationException("being written");
  }

  /** As it was written. */
  public String text() {
    return text;
  }

  public Expr expression() {
    return expression;
  }

  /** All that it names. */
  public Set<Ref> refs() {
    throw new UnsupportedOperationException("being written");
  }

  /** Evaluates over the syntax tree: the plain evaluator, independent of Drools. */
  public Truth test(Values values) {
    throw new UnsupportedOperationException("being written");
  }

  /**
   * Why it is not true, for a decision record: {@code roaming_spend_30d < 50: was 72}. Personal
   * values read {@code ***}.
   */
  public String detail(Values values) {
    throw new UnsupportedOperationException("being written");
  }

  @Override
  public String toString() {
    return text;
  }
}
