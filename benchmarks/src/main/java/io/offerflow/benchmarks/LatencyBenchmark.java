package io.offerflow.benchmarks;

import io.offerflow.decision.Bundle;
import io.offerflow.pipeline.job.Core;
import io.offerflow.pipeline.job.WorkspaceFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How long a customer waits: from the instant at which an event is due to the instant at which
 * somebody reads the decision, at a fixed rate of arrival. A pass-through, the job without
 * checkpoints and the job with them, in turns.
 */
@Command(name = "latency", mixinStandardHelpOptions = true, description = "Measures latencies.")
public final class LatencyBenchmark implements Callable<Integer> {
  static final String PASS_THROUGH = "pass-through";
  static final String WITHOUT = "telecom example, no checkpoint";
  static final String WITH = "telecom example, a checkpoint every 10 s";

  private static final long SEED = 7;
  private static final int SAMPLED = 100_000;
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  @Option(
      names = "--rate",
      defaultValue = "10000",
      description = "events a second; default ${DEFAULT-VALUE}")
  double rate;

  @Option(names = "--seconds", defaultValue = "30", description = "default ${DEFAULT-VALUE}")
  int seconds;

  @Option(names = "--warm-up", defaultValue = "10", description = "default ${DEFAULT-VALUE}")
  int warmUp;

  @Option(names = "--preloaded", defaultValue = "200000", description = "default ${DEFAULT-VALUE}")
  int preloaded;

  @Option(names = "--customers", defaultValue = "100000", description = "default ${DEFAULT-VALUE}")
  int customers;

  @Option(names = "--campaigns", defaultValue = "100", description = "default ${DEFAULT-VALUE}")
  int campaigns;

  @Option(names = "--parallelism", defaultValue = "2", description = "default ${DEFAULT-VALUE}")
  int parallelism;

  @Option(names = "--runs", defaultValue = "5", description = "default ${DEFAULT-VALUE}")
  int runs;

  @Option(names = "--write", description = "a file whose table of latencies is replaced")
  Path write;

  private final Map<String, List<Histogram>> measured = new LinkedHashMap<>();

  /** What is measured. */
  private record Way(Core.Factory core, Duration checkpoints) {}

  public static void main(String[] args) {
    System.exit(new CommandLine(new LatencyBenchmark()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    WorkspaceFiles files = WorkspaceFiles.of(TelecomExample.files(campaigns));
    measure(files, Sample.take(Bundle.of(files.workspace()), SAMPLED, customers, SEED));
    List<String> table = table();
    table.forEach(System.out::println);
    if (write != null) {
      Tables.replace(write, "latency", table);
    }
    return 0;
  }

  void measure(WorkspaceFiles files, Sample sample) throws IOException, InterruptedException {
    Core.Factory nothing = FloorCore.passThrough(sample.recordsPerEvent());
    Map<String, Way> ways = new LinkedHashMap<>();
    ways.put(PASS_THROUGH, new Way(nothing, null));
    ways.put(WITHOUT, new Way(Core.Factory.DECIDING, null));
    ways.put(WITH, new Way(Core.Factory.DECIDING, INTERVAL));
    ways.keySet().forEach(name -> measured.put(name, new ArrayList<>()));
    Drain.Load load =
        new Drain.Load(
            preloaded,
            customers,
            SEED,
            rate,
            Duration.ofSeconds(warmUp),
            Duration.ofSeconds(seconds));
    try (Scratch scratch = Scratch.make();
        Drain drain = Drain.start(scratch.folder(), files, parallelism)) {
      for (int run = 1; run <= runs; run++) {
        for (Map.Entry<String, Way> way : ways.entrySet()) {
          String prefix = "latency-" + run + "-" + measured.get(way.getKey()).size();
          prefix += "-" + new ArrayList<>(ways.keySet()).indexOf(way.getKey());
          Way how = way.getValue();
          Histogram latencies = drain.runAtRate(prefix, load, how.core(), how.checkpoints());
          measured.get(way.getKey()).add(latencies);
          Progress.say(
              "latency %d, %s: p50 %.1f, p99 %.1f ms of %,d decisions",
              run,
              way.getKey(),
              latencies.getValueAtPercentile(50) / 1e3,
              latencies.getValueAtPercentile(99) / 1e3,
              latencies.getTotalCount());
        }
      }
    }
  }

  /** Median over the runs, in milliseconds. */
  double millis(String way, double percentile) {
    return Runs.median(all(way, percentile));
  }

  private double[] all(String way, double percentile) {
    return measured.get(way).stream()
        .mapToDouble(latencies -> latencies.getValueAtPercentile(percentile) / 1e3)
        .toArray();
  }

  List<String> table() {
    List<String> table = new ArrayList<>();
    table.add("| the job with | p50 ms | p99 ms | p99.9 ms | p99 of the runs |");
    table.add("| --- | --- | --- | --- | --- |");
    for (String way : measured.keySet()) {
      table.add(
          String.format(
              Locale.ROOT,
              "| %s | %.1f | %.1f | %.1f | %s |",
              way,
              millis(way, 50),
              millis(way, 99),
              millis(way, 99.9),
              Runs.all("%.1f", all(way, 99))));
    }
    table.add("");
    table.add(
        String.format(
            Locale.ROOT,
            "%,.0f events/s for %d s after %d s of warm-up, %,d customers, %d campaigns,"
                + " parallelism %d; medians of %d runs.",
            rate,
            seconds,
            warmUp,
            customers,
            campaigns,
            parallelism,
            runs));
    table.add(Machine.describe());
    return table;
  }
}
