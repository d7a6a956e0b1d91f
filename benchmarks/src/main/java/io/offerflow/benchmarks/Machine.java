package io.offerflow.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/** On what a table was measured; a figure without it says nothing. */
final class Machine {
  private Machine() {}

  static String describe() {
    Runtime runtime = Runtime.getRuntime();
    return String.format(
        Locale.ROOT,
        "Measured with JDK %s on %d cores of %s, heap %d MiB, flags %s.",
        Runtime.version(),
        runtime.availableProcessors(),
        System.getProperty("os.arch"),
        runtime.maxMemory() >> 20,
        ManagementFactory.getRuntimeMXBean().getInputArguments());
  }
}
