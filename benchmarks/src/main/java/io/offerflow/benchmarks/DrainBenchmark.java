package io.offerflow.benchmarks;

import io.offerflow.decision.Bundle;
import io.offerflow.pipeline.job.Core;
import io.offerflow.pipeline.job.WorkspaceFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How fast the job drains a backlog: one tape, read in turn by a pass-through, by a core that only
 * reads and writes a state of the real size (the floor that RocksDB sets), and by the real core.
 * All of it in one process and one run, so that the ratios mean something on any machine.
 */
@Command(name = "drain", mixinStandardHelpOptions = true, description = "Measures drain rates.")
public final class DrainBenchmark implements Callable<Integer> {
  private static final long SEED = 7;
  private static final int WARM_UP_EVENTS = 100_000;
  private static final String WARM_UP = "warm-up";
  private static final String MEASURED = "offerflow";

  @Option(names = "--events", defaultValue = "1000000", description = "default ${DEFAULT-VALUE}")
  private int events;

  @Option(names = "--customers", defaultValue = "100000", description = "default ${DEFAULT-VALUE}")
  private int customers;

  @Option(names = "--parallelism", defaultValue = "2", description = "default ${DEFAULT-VALUE}")
  private int parallelism;

  @Option(names = "--runs", defaultValue = "3", description = "default ${DEFAULT-VALUE}")
  private int runs;

  @Option(names = "--write", description = "a file whose table of drain rates is replaced")
  private Path write;

  public static void main(String[] args) {
    System.exit(new CommandLine(new DrainBenchmark()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    WorkspaceFiles files = WorkspaceFiles.of(TelecomExample.files());
    Sample sample = Sample.take(Bundle.of(files.workspace()), WARM_UP_EVENTS, customers, SEED);
    System.out.printf(
        Locale.ROOT,
        "the core on %,d events: %d bytes of state, %.3f records an event, %.1f us an event%n",
        WARM_UP_EVENTS,
        sample.stateBytes(),
        sample.recordsPerEvent(),
        sample.nanosPerEvent() / 1e3);
    Map<String, Core.Factory> cores = new LinkedHashMap<>();
    cores.put("pass-through", FloorCore.of(0, sample.recordsPerEvent()));
    cores.put("state alone", FloorCore.of(sample.stateBytes(), sample.recordsPerEvent()));
    cores.put("telecom example", files.core());
    try (Scratch scratch = Scratch.make();
        Drain drain = Drain.start(scratch.folder(), files, parallelism)) {
      report(sample, measure(drain, cores));
    }
    return 0;
  }

  private Map<String, double[]> measure(Drain drain, Map<String, Core.Factory> cores)
      throws IOException {
    drain.preload(WARM_UP, WARM_UP_EVENTS, customers, SEED);
    drain.preload(MEASURED, events, customers, SEED);
    for (Core.Factory core : cores.values()) {
      drain.run(WARM_UP, WARM_UP_EVENTS, core);
    }
    Map<String, double[]> rates = new LinkedHashMap<>();
    cores.keySet().forEach(name -> rates.put(name, new double[runs]));
    for (int run = 0; run < runs; run++) {
      for (Map.Entry<String, Core.Factory> core : cores.entrySet()) {
        double rate = drain.run(MEASURED, events, core.getValue());
        rates.get(core.getKey())[run] = rate;
        System.out.printf(
            Locale.ROOT, "run %d, %s: %,.0f events/s%n", run + 1, core.getKey(), rate);
      }
    }
    return rates;
  }

  private void report(Sample sample, Map<String, double[]> rates) throws IOException {
    double first = median(rates.values().iterator().next());
    double floor = median(rates.get("state alone"));
    List<String> table = new ArrayList<>();
    table.add("| the job with | events/s, median | of the pass-through | of the floor | runs |");
    table.add("| --- | --- | --- | --- | --- |");
    rates.forEach(
        (name, all) ->
            table.add(
                String.format(
                    Locale.ROOT,
                    "| %s | %,.0f | %.0f %% | %.0f %% | %s |",
                    name,
                    median(all),
                    100 * median(all) / first,
                    100 * median(all) / floor,
                    all(all))));
    table.add("");
    table.add(
        String.format(
            Locale.ROOT,
            "%,d events, %,d customers, parallelism %d; %d bytes of state, %.3f records an event.",
            events,
            customers,
            parallelism,
            sample.stateBytes(),
            sample.recordsPerEvent()));
    table.add(Machine.describe());
    table.forEach(System.out::println);
    if (write != null) {
      Tables.replace(write, "drain", table);
    }
  }

  private static String all(double[] rates) {
    return String.join(
        ", ", Arrays.stream(rates).mapToObj(r -> String.format(Locale.ROOT, "%,.0f", r)).toList());
  }

  static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
