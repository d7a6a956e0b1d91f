package io.offerflow.benchmarks;

import io.offerflow.bundle.Activation;
import io.offerflow.bundle.BundleCodec;
import io.offerflow.bundle.BundleHistory;
import io.offerflow.bundle.BundleTopic;
import io.offerflow.bundle.PublishedBundle;
import io.offerflow.bundle.TrustedKeys;
import io.offerflow.kafka.EmbeddedBroker;
import io.offerflow.kafka.TopicSetup;
import io.offerflow.kafka.Topics;
import io.offerflow.pipeline.job.Core;
import io.offerflow.pipeline.job.JobOptions;
import io.offerflow.pipeline.job.JobRules;
import io.offerflow.pipeline.job.JobSettings;
import io.offerflow.pipeline.job.KafkaEndpoints;
import io.offerflow.pipeline.job.LocalCluster;
import io.offerflow.pipeline.job.OfferflowJob;
import io.offerflow.pipeline.job.RunningJob;
import io.offerflow.pipeline.job.StartingRules;
import io.offerflow.pipeline.job.WorkspaceFiles;
import io.offerflow.pipeline.metrics.DecisionMetrics;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Deploys again and again to a job under load: latency while rules change beside that without, how
 * long a deployment takes to be in force, and what is left behind of classes and memory.
 */
@Command(
    name = "soak",
    mixinStandardHelpOptions = true,
    description = "Deploys many times under load.")
public final class DeploySoak implements Callable<Integer> {
  private static final Topics TOPICS = new Topics("soak");
  private static final Duration WARM_UP = Duration.ofSeconds(10);
  private static final Duration SLICE = Duration.ofSeconds(10);

  /** After so many what is loaded once is loaded. */
  private static final int FIRST = 10;

  /** What each subtask of this process decides by. */
  private static final Map<Integer, Long> IN_FORCE = new ConcurrentHashMap<>();

  @Option(names = "--deploys", defaultValue = "1000", description = "default ${DEFAULT-VALUE}")
  int deploys;

  @Option(names = "--rate", defaultValue = "2000", description = "default ${DEFAULT-VALUE}")
  double rate;

  @Option(names = "--calm", defaultValue = "60", description = "default ${DEFAULT-VALUE}")
  int calmSeconds;

  @Option(names = "--pause", defaultValue = "0", description = "ms between two deployments")
  int pauseMillis;

  @Option(names = "--parallelism", defaultValue = "2", description = "default ${DEFAULT-VALUE}")
  int parallelism;

  private final Map<String, byte[]> files = TelecomExample.files();

  /** In microseconds, from handing the activation to Kafka to the last subtask's switch. */
  private final Histogram switches = new Histogram(TimeUnit.MINUTES.toMicros(1), 3);

  private BundleTopic bundles;
  private BundleHistory history;

  public static void main(String[] args) {
    System.exit(new CommandLine(new DeploySoak()).execute(args));
  }

  /** Remembers what subtasks decide by. */
  private static final class Numbers implements DecisionMetrics {
    @Override
    public void bundle(int task, long number) {
      IN_FORCE.put(task, number);
    }
  }

  @Override
  public Integer call() throws Exception {
    try (Scratch scratch = Scratch.make();
        EmbeddedBroker broker = EmbeddedBroker.start(scratch.folder().resolve("broker"), 0)) {
      JobSettings settings = settings(broker, scratch.folder());
      WorkspaceFiles first = WorkspaceFiles.of(files);
      JobRules rules = StartingRules.of(first, settings, "soak");
      TopicSetup.ensure(
          settings.kafka(),
          TOPICS,
          first.workspace().settings().channels().keySet(),
          2 * parallelism);
      bundles =
          new BundleTopic(settings.kafka(), TOPICS.bundles(), new BundleCodec(TrustedKeys.NONE));
      history = bundles.read();
      StreamExecutionEnvironment env =
          StreamExecutionEnvironment.getExecutionEnvironment(settings.toFlink());
      env.setParallelism(parallelism);
      new OfferflowJob(
              rules.workspace(),
              settings,
              KafkaEndpoints.of(rules, settings),
              Core.Factory.DECIDING,
              Numbers::new)
          .build(env);
      try (LocalCluster cluster = LocalCluster.start(settings, scratch.folder().resolve("work"))) {
        RunningJob job = cluster.submit(env, null);
        job.awaitRunning();
        measure(broker, new Town(first.workspace().schema(), 10_000, 7));
        job.cancel();
      }
    }
    return 0;
  }

