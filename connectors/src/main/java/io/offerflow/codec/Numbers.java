package io.offerflow.codec;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** The numbers that values may be: less than 10^18 either way, with at most 18 decimals. */
public final class Numbers {
  private static final int DIGITS = 18;
  private static final long LONG_LIMIT = 1_000_000_000_000_000_000L;
  private static final BigDecimal LIMIT = BigDecimal.valueOf(LONG_LIMIT);

  private Numbers() {}

  /**
   * The number with what is beyond 18 decimals rounded half up, or null when it is too large. Takes
   * the same short time for {@code 1e999999999} as for 1.
   */
  public static BigDecimal bounded(BigDecimal number) {
    if (number.signum() == 0) {
      return BigDecimal.ZERO;
    }
    // 10^(magnitude-1) <= |number| < 10^magnitude
    long magnitude = (long) number.precision() - number.scale();
    if (magnitude > DIGITS) {
      return null;
    }
    if (magnitude < -DIGITS) {
      return BigDecimal.ZERO;
    }
    if (number.scale() < 0) {
      return number.setScale(0);
    }
    if (number.scale() <= DIGITS) {
      return number;
    }
    BigDecimal rounded = number.setScale(DIGITS, RoundingMode.HALF_UP);
    return rounded.abs().compareTo(LIMIT) < 0 ? rounded : null;
  }

  static BigDecimal bounded(long number) {
    return number > -LONG_LIMIT && number < LONG_LIMIT ? BigDecimal.valueOf(number) : null;
  }

  /** Whether it has no decimals but zeros. */
  public static boolean isWhole(BigDecimal number) {
    return number.scale() <= 0 || number.stripTrailingZeros().scale() <= 0;
  }

  /**
   * The number that a text is, bounded, or null when it is none. Only ASCII digits, a sign, a point
   * and an exponent make one.
   */
  public static BigDecimal parse(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < '0' || c > '9') && "+-.eE".indexOf(c) < 0) {
        return null;
      }
    }
    if (text.length() > 1000) {
      return null;
    }
    try {
      return bounded(new BigDecimal(text));
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
