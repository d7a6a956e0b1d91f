package io.offerflow.feature;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Numbers as whole millionths in a {@code long}, which nearly all numbers of events fit in exactly:
 * a log of them then needs no object for each.
 */
final class Decimals {
  static final int PLACES = 6;

  /** Stands for no number at all. */
  static final long ABSENT = Long.MIN_VALUE;

  /** Stands for a value that is kept as an object, because millionths cannot hold it. */
  static final long OTHER = Long.MIN_VALUE + 1;

  /** Whole numbers of more digits keep their zeros as an exponent. */
  private static final int MOST_DIGITS = 30;

  private static final long[] POWERS = {1, 10, 100, 1_000, 10_000, 100_000, 1_000_000};

  private Decimals() {}

  /** The number in millionths if it is that exactly and below 10^12, else {@link #OTHER}. */
  static long micros(BigDecimal value) {
    BigDecimal number = value;
    if (number.scale() < 0 || number.scale() > PLACES) {
      number = plain(value);
    }
    int scale = number.scale();
    if (scale < 0 || scale > PLACES || number.precision() - scale > 12) {
      return OTHER;
    }
    return digits(number) * POWERS[PLACES - scale];
  }

  /** What a log keeps of a value: {@link #ABSENT} of none, {@link #OTHER} of what is no number. */
  static long numberOf(Object value) {
    if (value instanceof BigDecimal number) {
      return micros(number);
    }
    return value == null ? ABSENT : OTHER;
  }

  /** All digits of a number of at most 18, without an object for them where it is whole. */
  private static long digits(BigDecimal number) {
    int scale = number.scale();
    return scale == 0 ? number.longValue() : number.scaleByPowerOfTen(scale).longValue();
  }

  static BigDecimal ofMicros(long micros) {
    long digits = micros;
    int scale = PLACES;
    while (scale > 0 && digits % 10 == 0) {
      digits /= 10;
      scale--;
    }
    return BigDecimal.valueOf(digits, scale);
  }

  /** The same number in the one form that equal numbers share. */
  static BigDecimal plain(BigDecimal value) {
    if (value.signum() == 0) {
      return BigDecimal.ZERO;
    }
    if (value.scale() == 0 && value.precision() < MOST_DIGITS) {
      return value;
    }
    BigDecimal stripped = value.stripTrailingZeros();
    boolean tens = stripped.scale() < 0 && stripped.scale() > -MOST_DIGITS;
    return tens ? stripped.setScale(0) : stripped;
  }

  /** A value in the form in which equal values are equal. */
  static Object plain(Object value) {
    return value instanceof BigDecimal number ? plain(number) : value;
  }

  /** As it enters a sum: six places, half up. */
  static BigDecimal rounded(BigDecimal value) {
    return value.scale() <= PLACES ? value : value.setScale(PLACES, RoundingMode.HALF_UP);
  }

  static BigDecimal average(BigDecimal sum, long count) {
    return plain(sum.divide(BigDecimal.valueOf(count), PLACES, RoundingMode.HALF_UP));
  }

  /** The fewest decimal places that hold these millionths. */
  static int places(long micros, int atLeast) {
    int places = atLeast;
    while (micros % POWERS[PLACES - places] != 0) {
      places++;
    }
    return places;
  }

  /** Millionths as a whole number of units of the last of that many places. */
  static long inUnits(long micros, int places) {
    // Constants, because a division by a variable takes several times as long.
    return switch (places) {
      case 0 -> micros / 1_000_000;
      case 1 -> micros / 100_000;
      case 2 -> micros / 10_000;
      case 3 -> micros / 1_000;
      case 4 -> micros / 100;
      case 5 -> micros / 10;
      default -> micros;
    };
  }

  /** Millionths in one unit of the last of that many places. */
  static long unit(int places) {
    return POWERS[PLACES - places];
  }

  /** Orders two values of the same type; numbers by their value. */
  @SuppressWarnings("unchecked")
  static int compare(Object one, Object other) {
    return ((Comparable<Object>) one).compareTo(other);
  }
}
