package io.offerflow.benchmarks;

import java.util.List;
import picocli.CommandLine.Option;

/** At which parts of its drain rate a job is measured. */
final class LevelOptions {
  @Option(
      names = "--percent",
      split = ",",
      defaultValue = "25,50,75",
      description = "of the rate at which the job drains; default ${DEFAULT-VALUE}")
  List<Integer> percent;

  /** The events a second that a part is. */
  static double rate(double drained, int percent) {
    return drained * percent / 100;
  }
}
