package io.offerflow.benchmarks;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * What is said of waits.
 *
 * @param p50 in milliseconds, as the others
 * @param count of how many
 */
record Percentiles(double p50, double p99, double p999, long count) {

  /**
   * @param micros in microseconds
   */
  static Percentiles of(Histogram micros) {
    return new Percentiles(
        micros.getValueAtPercentile(50) / 1e3,
        micros.getValueAtPercentile(99) / 1e3,
        micros.getValueAtPercentile(99.9) / 1e3,
        micros.getTotalCount());
  }

  /** The first two alone, for a cell of a table. */
  String cell() {
    if (count == 0) {
      return "none was made in time";
    }
    return String.format(Locale.ROOT, "%.1f, %.1f", p50, p99);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "p50 %.1f, p99 %.1f, p99.9 %.1f ms of %,d", p50, p99, p999, count);
  }
}
