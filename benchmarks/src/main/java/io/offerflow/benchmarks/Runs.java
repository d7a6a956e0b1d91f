package io.offerflow.benchmarks;

import java.util.Arrays;
import java.util.Locale;

/** Of the figures of several runs. */
final class Runs {
  private Runs() {}

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  /** The median, and between which two all are. */
  static String told(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return String.format(
        Locale.ROOT,
        "%,.0f (%,.0f to %,.0f)",
        median(values),
        sorted[0],
        sorted[sorted.length - 1]);
  }

  /** All of them, in their order. */
  static String all(String format, double[] values) {
    return String.join(
        ", ", Arrays.stream(values).mapToObj(v -> String.format(Locale.ROOT, format, v)).toList());
  }
}
