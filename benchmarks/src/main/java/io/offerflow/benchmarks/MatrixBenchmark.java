package io.offerflow.benchmarks;

import io.offerflow.bundle.Activation;
import io.offerflow.kafka.EmbeddedBroker;
import io.offerflow.pipeline.job.Core;
import io.offerflow.pipeline.job.Deployment;
import io.offerflow.pipeline.job.WorkspaceFiles;
import io.offerflow.pipeline.metrics.DecisionMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How fast a job drains, and how long events wait, by how many campaigns there are, by parallelism,
 * by how much of what the job can do is asked of it, without checkpoints and with them, and while
 * rules are deployed. All of it in one process, after jobs that do not count: until the JVM's
 * compilers rest a job is half as fast.
 */
@Command(
    name = "matrix",
    mixinStandardHelpOptions = true,
    description = "Measures latencies by campaigns, load, checkpoints, parallelism and deploys.")
public final class MatrixBenchmark extends TableCommand {
  /** Longer than any job: checkpoints are made when this program says so. */
  private static final Duration NEVER = Duration.ofDays(1);

  /** At this load rules are deployed. */
  private static final int DEPLOYED = 50;

  /** The compilers rest where they have less than this share of what the process uses. */
  private static final double AT_REST = 0.1;

  @Option(names = "--customers", defaultValue = "100000", description = "default ${DEFAULT-VALUE}")
  int customers;

  @Option(
      names = "--campaigns",
      split = ",",
      defaultValue = "10,100,1000",
      description = "default ${DEFAULT-VALUE}")
  List<Integer> campaigns;

  @Option(
      names = "--parallelism",
      split = ",",
      defaultValue = "1,2",
      description = "default ${DEFAULT-VALUE}")
  List<Integer> parallelism;

  @Mixin final LevelOptions levels = new LevelOptions();

  @Option(
      names = "--preloaded",
      defaultValue = "200000",
      description =
          "events that each job drains first; the rates are parts of that rate; default"
              + " ${DEFAULT-VALUE}")
  int preloaded;

  @Option(
      names = "--thrown-away",
      defaultValue = "6",
      description =
          "so many jobs at most come first for each number of campaigns, drain as much and do not"
              + " count: until the JVM's compilers rest; default ${DEFAULT-VALUE}")
  int thrownAway;

  @Option(names = "--warm-up", defaultValue = "3", description = "default ${DEFAULT-VALUE}")
  int warmUp;

  @Option(names = "--seconds", defaultValue = "8", description = "default ${DEFAULT-VALUE}")
  int seconds;

  private final List<String> rows = new ArrayList<>();

  /** The largest of all jobs that count. */
  private double compilers;

  public static void main(String[] args) {
    main(new MatrixBenchmark(), args);
  }

  @Override
  List<Table> tables() throws IOException, InterruptedException {
    measure();
    return List.of(matrix());
  }

  private Table matrix() {
    return new Table("matrix", table());
  }

  void measure() throws IOException, InterruptedException {
    try (Scratch scratch = Scratch.make();
        EmbeddedBroker broker = EmbeddedBroker.start(scratch.folder().resolve("broker"), 0)) {
      for (int many : campaigns) {
        Map<String, byte[]> files = TelecomExample.files(many);
        // Keeps what Drools generated from one job to the next, as warm as in a job of long ago.
        Deployment deployment = Deployment.of(WorkspaceFiles.of(files));
        Core rules = Core.Factory.DECIDING.open(deployment, DecisionMetrics.NONE, null);
        try {
          measure(broker, scratch.folder(), files, many);
        } finally {
          rules.close();
        }
      }
    }
  }