  private void measure(EmbeddedBroker broker, Town town) throws Exception {
    Histogram calm = load(broker, town, WARM_UP, Duration.ofSeconds(calmSeconds));
    for (int i = 0; i < FIRST; i++) {
      deploy();
    }
    Left before = left();
    history = bundles.read();
    switches.reset();
    long begun = System.nanoTime();
    CompletableFuture<Void> deploying = CompletableFuture.runAsync(this::deployAll);
    Histogram busy = new Histogram(calm);
    while (!deploying.isDone()) {
      busy.add(load(broker, town, Duration.ZERO, SLICE));
    }
    deploying.join();
    double seconds = (System.nanoTime() - begun) / 1e9;
    Left after = left();
    say("%d deploys in %.0f s at %.0f events/s", deploys, seconds, rate);
    say("without deploys: %s", told(calm));
    say("while deploying: %s", told(busy));
    say("published to in force everywhere: %s", told(switches));
    say("before: %s", before);
    say("after:  %s", after);
    System.out.println(Machine.describe());
  }

  /** Without what this program itself remembers. */
  private Left left() {
    history = null;
    return Left.now();
  }

  private Histogram load(EmbeddedBroker broker, Town town, Duration warmUp, Duration measured)
      throws InterruptedException {
    try (OpenLoop loop =
        new OpenLoop(broker.bootstrapServers(), TOPICS.events(), TOPICS.decisions(), rate)) {
      return loop.run(town, warmUp, measured);
    }
  }

  private void deployAll() {
    try {
      for (int i = 0; i < deploys; i++) {
        deploy();
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pauseMillis));
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Rules that differ by a remark alone are compiled all the same. */
  private void deploy() throws IOException {
    long number = history.inForce().orElseThrow().number() + 1;
    Map<String, byte[]> changed = new TreeMap<>(files);
    String settings = new String(files.get("workspace.yaml"), StandardCharsets.UTF_8);
    byte[] remarked = (settings + "\n# " + number + "\n").getBytes(StandardCharsets.UTF_8);
    changed.put("workspace.yaml", remarked);
    Instant now = Instant.now();
    PublishedBundle bundle = PublishedBundle.of(changed, "soak", now, null);
    bundles.append(bundle);
    long published = System.nanoTime();
    bundles.append(
        new Activation(
            number,
            bundle.version(),
            new TreeSet<>(),
            "soak",
            now,
            number - 1,
            Activation.Reason.DEPLOY,
            false),
        history);
    while (!IN_FORCE.values().stream().allMatch(at -> at == number)) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      if (System.nanoTime() - published > TimeUnit.MINUTES.toNanos(1)) {
        throw new IllegalStateException("activation " + number + " is not in force after a minute");
      }
    }
    switches.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - published));
  }

  private JobSettings settings(EmbeddedBroker broker, Path folder) {
    Configuration config = new Configuration();
    config.set(JobOptions.BOOTSTRAP_SERVERS, broker.bootstrapServers());
    config.set(JobOptions.TOPIC_PREFIX, TOPICS.prefix());
    config.set(JobOptions.PARALLELISM, parallelism);
    config.set(JobOptions.CHECKPOINT_DIRECTORY, folder.resolve("checkpoints").toUri().toString());
    config.set(JobOptions.WALL_CLOCK, false);
    return JobSettings.of(config);
  }

  private static String told(Histogram micros) {
    return String.format(
        Locale.ROOT,
        "p50 %.1f, p99 %.1f, p99.9 %.1f ms of %,d",
        micros.getValueAtPercentile(50) / 1e3,
        micros.getValueAtPercentile(99) / 1e3,
        micros.getValueAtPercentile(99.9) / 1e3,
        micros.getTotalCount());
  }

  private static void say(String format, Object... values) {
    System.out.printf(Locale.ROOT, format + "%n", values);
  }

  /** What is in memory once all that can go has gone. */
  private record Left(int classes, long metaspace, long heap) {
    static Left now() {
      for (int i = 0; i < 3; i++) {
        System.gc();
      }
      long metaspace = 0;
      for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
        metaspace += pool.getName().equals("Metaspace") ? pool.getUsage().getUsed() : 0;
      }
      return new Left(
          ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(),
          metaspace,
          ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%,d classes, %.1f MB of metaspace, %.1f MB of heap",
          classes,
          metaspace / 1e6,
          heap / 1e6);
    }
  }
}
