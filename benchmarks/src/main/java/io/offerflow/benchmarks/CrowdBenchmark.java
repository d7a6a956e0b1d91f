package io.offerflow.benchmarks;

import io.offerflow.decision.Bundle;
import io.offerflow.pipeline.job.CheckpointTimes;
import io.offerflow.pipeline.job.Core;
import io.offerflow.pipeline.job.JobOptions;
import io.offerflow.pipeline.job.WorkspaceFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * What very many customers cost: how long a checkpoint of all takes, how long a restore, and what
 * an event waits when most states are on disk. The stream's clock goes with the wall clock here: a
 * day of timers that fires within a minute is nobody's load.
 */
@Command(
    name = "crowd",
    mixinStandardHelpOptions = true,
    description = "Measures checkpoint, restore and latency with many customers.")
public final class CrowdBenchmark implements Callable<Integer> {

  /** Rows that {@link CostModel} reads. */
  static final String CUSTOMERS = "customers";

  static final String ON_DISK = "bytes of RocksDB's files for each customer, once all are given";
  static final String SAVED = "bytes of a customer in it";
  static final String RESTORE = "from the start of a job until all its tasks run, state restored";
  static final String WRITTEN = "bytes of later checkpoints, for each event since the one before";

  /** Of the town whose states are given to all. */
  private static final int TOWN_CUSTOMERS = 20_000;

  @Mixin final LoadOptions load = new LoadOptions(10_000_000, 5_000, 30, 15);

  @Option(
      names = "--town",
      defaultValue = "300000",
      description = "events by which states come about; default ${DEFAULT-VALUE}")
  int town;

  @Option(names = "--write", description = "a file whose table of many customers is replaced")
  Path write;

  public static void main(String[] args) {
    System.exit(new CommandLine(new CrowdBenchmark()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<String> table = measure();
    table.forEach(System.out::println);
    if (write != null) {
      Tables.replace(write, "crowd", table);
    }
    return 0;
  }

  List<String> measure() throws IOException, InterruptedException {
    WorkspaceFiles files = WorkspaceFiles.of(TelecomExample.files(load.campaigns));
    Core.Factory given =
        GivenStates.of(Bundle.of(files.workspace()), town, TOWN_CUSTOMERS, LoadOptions.SEED);
    Progress.say("states of %,d bytes on average", GivenStates.averageBytes());
    Duration interval = JobOptions.CHECKPOINT_INTERVAL.defaultValue();
    Town later =
        new Town(files.workspace().schema(), load.customers, LoadOptions.SEED)
            .from(town, Math.round(1e6 / load.rate));
    try (Scratch scratch = Scratch.make();
        Drain drain = Drain.start(scratch.folder(), files, load.parallelism)) {
      Drain.Crowd crowd =
          drain.crowd(
              "crowd",
              load.load(load.customers),
              new Way("given states", given, null),
              new Way("telecom example", Core.Factory.DECIDING, interval),
              later);
      return table(crowd);
    }
  }

  private List<String> table(Drain.Crowd crowd) {
    List<String> table = new ArrayList<>();
    table.add("| | |");
    table.add("| --- | --- |");
    CheckpointTimes full = crowd.given().full();
    double many = load.customers;
    row(table, CUSTOMERS, "%,d", load.customers);
    row(table, "state of a customer, bytes on average", "%,d", GivenStates.averageBytes());
    row(table, "states given, one an event", "%,.0f a second", crowd.given().perSecond());
    row(table, ON_DISK, "%.0f", crowd.given().onDisk() / many);
    row(table, "first checkpoint, which writes all", "%.1f s", full.millis() / 1e3);
    row(table, "its bytes", "%,d", full.bytes());
    row(table, SAVED, "%.0f", full.bytes() / many);
    row(table, "of it, events were not handled for", "%d ms", sync(full));
    row(table, RESTORE, "%.1f s", crowd.restoreSeconds());
    Waits waits = crowd.waits();
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
    table.add("");
    table.add(
        String.format(
            Locale.ROOT,
            "%,.0f events/s for %d s after %d s, %d campaigns, parallelism %d, a checkpoint every"
                + " %d s, one run.",
            load.rate,
            load.seconds,
            load.warmUp,
            load.campaigns,
            load.parallelism,
            JobOptions.CHECKPOINT_INTERVAL.defaultValue().toSeconds()));
    table.add(Machine.describe());
    return table;
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
