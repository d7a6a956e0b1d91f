package io.offerflow.benchmarks;

import io.offerflow.kafka.EmbeddedBroker;
import io.offerflow.kafka.TopicSetup;
import io.offerflow.kafka.Topics;
import io.offerflow.pipeline.job.Core;
import io.offerflow.pipeline.job.JobOptions;
import io.offerflow.pipeline.job.JobSettings;
import io.offerflow.pipeline.job.KafkaEndpoints;
import io.offerflow.pipeline.job.LocalCluster;
import io.offerflow.pipeline.job.OfferflowJob;
import io.offerflow.pipeline.job.RunningJob;
import io.offerflow.pipeline.job.WorkspaceFiles;
import io.offerflow.pipeline.metrics.DecisionMetrics;
import io.offerflow.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.HdrHistogram.Histogram;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A broker with a tape in it, and jobs that read the tape from its beginning to its end. */
final class Drain implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  /** Longer than any run. */
  private static final Duration NEVER = Duration.ofDays(1);

  private final EmbeddedBroker broker;
  private final Path scratch;
  private final WorkspaceFiles files;
  private final int parallelism;

  private Drain(EmbeddedBroker broker, Path scratch, WorkspaceFiles files, int parallelism) {
    this.broker = broker;
    this.scratch = scratch;
    this.files = files;
    this.parallelism = parallelism;
  }

  static Drain start(Path scratch, WorkspaceFiles files, int parallelism) throws IOException {
    EmbeddedBroker broker = EmbeddedBroker.start(scratch.resolve("broker"), 0);
    return new Drain(broker, scratch, files, parallelism);
  }

  /** Makes the topics of a prefix and fills the one of events. */
  void preload(String prefix, int events, int customers, long seed) throws IOException {
    Workspace workspace = files.workspace();
    Topics topics = new Topics(prefix);
    String bootstrap = broker.bootstrapServers();
    TopicSetup.ensure(
        broker.clientProperties(),
        topics,
        workspace.settings().channels().keySet(),
        2 * parallelism);
    Tape.write(bootstrap, topics.events(), workspace.schema(), events, customers, seed);
  }

  /**
   * Runs the job over all of a prefix's events.
   *
   * @return events per second
   */
  double run(String prefix, int events, Core.Factory core) throws IOException {
    Path checkpoints = Files.createTempDirectory(scratch, "checkpoints");
    JobSettings settings = settings(prefix, checkpoints);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(settings.toFlink());
    env.setParallelism(parallelism);
    new OfferflowJob(
            files.workspace(),
            settings,
            KafkaEndpoints.of(files, settings).bounded(),
            Stopwatch.around(core),
            DecisionMetrics.Factory.OFF)
        .build(env);
    Stopwatch.reset();
    try (LocalCluster cluster = LocalCluster.start(settings, checkpoints.resolveSibling("work"))) {
      cluster.submit(env, null).awaitEnd(PATIENCE);
    }
    if (Stopwatch.events() != events) {
      throw new IllegalStateException(Stopwatch.events() + " events handled, not " + events);
    }
    return events / Stopwatch.seconds();
  }

  /**
   * Runs the job on events that come at a fixed rate, on states that a preloaded tape has made.
   *
   * @param checkpoints how often; null for never
   * @return how long events took, in microseconds
   */
  Histogram runAtRate(String prefix, Load load, Core.Factory core, Duration checkpoints)
      throws IOException, InterruptedException {
    preload(prefix, load.preloaded(), load.customers(), load.seed());
    Town town = new Town(files.workspace().schema(), load.customers(), load.seed());
    for (int i = 0; i < load.preloaded(); i++) {
      town.next();
    }
    Path folder = Files.createTempDirectory(scratch, "checkpoints");
    JobSettings settings = settings(prefix, folder, checkpoints == null ? NEVER : checkpoints);
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(settings.toFlink());
    env.setParallelism(parallelism);
    new OfferflowJob(
            files.workspace(),
            settings,
            KafkaEndpoints.of(files, settings),
            core,
            DecisionMetrics.Factory.OFF)
        .build(env);
    try (LocalCluster cluster = LocalCluster.start(settings, folder.resolveSibling("work"));
        OpenLoop loop =
            new OpenLoop(
                broker.bootstrapServers(),
                settings.topics().events(),
                settings.topics().decisions(),
                load.perSecond())) {
      RunningJob job = cluster.submit(env, null);
      job.awaitRunning();
      Histogram latencies = loop.run(town, load.warmUp(), load.measured());
      job.cancel();
      return latencies;
    }
  }

  /**
   * What comes.
   *
   * @param preloaded so many events are there when the job starts
   * @param warmUp from the first event at that rate on
   */
  record Load(
      int preloaded,
      int customers,
      long seed,
      double perSecond,
      Duration warmUp,
      Duration measured) {}

  private JobSettings settings(String prefix, Path checkpoints) {
    return settings(prefix, checkpoints, JobOptions.CHECKPOINT_INTERVAL.defaultValue());
  }

  private JobSettings settings(String prefix, Path checkpoints, Duration interval) {
    Configuration config = new Configuration();
    config.set(JobOptions.CHECKPOINT_INTERVAL, interval);
    config.set(JobOptions.BOOTSTRAP_SERVERS, broker.bootstrapServers());
    // A group that was never seen reads from the beginning.
    config.set(JobOptions.GROUP_ID, "drain-" + UUID.randomUUID());
    config.set(JobOptions.TOPIC_PREFIX, prefix);
    config.set(JobOptions.PARALLELISM, parallelism);
    config.set(JobOptions.CHECKPOINT_DIRECTORY, checkpoints.toUri().toString());
    config.set(JobOptions.WALL_CLOCK, false);
    return JobSettings.of(config);
  }

  @Override
  public void close() {
    broker.close();
  }
}
