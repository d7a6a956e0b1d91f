package io.offerflow.benchmarks;

import io.offerflow.bundle.Activation;
import io.offerflow.kafka.EmbeddedBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How long events wait, by how many campaigns there are, by how much of what the job can do is
 * asked of it, without checkpoints and with them, and while rules are deployed. One job for each
 * number of campaigns and each parallelism; what is compared follows one upon the other in it.
 */
@Command(
    name = "matrix",
    mixinStandardHelpOptions = true,
    description = "Measures latencies by campaigns, load, checkpoints, parallelism and deploys.")
public final class MatrixBenchmark implements Callable<Integer> {
  /** Longer than any job: checkpoints are made when this program says so. */
  private static final Duration NEVER = Duration.ofDays(1);

  /** At this load rules are deployed. */
  private static final int DEPLOYED = 50;

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

  @Option(
      names = "--percent",
      split = ",",
      defaultValue = "25,50,75",
      description = "of the rate at which the job drains; default ${DEFAULT-VALUE}")
  List<Integer> percent;

  @Option(
      names = "--preloaded",
      defaultValue = "200000",
      description =
          "events that each job drains first; the rates are parts of that rate; default"
              + " ${DEFAULT-VALUE}")
  int preloaded;

  @Option(
      names = "--thrown-away",
      defaultValue = "4",
      description = "jobs that come first and drain as much; default ${DEFAULT-VALUE}")
  int thrownAway;

  @Option(names = "--warm-up", defaultValue = "4", description = "default ${DEFAULT-VALUE}")
  int warmUp;

  @Option(names = "--seconds", defaultValue = "8", description = "default ${DEFAULT-VALUE}")
  int seconds;

  @Option(names = "--write", description = "a file whose table of latencies by load is replaced")
  Path write;

  private final List<String> rows = new ArrayList<>();

  public static void main(String[] args) {
    System.exit(new CommandLine(new MatrixBenchmark()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    measure();
    List<String> table = table();
    table.forEach(System.out::println);
    if (write != null) {
      Tables.replace(write, "matrix", table);
    }
    return 0;
  }

  void measure() throws IOException, InterruptedException {
    try (Scratch scratch = Scratch.make();
        EmbeddedBroker broker = EmbeddedBroker.start(scratch.folder().resolve("broker"), 0)) {
      for (int i = 1; i <= thrownAway; i++) {
        int many = campaigns.get(i % campaigns.size());
        LiveJob.Start start = start("thrown-away-" + i, many, parallelism.get(0));
        try (LiveJob job = LiveJob.start(broker, scratch.folder(), start)) {
          Progress.say("%s: drains %,.0f events/s", start.name(), job.awaitHandled(preloaded));
        }
      }
      for (int many : campaigns) {
        for (int tasks : parallelism) {
          LiveJob.Start start = start("matrix-" + many + "-" + tasks, many, tasks);
          try (LiveJob job = LiveJob.start(broker, scratch.folder(), start)) {
            measure(job, many, tasks);
          }
        }
      }
    }
  }

  private LiveJob.Start start(String name, int many, int tasks) {
    Map<String, byte[]> files = TelecomExample.files(many);
    return new LiveJob.Start(name, files, tasks, NEVER, preloaded, customers);
  }

  private void measure(LiveJob job, int many, int tasks) throws IOException, InterruptedException {
    double drained = job.awaitHandled(preloaded);
    Progress.say("%d campaigns, parallelism %d: drains %,.0f events/s", many, tasks, drained);
    Town town = job.town(customers, preloaded);
    job.load(town, drained / 2, Duration.ZERO, Duration.ofSeconds(warmUp));
    for (int load : percent) {
      double rate = drained * load / 100;
      Waits without = job.load(town, rate, Duration.ZERO, measured());
      Waits with = withCheckpoint(job, town, rate);
      String deploy = load == DEPLOYED ? withDeploy(job, town, rate) : "";
      String row =
          String.format(
              Locale.ROOT,
              "| %,d | %d | %,.0f | %d %% | %.2f | %s | %s | %s |",
              many,
              tasks,
              drained,
              load,
              without.processors(),
              told(without),
              told(with),
              deploy);
      Progress.say("%s", row);
      rows.add(row);
    }
  }

  private Duration measured() {
    return Duration.ofSeconds(seconds);
  }

  /** One checkpoint, once a quarter of the time is over. */
  private Waits withCheckpoint(LiveJob job, Town town, double rate)
      throws IOException, InterruptedException {
    Executor later =
        CompletableFuture.delayedExecutor(measured().toMillis() / 4, TimeUnit.MILLISECONDS);
    CompletableFuture<Void> saved = CompletableFuture.runAsync(() -> checkpoint(job), later);
    Waits waits = job.load(town, rate, Duration.ZERO, measured());
    saved.join();
    return waits;
  }

  private static void checkpoint(LiveJob job) {
    try {
      job.job().checkpoint();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As long as it takes until the same rules, compiled anew, are in force in all tasks. */
  private String withDeploy(LiveJob job, Town town, double rate)
      throws IOException, InterruptedException {
    String version = job.publishRemarked();
    long begun = System.nanoTime();
    long number = job.activate(version, Set.of(), Activation.Reason.DEPLOY, false);
    Histogram waits = job.load(town, rate, Duration.ZERO, measured()).all();
    while (!LiveJob.isInForce(number)) {
      waits.add(job.load(town, rate, Duration.ZERO, measured()).all());
    }
    double took = (LiveJob.lastSwitch() - begun) / 1e9;
    return String.format(Locale.ROOT, "%s; in force after %.1f s", told(waits), took);
  }

  private static String told(Waits waits) {
    return told(waits.all());
  }

  private static String told(Histogram waits) {
    return String.format(
        Locale.ROOT,
        "%.1f, %.1f",
        waits.getValueAtPercentile(50) / 1e3,
        waits.getValueAtPercentile(99) / 1e3);
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
                + " checkpoint a quarter into it; a deployment is of all campaigns, compiled anew.",
            customers,
            preloaded,
            warmUp,
            seconds));
    table.add(Machine.describe());
    return table;
  }
}
