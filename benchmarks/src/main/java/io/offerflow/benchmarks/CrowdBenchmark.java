package io.offerflow.benchmarks;

import io.offerflow.decision.Bundle;
import io.offerflow.pipeline.job.CheckpointTimes;
import io.offerflow.pipeline.job.Core;
import io.offerflow.pipeline.job.JobOptions;
import io.offerflow.pipeline.job.WorkspaceFiles;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What very many customers cost: how long a checkpoint of all takes, how long a restore, how fast a
 * job drains and what an event waits when most states are on disk. RocksDB's memory holds a small
 * part of them. The stream's clock goes with the wall clock here: a day of timers that fires within
 * a minute is nobody's load.
 */
@Command(
    name = "crowd",
    mixinStandardHelpOptions = true,
    description = "Measures checkpoint, restore and latency with many customers.")
public final class CrowdBenchmark extends TableCommand {

  /** Rows that {@link CostModel} reads. */
  static final String CUSTOMERS = "customers";

  static final String ON_DISK = "bytes of RocksDB's files for each customer, once all are given";
  static final String SAVED = "bytes of a customer in it";
  static final String RESTORE = "from the start of a job until all its tasks run, state restored";
  static final String WRITTEN = "bytes of later checkpoints, for each event since the one before";

  /** Drain rates, by whose turn it is among the customers and what is done. */
  private static final String EVEN = "drains, all customers equally likely, telecom example";

  private static final String EVEN_FLOOR = "drains, all customers equally likely, state alone";
  private static final String BUSY = "drains, a few customers busy (Zipf), telecom example";

  /** Of the town whose states are given to all. */
  private static final int TOWN_CUSTOMERS = 20_000;

  @Mixin final LoadOptions load = new LoadOptions(10_000_000, 5_000, 30, 15);

  @Option(
      names = "--town",
      defaultValue = "300000",
      description = "events by which states come about; default ${DEFAULT-VALUE}")
  int town;

  @Option(
      names = "--events",
      defaultValue = "60000",
      description = "of each backlog that is drained; default ${DEFAULT-VALUE}")
  int events;

  @Option(
      names = "--thrown-away",
      defaultValue = "2",
      description = "runs of each that come first and do not count; default ${DEFAULT-VALUE}")
  int thrownAway;

  @Option(names = "--runs", defaultValue = "5", description = "of each; default ${DEFAULT-VALUE}")
  int runs;

  @Mixin final LevelOptions parts = new LevelOptions();

  @Option(
      names = "--level-seconds",
      defaultValue = "8",
      description = "at each part of the drain rate; default ${DEFAULT-VALUE}")
  int levelSeconds;

  private WorkspaceFiles files;
  private double records;
  private final Map<String, double[]> rates = new LinkedHashMap<>();
  private final List<String> levels = new ArrayList<>();

  public static void main(String[] args) {
    main(new CrowdBenchmark(), args);
  }

  @Override
  List<Table> tables() throws IOException, InterruptedException {
    return List.of(new Table("crowd", measure()));
  }

  List<String> measure() throws IOException, InterruptedException {
    files = WorkspaceFiles.of(TelecomExample.files(load.campaigns));
    Bundle bundle = Bundle.of(files.workspace());
    Core.Factory given = GivenStates.of(bundle, town, TOWN_CUSTOMERS, Town.SEED);
    records = Sample.take(bundle, town, TOWN_CUSTOMERS, Town.SEED).recordsPerEvent();
    Progress.say("states of %,d bytes on average", GivenStates.averageBytes());
    try (Scratch scratch = Scratch.make();
        Drain drain = Drain.start(scratch.folder(), files, load.parallelism)) {
      Drain.Given saved = drain.give("crowd", load.customers, new Way("given", given, null));
      drain(drain, saved);
      Drain.Restored<Waits> later =
          drain.restored(
              "crowd-later", saved, Core.Factory.DECIDING, later().allKnown(), this::underLoad);
      return table(saved, later);
    }
  }

  /** What comes after the events by which the states came about. */
  private Town later() {
    return new Town(files.workspace().schema(), load.customers, Town.SEED)
        .from(town, Math.round(1e6 / load.rate));
  }

  /** In turns; each run begins with the states that were saved. */
  private void drain(Drain drain, Drain.Given saved) throws IOException {
    Drain.Backlog busy = drain.backlog(events, later().allKnown());
    Drain.Backlog even = drain.backlog(events, later().evenly());
    rates.put(EVEN_FLOOR, new double[runs]);
    rates.put(EVEN, new double[runs]);
    rates.put(BUSY, new double[runs]);
    for (int run = -thrownAway; run < runs; run++) {
      Core.Factory floor = FloorCore.givenStateAlone(records);
      drain(drain, saved, run, EVEN_FLOOR, even, floor);
      drain(drain, saved, run, EVEN, even, Core.Factory.DECIDING);
      drain(drain, saved, run, BUSY, busy, Core.Factory.DECIDING);
    }
  }

