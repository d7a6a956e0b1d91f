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
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How long it takes to fill a new feature from the events in Kafka, and what others notice. */
@Command(
    name = "backfill",
    mixinStandardHelpOptions = true,
    description = "Deploys a feature with a back-fill under load.")
public final class BackfillBenchmark implements Callable<Integer> {
  private static final Topics TOPICS = new Topics("backfill");
  private static final String FEATURE =
      "\nbackfilled_30d: {sum: purchase.amount, last: 30d, where: 'category != \"service\"'}\n";

  private static final Map<Integer, Long> IN_FORCE = new ConcurrentHashMap<>();
  private static volatile long lastSwitch;
  private static final LongAdder HANDLED = new LongAdder();

  @Option(names = "--events", defaultValue = "1000000", description = "default ${DEFAULT-VALUE}")
  int events;

  @Option(names = "--customers", defaultValue = "100000", description = "default ${DEFAULT-VALUE}")
  int customers;

  @Option(names = "--rate", defaultValue = "2000", description = "default ${DEFAULT-VALUE}")
  double rate;

  @Option(names = "--seconds", defaultValue = "10", description = "default ${DEFAULT-VALUE}")
  int seconds;

  @Option(names = "--parallelism", defaultValue = "2", description = "default ${DEFAULT-VALUE}")
  int parallelism;

  private final Map<String, byte[]> files = TelecomExample.files();

  public static void main(String[] args) {
    System.exit(new CommandLine(new BackfillBenchmark()).execute(args));
  }

  /** Counts, and remembers what subtasks decide by. */
  private static final class Numbers implements DecisionMetrics {
    @Override
    public void event(String type) {
      HANDLED.increment();
    }

    @Override
    public void bundle(int task, long number) {
      IN_FORCE.put(task, number);
      lastSwitch = System.nanoTime();
    }
  }

  @Override
  public Integer call() throws Exception {
    try (Scratch scratch = Scratch.make();
        EmbeddedBroker broker = EmbeddedBroker.start(scratch.folder().resolve("broker"), 0)) {
      JobSettings settings = settings(broker, scratch.folder());
      JobRules rules = StartingRules.of(WorkspaceFiles.of(files), settings, "backfill");
      TopicSetup.ensure(
          settings.kafka(),
          TOPICS,
          rules.workspace().settings().channels().keySet(),
          2 * parallelism);
      Tape.write(
          broker.bootstrapServers(),
          TOPICS.events(),
          rules.workspace().schema(),
          events,
          customers,
          7);
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
        measure(broker, settings, rules);
        job.cancel();
      }
    }
    return 0;
  }

  private void measure(EmbeddedBroker broker, JobSettings settings, JobRules rules)
      throws Exception {
    while (HANDLED.sum() < events) {
      LockSupport.parkNanos(1_000_000);
    }
    Town town = new Town(rules.workspace().schema(), customers, 7);
    for (int i = 0; i < events; i++) {
      town.next();
    }
    load(broker, town);
    Histogram calm = load(broker, town);
    deploy(settings);
    long begun = System.nanoTime();
    Histogram busy = new Histogram(calm);
    do {
      busy.add(load(broker, town));
    } while (!IN_FORCE.values().stream().allMatch(at -> at == 2));
    double took = (lastSwitch - begun) / 1e9;
    say("%,d past events of %,d customers, %.0f events/s meanwhile", events, customers, rate);
    say("in force everywhere %.1f s after it was deployed", took);
    say("before: %s", OpenLoop.told(calm));
    say("while it is filled: %s", OpenLoop.told(busy));
    System.out.println(Machine.describe());
  }

  private Histogram load(EmbeddedBroker broker, Town town) throws InterruptedException {
    try (OpenLoop loop =
        new OpenLoop(broker.bootstrapServers(), TOPICS.events(), TOPICS.decisions(), rate)) {
      return loop.run(town, Duration.ZERO, Duration.ofSeconds(seconds)).all();
    }
  }

  private void deploy(JobSettings settings) throws IOException {
    BundleTopic bundles =
        new BundleTopic(settings.kafka(), TOPICS.bundles(), new BundleCodec(TrustedKeys.NONE));
    BundleHistory history = bundles.read();
    Map<String, byte[]> changed = new TreeMap<>(files);
    ByteArrayOutputStream features = new ByteArrayOutputStream();
    features.writeBytes(files.get("features.yaml"));
    features.writeBytes(FEATURE.getBytes(StandardCharsets.UTF_8));
    changed.put("features.yaml", features.toByteArray());
    Instant now = Instant.now();
    PublishedBundle bundle = PublishedBundle.of(changed, "backfill", now, null);
    bundles.append(bundle);
    Activation.Reason reason = Activation.Reason.DEPLOY;
    bundles.append(
        new Activation(2, bundle.version(), new TreeSet<>(), "backfill", now, 1, reason, true),
        history);
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

  private static void say(String format, Object... values) {
    System.out.printf(Locale.ROOT, format + "%n", values);
  }
}
