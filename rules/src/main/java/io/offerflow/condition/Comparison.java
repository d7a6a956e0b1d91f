package io.offerflow.condition;

/** The comparing operators. */
public enum Comparison {
  EQUAL("=="),
  UNEQUAL("!="),
  LESS("<"),
  AT_MOST("<="),
  GREATER(">"),
  AT_LEAST(">=");

  private final String sign;

  Comparison(String sign) {
    this.sign = sign;
  }

  /** As it is written in a condition. */
  public String sign() {
    return sign;
  }

  /** Whether it needs an order, which texts and booleans do not have. */
  public boolean orders() {
    return this != EQUAL && this != UNEQUAL;
  }

  /** The comparison that is true exactly where this one is false. */
  public Comparison opposite() {
    return switch (this) {
      case EQUAL -> UNEQUAL;
      case UNEQUAL -> EQUAL;
      case LESS -> AT_LEAST;
      case AT_MOST -> GREATER;
      case GREATER -> AT_MOST;
      case AT_LEAST -> LESS;
    };
  }

  /** Whether it holds when the left side compares so with the right one. */
  boolean holds(int order) {
    return switch (this) {
      case EQUAL -> order == 0;
      case UNEQUAL -> order != 0;
      case LESS -> order < 0;
      case AT_MOST -> order <= 0;
      case GREATER -> order > 0;
      case AT_LEAST -> order >= 0;
    };
  }

  static Comparison of(String sign) {
    for (Comparison comparison : values()) {
      if (comparison.sign.equals(sign)) {
        return comparison;
      }
    }
    throw new IllegalArgumentException(sign);
  }
}
