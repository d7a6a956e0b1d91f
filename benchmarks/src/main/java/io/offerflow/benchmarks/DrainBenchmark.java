package io.offerflow.benchmarks;

import io.offerflow.decision.Bundle;
import io.offerflow.pipeline.job.Core;
import io.offerflow.pipeline.job.JobOptions;
import io.offerflow.pipeline.job.WorkspaceFiles;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How fast the job drains a backlog: one tape, read in turn by a pass-through, by a core that only
 * reads and writes a state of the real size (the floor that RocksDB sets), and by the real core.
 * All of it in one process and one run, so that the ratios mean something on any machine.
 */
@Command(name = "drain", mixinStandardHelpOptions = true, description = "Measures drain rates.")
public final class DrainBenchmark extends TableCommand {
  static final String PASS_THROUGH = "pass-through";
  static final String FLOOR = "state alone";
  static final String TELECOM = "telecom example";

  /** The more, the more of the core is compiled before the first run. */
  private static final int SAMPLED = 400_000;

  @Option(names = "--events", defaultValue = "1000000", description = "default ${DEFAULT-VALUE}")
  int events;

  @Option(names = "--customers", defaultValue = "100000", description = "default ${DEFAULT-VALUE}")
  int customers;

  @Option(names = "--campaigns", defaultValue = "100", description = "default ${DEFAULT-VALUE}")
  int campaigns;

  @Option(names = "--parallelism", defaultValue = "2", description = "default ${DEFAULT-VALUE}")
  int parallelism;

  @Mixin final RunOptions turns = new RunOptions(4);

  private WorkspaceFiles files;
  private Sample sample;
  private Map<String, double[]> rates;
  private final Map<String, List<Drain.Drained>> runsOf = new LinkedHashMap<>();

  public static void main(String[] args) {
    main(new DrainBenchmark(), args);
  }

  @Override
  List<Table> tables() throws IOException {
    measure();
    return List.of(new Table("drain", table()), new Table("cpu", cpuTable()));
  }

  /** Events per second of all runs, by what drained them. */
  Map<String, double[]> measure() throws IOException {
    files = WorkspaceFiles.of(TelecomExample.files(campaigns));
    int sampled = Math.min(events, SAMPLED);
    sample = Sample.take(Bundle.of(files.workspace()), sampled, customers, Town.SEED);
    Progress.say(
        "the core on %,d events: %d bytes of state, %.3f records an event, %.1f us an event",
        sampled, sample.stateBytes(), sample.recordsPerEvent(), sample.nanosPerEvent() / 1e3);
    try (Scratch scratch = Scratch.make();
        Drain drain = Drain.start(scratch.folder(), files, parallelism)) {
      Town town = new Town(files.workspace().schema(), customers, Town.SEED);
      rates = measure(drain, drain.backlog(events, town), ways());
    }
    return rates;
  }

  /** All with checkpoints, at the job's own interval. */
  private List<Way> ways() {
    Duration interval = JobOptions.CHECKPOINT_INTERVAL.defaultValue();
    Way floor =
        new Way(FLOOR, FloorCore.stateAlone(sample.sizes(), sample.recordsPerEvent()), interval);
    Way telecom = new Way(TELECOM, Core.Factory.DECIDING, interval);
    List<Way> ways = new ArrayList<>();
    ways.add(new Way(PASS_THROUGH, FloorCore.passThrough(sample.recordsPerEvent()), interval));
    ways.add(floor);
    ways.add(telecom);
    for (String text : turns.also) {
      ways.add(floor.with(FLOOR + ", " + text));
      ways.add(telecom.with(TELECOM + ", " + text));
    }
    return ways;
  }

  WorkspaceFiles files() {
    return files;
  }

  Sample sample() {
    return sample;
  }

  private Map<String, double[]> measure(Drain drain, Drain.Backlog backlog, List<Way> ways)
      throws IOException {
    for (int i = 1; i <= turns.thrownAway; i++) {
      for (Way way : ways) {
        run(drain, "thrown-away-" + i, backlog, way);
        if (way.core() == Core.Factory.DECIDING) {
          // There is far more of it to compile than of the others.
          run(drain, "thrown-away-again-" + i, backlog, way);
        }
      }
    }
    Map<String, double[]> measured = new LinkedHashMap<>();
    ways.forEach(way -> measured.put(way.name(), new double[turns.runs]));
    for (int run = 0; run < turns.runs; run++) {
      for (Way way : ways) {
        Drain.Drained drained = run(drain, "drain-" + (run + 1), backlog, way);
        measured.get(way.name())[run] = drained.perSecond();
        runsOf.computeIfAbsent(way.name(), unused -> new ArrayList<>()).add(drained);
      }
    }
    return measured;
  }

  private static Drain.Drained run(Drain drain, String run, Drain.Backlog backlog, Way way)
      throws IOException {
    String prefix = run + "-" + way.name().replaceAll("[^a-z0-9]+", "-");
    Drain.Drained drained = drain.run(prefix, backlog, way);
    Progress.say(
        "%s: %,.0f events/s, %.3f wake-ups an event; us an event: %.1f in all, of it %.1f the JVM's"
            + " compilers'",
        prefix,
        drained.perSecond(),
        drained.wakeups(),
        drained.cpu().values().stream().mapToDouble(used -> used).sum(),
        drained.cpu().getOrDefault(CpuTimes.COMPILERS, 0.0));
    return drained;
  }

  List<String> table() {
    double first = Runs.median(rates.get(PASS_THROUGH));
    double floor = Runs.median(rates.get(FLOOR));
    List<String> table = new ArrayList<>();
    table.add(
        "| the job with | events/s, median | of the pass-through | of the floor | run by run, least"
            + " to most | runs |");
    table.add("| --- | --- | --- | --- | --- | --- |");
    rates.forEach(
        (name, all) ->
            table.add(
                String.format(
                    Locale.ROOT,
                    "| %s | %,.0f | %.0f %% | %.0f %% | %s | %s |",
                    name.equals(TELECOM) ? name + ", " + campaigns + " campaigns" : name,
                    Runs.median(all),
                    100 * Runs.median(all) / first,
                    100 * Runs.median(all) / floor,
                    spread(all),
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

  /** Of the floor's run of the same turn. */
  private String spread(double[] all) {
    double[] floor = rates.get(FLOOR);
    DoubleSummaryStatistics parts =
        IntStream.range(0, all.length).mapToDouble(i -> all[i] / floor[i]).summaryStatistics();
    return String.format(
        Locale.ROOT, "%.0f to %.0f %%", 100 * parts.getMin(), 100 * parts.getMax());
  }

  /** Where the processors' time goes, in microseconds an event; medians of the runs. */
  List<String> cpuTable() {
    List<String> ways = List.copyOf(runsOf.keySet());
    List<String> table = new ArrayList<>();
    table.add("| us of one processor, each event | " + String.join(" | ", ways) + " |");
    table.add("| --- |" + " --- |".repeat(ways.size()));
    for (String part : CpuTimes.parts()) {
      StringBuilder row = new StringBuilder("| " + part + " |");
      ways.forEach(way -> row.append(String.format(Locale.ROOT, " %.1f |", cpu(way, part))));
      table.add(row.toString());
    }
    return table;
  }

  private double cpu(String way, String part) {
    return Runs.median(
        runsOf.get(way).stream().mapToDouble(run -> run.cpu().getOrDefault(part, 0.0)).toArray());
  }
}
