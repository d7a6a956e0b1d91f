package io.offerflow.benchmarks;

import java.util.List;
import picocli.CommandLine.Option;

/** How often and in which ways a job is run, where several are measured in turns. */
final class RunOptions {
  @Option(
      names = "--thrown-away",
      description =
          "so many runs come first and do not count: until the JVM's compilers have settled the"
              + " core is half as fast; default ${DEFAULT-VALUE}")
  int thrownAway;

  @Option(names = "--runs", description = "of each way; default ${DEFAULT-VALUE}")
  int runs = 5;

  @Option(
      names = "--also",
      paramLabel = "NAME;KEY=VALUE;...",
      description = "one more way, with other settings of Flink or the job; repeatable")
  List<String> also = List.of();

  RunOptions(int thrownAway) {
    this.thrownAway = thrownAway;
  }
}