  private void drain(
      Drain drain,
      Drain.Given saved,
      int run,
      String name,
      Drain.Backlog backlog,
      Core.Factory core)
      throws IOException {
    String prefix = "crowd-" + (thrownAway + run + 1) + "-" + name.replaceAll("[^a-z0-9]+", "-");
    Drain.Drained drained = drain.runFrom(saved, prefix, backlog, core);
    Progress.say(
        "%s: %,.0f events/s, %.3f wake-ups an event",
        prefix, drained.perSecond(), drained.wakeups());
    if (run >= 0) {
      rates.get(name)[run] = drained.perSecond();
    }
  }

  /** At the fixed rate, with checkpoints; then at parts of the drain rate. */
  private Waits underLoad(LoadedJob job) throws IOException, InterruptedException {
    Waits waits =
        job.withCheckpoints(
            load.rate,
            Duration.ofSeconds(load.warmUp),
            Duration.ofSeconds(load.seconds),
            JobOptions.CHECKPOINT_INTERVAL.defaultValue());
    Duration measured = Duration.ofSeconds(levelSeconds);
    for (int part : parts.percent) {
      double rate = LevelOptions.rate(Runs.median(rates.get(BUSY)), part);
      Waits without = job.load(rate, Duration.ZERO, measured);
      Waits with = job.withCheckpoint(rate, measured);
      levels.add(
          String.format(
              Locale.ROOT,
              "| at %d %% of that, %,.0f events/s: p50, p99 without a checkpoint; with one |"
                  + " %s; %s ms |",
              part,
              rate,
              Percentiles.of(without.all()).cell(),
              Percentiles.of(with.all()).cell()));
      Progress.say("%s", levels.get(levels.size() - 1));
    }
    return waits;
  }

  private List<String> table(Drain.Given given, Drain.Restored<Waits> restored) {
    List<String> table = new ArrayList<>();
    table.add("| | |");
    table.add("| --- | --- |");
    saved(table, given);
    row(table, RESTORE, "%.1f s", restored.seconds());
    waits(table, restored.result());
    rates.forEach((name, all) -> row(table, name, "%s events/s", Runs.told(all)));
    double ratio = Runs.median(rates.get(EVEN)) / Runs.median(rates.get(EVEN_FLOOR));
    row(table, "of that floor", "%.0f %%", 100 * ratio);
    table.addAll(levels);
    table.add("");
    table.add(howMeasured());
    table.add(Machine.describe());
    return table;
  }

  private void saved(List<String> table, Drain.Given given) {
    CheckpointTimes full = given.full();
    double many = load.customers;
    row(table, CUSTOMERS, "%,d", load.customers);
    row(table, "state of a customer, bytes on average", "%,d", GivenStates.averageBytes());
    row(table, "states given, one an event", "%,.0f a second", given.perSecond());
    row(table, ON_DISK, "%.0f", given.onDisk() / many);
    row(table, "first checkpoint, which writes all", "%.1f s", full.millis() / 1e3);
    row(table, "its bytes", "%,d", full.bytes());
    row(table, SAVED, "%.0f", full.bytes() / many);
    row(table, "of it, events were not handled for", "%d ms", sync(full));
  }

  private void waits(List<String> table, Waits waits) {
    List<CheckpointTimes> later = waits.checkpointsMade();
    for (int i = 0; i < later.size(); i++) {
      CheckpointTimes one = later.get(i);
      row(
          table,
          "checkpoint " + (i + 1) + " after it, at " + Math.round(load.rate) + " events/s",
          "%,d ms, %,d bytes, no events for %d ms",
          one.millis(),
          one.bytes(),
          sync(one));
    }
    if (!later.isEmpty()) {
      row(table, WRITTEN, "%.0f", bytesOfEvent(later));
    }
    row(table, "p50 of the wait for a decision", "%.1f ms", waits.millis(50));
    row(table, "p99", "%.1f ms", waits.millis(99));
    row(table, "p99.9", "%.1f ms", waits.millis(99.9));
  }

  private String howMeasured() {
    return String.format(
        Locale.ROOT,
        "%,.0f events/s for %d s after %d s, %d campaigns, parallelism %d, a checkpoint every"
            + " %d s, one run. Drain rates: medians of %d runs of %,d events, each from the"
            + " same saved states, without checkpoints. Parts of the rate: one run of %d s"
            + " each.",
        load.rate,
        load.seconds,
        load.warmUp,
        load.campaigns,
        load.parallelism,
        JobOptions.CHECKPOINT_INTERVAL.defaultValue().toSeconds(),
        runs,
        events,
        levelSeconds);
  }

  /** The first came with the restore and has more or less than an interval before it. */
  private double bytesOfEvent(List<CheckpointTimes> later) {
    List<CheckpointTimes> whole = later.size() == 1 ? later : later.subList(1, later.size());
    double bytes = whole.stream().mapToLong(CheckpointTimes::bytes).average().orElse(0);
    return bytes / (load.rate * JobOptions.CHECKPOINT_INTERVAL.defaultValue().toSeconds());
  }

  private static long sync(CheckpointTimes checkpoint) {
    return checkpoint.tasks().stream().mapToLong(CheckpointTimes.Task::sync).max().orElse(0);
  }

  private static void row(List<String> table, String name, String format, Object... values) {
    table.add("| " + name + " | " + String.format(Locale.ROOT, format, values) + " |");
  }
}
