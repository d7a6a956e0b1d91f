package io.offerflow.measure;

/** The chi-squared distribution's upper tail: how likely chance alone goes so far. */
final class ChiSquared {
  private static final double EPSILON = 1e-15;
  private static final int STEPS = 10_000;

  private ChiSquared() {}

  /** Pearson's statistic for counts against their expectations. */
  static double statistic(long[] counts, double[] expected) {
    double sum = 0;
    for (int i = 0; i < counts.length; i++) {
      double off = counts[i] - expected[i];
      sum += off * off / expected[i];
    }
    return sum;
  }

  /**
   * The probability of at least that statistic: the regularised upper incomplete gamma function
   * Q(degrees/2, statistic/2), by its series below the mean and by its continued fraction above.
   */
  static double tail(double statistic, int degrees) {
    double a = degrees / 2.0;
    double x = statistic / 2;
    if (x <= 0) {
      return 1;
    }
    double scale = Math.exp(a * Math.log(x) - x - logGamma(degrees));
    return x < a + 1 ? 1 - scale * series(a, x) : scale * fraction(a, x);
  }

  private static double series(double a, double x) {
    double term = 1 / a;
    double sum = term;
    for (int n = 1; n < STEPS && term > sum * EPSILON; n++) {
      term *= x / (a + n);
      sum += term;
    }
    return sum;
  }

  /** Lentz's method. */
  private static double fraction(double a, double x) {
    double b = x + 1 - a;
    double c = 1 / Double.MIN_NORMAL;
    double d = 1 / b;
    double value = d;
    for (int n = 1; n < STEPS; n++) {
      double step = -n * (n - a);
      b += 2;
      d = 1 / (step * d + b);
      c = b + step / c;
      double change = c * d;
      value *= change;
      if (Math.abs(change - 1) < EPSILON) {
        break;
      }
    }
    return value;
  }

  /** Of half the degrees: exact products down to the gamma function of 1 or of a half. */
  private static double logGamma(int degrees) {
    double log = degrees % 2 == 0 ? 0 : Math.log(Math.PI) / 2;
    for (double a = degrees / 2.0 - 1; a > 0; a--) {
      log += Math.log(a);
    }
    return log;
  }
}
