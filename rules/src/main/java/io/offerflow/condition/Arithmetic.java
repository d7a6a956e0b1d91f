package io.offerflow.condition;

import java.math.BigDecimal;
import java.math.MathContext;

/** The calculating operators, on exact decimals. */
public enum Arithmetic {
  PLUS("+"),
  MINUS("-"),
  TIMES("*"),
  DIVIDED("/");

  private final String sign;

  Arithmetic(String sign) {
    this.sign = sign;
  }

  /** As it is written in a condition. */
  public String sign() {
    return sign;
  }

  /** The result, or null (missing) for a division by zero; quotients have 34 digits. */
  BigDecimal apply(BigDecimal left, BigDecimal right) {
    return switch (this) {
      case PLUS -> left.add(right);
      case MINUS -> left.subtract(right);
      case TIMES -> left.multiply(right);
      case DIVIDED -> right.signum() == 0 ? null : left.divide(right, MathContext.DECIMAL128);
    };
  }
}
