package io.offerflow.benchmarks;

import java.time.Duration;
import java.util.Locale;

/** What a benchmark says while it runs; on standard error, for the result is on standard output. */
final class Progress {
  private static final long START = System.nanoTime();

  private Progress() {}

  /** Since the first that was said, or asked here. */
  static Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - START);
  }

  static void say(String format, Object... values) {
    long seconds = elapsed().toSeconds();
    System.err.printf(
        Locale.ROOT,
        "%3d:%02d %s%n",
        seconds / 60,
        seconds % 60,
        String.format(Locale.ROOT, format, values));
  }
}
