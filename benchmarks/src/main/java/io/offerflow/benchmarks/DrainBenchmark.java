package io.offerflow.benchmarks;

import io.offerflow.decision.Bundle;
import io.offerflow.pipeline.job.Core;
import io.offerflow.pipeline.job.WorkspaceFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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
  static final String PASS_THROUGH = "pass-through";
  static final String FLOOR = "state alone";
  static final String TELECOM = "telecom example";

  private static final long SEED = 7;
  private static final int WARM_UP_EVENTS = 100_000;
  private static final String WARM_UP = "warm-up";
  private static final String MEASURED = "offerflow";

  @Option(names = "--events", defaultValue = "1000000", description = "default ${DEFAULT-VALUE}")
  int events;

  @Option(names = "--customers", defaultValue = "100000", description = "default ${DEFAULT-VALUE}")
  int customers;

  @Option(names = "--campaigns", defaultValue = "100", description = "default ${DEFAULT-VALUE}")
  int campaigns;

  @Option(names = "--parallelism", defaultValue = "2", description = "default ${DEFAULT-VALUE}")
  int parallelism;

  @Option(names = "--runs", defaultValue = "5", description = "default ${DEFAULT-VALUE}")
  int runs;

  @Option(names = "--write", description = "a file whose table of drain rates is replaced")
  Path write;

  private WorkspaceFiles files;
  private Sample sample;
  private Map<String, double[]> rates;

  public static void main(String[] args) {
    System.exit(new CommandLine(new DrainBenchmark()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    measure();
    List<String> table = table();
    table.forEach(System.out::println);
    if (write != null) {
      Tables.replace(write, "drain", table);
    }
    return 0;
  }

  /** Events per second of all runs, by what drained them. */
  Map<String, double[]> measure() throws IOException {
    files = WorkspaceFiles.of(TelecomExample.files(campaigns));
    int warmUp = Math.min(events, WARM_UP_EVENTS);
    sample = Sample.take(Bundle.of(files.workspace()), warmUp, customers, SEED);
    Progress.say(
        "the core on %,d events: %d bytes of state, %.3f records an event, %.1f us an event",
        warmUp, sample.stateBytes(), sample.recordsPerEvent(), sample.nanosPerEvent() / 1e3);
    Map<String, Core.Factory> cores = new LinkedHashMap<>();
    cores.put(PASS_THROUGH, FloorCore.passThrough(sample.recordsPerEvent()));
    cores.put(FLOOR, FloorCore.stateAlone(sample.sizes(), sample.recordsPerEvent()));
    cores.put(TELECOM, Core.Factory.DECIDING);
    try (Scratch scratch = Scratch.make();
        Drain drain = Drain.start(scratch.folder(), files, parallelism)) {
      rates = measure(drain, cores);
    }
    return rates;
  }

  WorkspaceFiles files() {
    return files;
  }

  Sample sample() {
    return sample;
  }

  private Map<String, double[]> measure(Drain drain, Map<String, Core.Factory> cores)
      throws IOException {
    int warmUp = Math.min(events, WARM_UP_EVENTS);
    drain.preload(WARM_UP, warmUp, customers, SEED);
    drain.preload(MEASURED, events, customers, SEED);
    for (Core.Factory core : cores.values()) {
      drain.run(WARM_UP, warmUp, core);
    }
    Map<String, double[]> measured = new LinkedHashMap<>();
    cores.keySet().forEach(name -> measured.put(name, new double[runs]));
    for (int run = 0; run < runs; run++) {
      for (Map.Entry<String, Core.Factory> core : cores.entrySet()) {
        double rate = drain.run(MEASURED, events, core.getValue());
        measured.get(core.getKey())[run] = rate;
        Progress.say("drain %d, %s: %,.0f events/s", run + 1, core.getKey(), rate);
      }
    }
    return measured;
  }

  List<String> table() {
    double first = Runs.median(rates.get(PASS_THROUGH));
    double floor = Runs.median(rates.get(FLOOR));
    List<String> table = new ArrayList<>();
    table.add("| the job with | events/s, median | of the pass-through | of the floor | runs |");
    table.add("| --- | --- | --- | --- | --- |");
    rates.forEach(
        (name, all) ->
            table.add(
                String.format(
                    Locale.ROOT,
                    "| %s | %,.0f | %.0f %% | %.0f %% | %s |",
                    name.equals(TELECOM) ? name + ", " + campaigns + " campaigns" : name,
                    Runs.median(all),
                    100 * Runs.median(all) / first,
                    100 * Runs.median(all) / floor,
                    Runs.all("%,.0f", all))));
    table.add("");
    table.add(
        String.format(
            Locale.ROOT,
            "%,d events, %,d customers, parallelism %d; %.3f records an event.",
            events,
            customers,
            parallelism,
            sample.recordsPerEvent()));
    table.add(Machine.describe());
    return table;
  }
}
