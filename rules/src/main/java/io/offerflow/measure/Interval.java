package io.offerflow.measure;

/**
 * Where a value lies with a confidence of 95 %.
 *
 * @param low its lower end
 * @param high its upper end
 */
public record Interval(double low, double high) {
  /** The 97.5 % point of the normal distribution. */
  private static final double Z = 1.959963984540054;

  /**
   * The share behind {@code hits} of {@code size}: Wilson's score interval. (E. B. Wilson, Probable
   * inference, the law of succession, and statistical inference, J. Am. Stat. Assoc. 22, 1927.)
   */
  public static Interval share(long hits, long size) {
    double p = (double) hits / size;
    double z2 = Z * Z;
    double middle = p + z2 / (2 * size);
    double half = Z * Math.sqrt((p * (1 - p) + z2 / (4 * size)) / size);
    double scale = 1 + z2 / size;
    return new Interval(
        hits == 0 ? 0 : (middle - half) / scale, hits == size ? 1 : (middle + half) / scale);
  }

  /**
   * The difference of two independent shares, first less second: the hybrid score interval, method
   * 10 of R. G. Newcombe, Interval estimation for the difference between independent proportions:
   * comparison of eleven methods, Statistics in Medicine 17, 1998. Good for small groups and for
   * shares near 0, where campaigns live.
   */
  public static Interval difference(long hits1, long size1, long hits2, long size2) {
    Interval first = share(hits1, size1);
    Interval second = share(hits2, size2);
    double p1 = (double) hits1 / size1;
    double p2 = (double) hits2 / size2;
    double difference = p1 - p2;
    return new Interval(
        difference - Math.hypot(p1 - first.low, second.high - p2),
        difference + Math.hypot(first.high - p1, p2 - second.low));
  }

  Interval times(double factor) {
    return new Interval(low * factor, high * factor);
  }
}
