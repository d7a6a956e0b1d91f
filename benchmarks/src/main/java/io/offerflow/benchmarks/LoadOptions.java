package io.offerflow.benchmarks;

import java.time.Duration;
import picocli.CommandLine.Option;

/** What comes at a fixed rate: options of all that measures how long events wait. */
final class LoadOptions {
  @Option(names = "--customers", description = "default ${DEFAULT-VALUE}")
  int customers;

  @Option(names = "--campaigns", description = "default ${DEFAULT-VALUE}")
  int campaigns = 100;

  @Option(names = "--parallelism", description = "default ${DEFAULT-VALUE}")
  int parallelism = 2;

  @Option(names = "--rate", description = "events a second; default ${DEFAULT-VALUE}")
  double rate;

  @Option(names = "--seconds", description = "so long it is measured; default ${DEFAULT-VALUE}")
  int seconds;

  @Option(names = "--warm-up", description = "seconds before that; default ${DEFAULT-VALUE}")
  int warmUp;

  LoadOptions(int customers, double rate, int seconds, int warmUp) {
    this.customers = customers;
    this.rate = rate;
    this.seconds = seconds;
    this.warmUp = warmUp;
  }

  /**
   * What a job is given.
   *
   * @param preloaded so many events are there when it starts
   */
  Drain.Load load(int preloaded) {
    return new Drain.Load(
        preloaded,
        customers,
        Town.SEED,
        rate,
        Duration.ofSeconds(warmUp),
        Duration.ofSeconds(seconds));
  }
}
