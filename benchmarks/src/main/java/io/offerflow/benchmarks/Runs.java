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

  /** All of them, in their order. */
  static String all(String format, double[] values) {
    return String.join(
        ", ", Arrays.stream(values).mapToObj(v -> String.format(Locale.ROOT, format, v)).toList());
  }
}
