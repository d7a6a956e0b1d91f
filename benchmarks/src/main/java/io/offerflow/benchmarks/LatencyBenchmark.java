package io.offerflow.benchmarks;

import io.offerflow.decision.Bundle;
import io.offerflow.pipeline.job.Core;
import io.offerflow.pipeline.job.WorkspaceFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How long a customer waits: from the instant at which an event is due to the instant at which
 * somebody reads the decision, at a fixed rate of arrival. A pass-through, the job without
 * checkpoints and the job with them, in turns.
 */
@Command(name = "latency", mixinStandardHelpOptions = true, description = "Measures latencies.")
public final class LatencyBenchmark extends TableCommand {
  static final String PASS_THROUGH = "pass-through";
  static final String WITHOUT = "telecom example, no checkpoint";
  static final String WITH = "telecom example, a checkpoint every 10 s";

  private static final int SAMPLED = 100_000;
  private static final Duration INTERVAL = Duration.ofSeconds(10);

  /** Before it is known how many events keep how many processors busy. */
  private static final double FIRST_RATE = 10_000;

  @Mixin final LoadOptions load = new LoadOptions(100_000, 10_000, 30, 10);

  @Option(names = "--preloaded", defaultValue = "200000", description = "default ${DEFAULT-VALUE}")
  int preloaded;

  @Mixin final RunOptions turns = new RunOptions(1);

  @Option(
      names = "--busy",
      paramLabel = "N",
      description =
          "not --rate but at most the one that keeps so many processors busy, by the runs that are"
              + " thrown away")
  double busy;

  @Option(
      names = "--only",
      paramLabel = "PART",
      description = "leave out what has none of these in its name; repeatable")
  List<String> only = List.of();

  @Option(
      names = "--trace",
      paramLabel = "FOLDER",
      description = "each wait and each checkpoint's phases, two files a run")
  Path trace;

  private final Map<String, List<Waits>> measured = new LinkedHashMap<>();

  public static void main(String[] args) {
    main(new LatencyBenchmark(), args);
  }

  @Override
  List<Table> tables() throws IOException, InterruptedException {
    WorkspaceFiles files = WorkspaceFiles.of(TelecomExample.files(load.campaigns));
    measure(files, Sample.take(Bundle.of(files.workspace()), SAMPLED, load.customers, Town.SEED));
    return List.of(new Table("latency", table()));
  }

  void measure(WorkspaceFiles files, Sample sample) throws IOException, InterruptedException {
    List<Way> ways = ways(sample);
    double most = busy > 0 ? load.rate : Double.MAX_VALUE;
    load.rate = busy > 0 ? Math.min(most, FIRST_RATE) : load.rate;
    ways.forEach(way -> measured.put(way.name(), new ArrayList<>()));
    // The classes of dozens of former jobs are no burden that a job has: they go now, and not amid
    // a run.
    System.gc();
    try (Scratch scratch = Scratch.make();
        Drain drain = Drain.start(scratch.folder(), files, load.parallelism)) {
      for (int i = 1; i <= turns.thrownAway; i++) {
        Waits waits = measure(drain, "warm-up-" + i, 0, ways.get(ways.size() - 1));
        if (busy > 0) {
          load.rate = Math.min(most, Math.floor(load.rate * busy / waits.processors()));
        }
      }
      for (int run = 1; run <= turns.runs; run++) {
        // What comes first in one run comes last in the next.
        if (run > 1) {
          Collections.reverse(ways);
        }
        for (int i = 0; i < ways.size(); i++) {
          measure(drain, "latency-" + run + "-" + i, run, ways.get(i));
        }
      }
    }
  }

  private List<Way> ways(Sample sample) {
    Way with = new Way(WITH, Core.Factory.DECIDING, INTERVAL);
    List<Way> ways = new ArrayList<>();
    ways.add(new Way(PASS_THROUGH, FloorCore.passThrough(sample.recordsPerEvent()), null));
    ways.add(new Way(WITHOUT, Core.Factory.DECIDING, null));
    ways.add(with);
    turns.also.forEach(text -> ways.add(with.with(text)));
    ways.removeIf(
        way -> !only.isEmpty() && only.stream().noneMatch(part -> way.name().contains(part)));
    return ways;
  }

  private Waits measure(Drain drain, String prefix, int run, Way way)
      throws IOException, InterruptedException {
    Waits waits = drain.runAtRate(prefix, load.load(preloaded), way);
    if (run > 0) {
      measured.get(way.name()).add(waits);
    }
    Progress.say(
        "latency %d, %s: %s decisions; p99 near checkpoints %.1f, else %.1f",
        run,
        way.name(),
        Percentiles.of(waits.all()),
        waits.millis(99, true),
        waits.millis(99, false));
    waits.checkpoints().forEach(line -> Progress.say("%s", line));
    if (trace != null) {
      waits.write(trace, run + "-" + way.name().replaceAll("[^a-z0-9]+", "-"));
    }
    return waits;
  }

  /** Median over the runs, in milliseconds. */
  double millis(String way, double percentile) {
    return Runs.median(all(way, percentile));
  }

  private double[] all(String way, double percentile) {
    return measured.get(way).stream().mapToDouble(waits -> waits.millis(percentile)).toArray();
  }

  List<String> table() {
    List<String> table = new ArrayList<>();
    table.add("| the job with | p50 ms | p99 ms | p99.9 ms | p99 of the runs | processors busy |");
    table.add("| --- | --- | --- | --- | --- | --- |");
    for (String way : measured.keySet()) {
      table.add(
          String.format(
              Locale.ROOT,
              "| %s | %.1f | %.1f | %.1f | %s | %.2f |",
              way,
              millis(way, 50),
              millis(way, 99),
              millis(way, 99.9),
              Runs.all("%.1f", all(way, 99)),
              measured.get(way).stream().mapToDouble(Waits::processors).average().orElse(0)));
    }
    table.add("");
    table.add(
        String.format(
            Locale.ROOT,
            "%,.0f events/s for %d s after %d s of warm-up, %,d customers, %d campaigns,"
                + " parallelism %d; medians of %d runs.",
            load.rate,
            load.seconds,
            load.warmUp,
            load.customers,
            load.campaigns,
            load.parallelism,
            turns.runs));
    table.add(Machine.describe());
    return table;
  }
}