  private void measure(EmbeddedBroker broker, Path scratch, Map<String, byte[]> files, int many)
      throws IOException, InterruptedException {
    int widest = Collections.max(parallelism);
    double share = 1;
    for (int i = 1; i <= thrownAway && share > AT_REST; i++) {
      String name = "thrown-away-" + many + "-" + i;
      try (LiveJob job = LiveJob.start(broker, scratch, start(name, files, widest))) {
        share = drained(name, job).compilers;
      }
    }
    for (int tasks : parallelism) {
      String name = "matrix-" + many + "-" + tasks;
      try (LiveJob job = LiveJob.start(broker, scratch, start(name, files, tasks))) {
        Drained drained = drained(name, job);
        compilers = Math.max(compilers, drained.compilers);
        measure(job, many, tasks, drained.perSecond);
      }
      keep(matrix());
    }
  }

  private LiveJob.Start start(String name, Map<String, byte[]> files, int tasks) {
    return new LiveJob.Start(name, files, tasks, NEVER, preloaded, customers);
  }

  /**
   * What a job has done with the events that were there when it started.
   *
   * @param compilers the share of the JVM's compilers in what the process used, 0 to 1
   */
  private record Drained(double perSecond, double compilers) {}

  private Drained drained(String name, LiveJob job) throws IOException {
    try (CpuTimes times = CpuTimes.start()) {
      double perSecond = job.awaitHandled(preloaded);
      double share = times.share(CpuTimes.COMPILERS);
      Progress.say(
          "%s: drains %,.0f events/s; %.0f %% of what is used the compilers use",
          name, perSecond, 100 * share);
      return new Drained(perSecond, share);
    }
  }

  private void measure(LiveJob job, int many, int tasks, double drained)
      throws IOException, InterruptedException {
    LoadedJob loaded = job.under(job.town(customers, preloaded));
    loaded.load(drained / 2, Duration.ZERO, Duration.ofSeconds(warmUp));
    for (int load : levels.percent) {
      double rate = LevelOptions.rate(drained, load);
      Waits without = loaded.load(rate, Duration.ZERO, measured());
      Waits with = loaded.withCheckpoint(rate, measured());
      String deploy = load == DEPLOYED ? withDeploy(job, loaded, rate) : "";
      String row =
          String.format(
              Locale.ROOT,
              "| %,d | %d | %,.0f | %d %% | %.2f | %s | %s | %s |",
              many,
              tasks,
              drained,
              load,
              without.processors(),
              Percentiles.of(without.all()).cell(),
              Percentiles.of(with.all()).cell(),
              deploy);
      Progress.say("%s", row);
      rows.add(row);
    }
  }

  private Duration measured() {
    return Duration.ofSeconds(seconds);
  }

  /** As long as it takes until the same rules, compiled anew, are in force in all tasks. */
  private String withDeploy(LiveJob job, LoadedJob loaded, double rate)
      throws IOException, InterruptedException {
    String version = job.publishRemarked();
    long begun = System.nanoTime();
    long number = job.activate(version, Set.of(), Activation.Reason.DEPLOY, false);
    Histogram waits = loaded.load(rate, Duration.ZERO, measured()).all();
    while (!LiveJob.isInForce(number)) {
      waits.add(loaded.load(rate, Duration.ZERO, measured()).all());
    }
    double took = (LiveJob.lastSwitch() - begun) / 1e9;
    return String.format(
        Locale.ROOT, "%s; in force after %.1f s", Percentiles.of(waits).cell(), took);
  }

  List<String> table() {
    List<String> table = new ArrayList<>();
    table.add(
        "| campaigns | parallelism | drains events/s | load | processors busy | p50, p99 ms without a"
            + " checkpoint | with one | while rules are deployed |");
    table.add("| --- | --- | --- | --- | --- | --- | --- | --- |");
    table.addAll(rows);
    table.add("");
    table.add(
        String.format(
            Locale.ROOT,
            "%,d customers; each job drains %,d events first, by which its rate is known, and is"
                + " under half of it for %d s that do not count. Each cell is one run of %d s, the"
                + " checkpoint a quarter into it; a deployment is of all campaigns, compiled anew."
                + " While the jobs drained, the JVM's compilers had at most %.0f %% of what the"
                + " process used.",
            customers,
            preloaded,
            warmUp,
            seconds,
            100 * compilers));
    table.add(Machine.describe());
    return table;
  }
}
