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
import io.offerflow.pipeline.job.WorkspaceFiles;
import io.offerflow.pipeline.metrics.DecisionMetrics;
import io.offerflow.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A broker with a tape in it, and jobs that read the tape from its beginning to its end. */
final class Drain implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(30);

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

  private JobSettings settings(String prefix, Path checkpoints) {
    Configuration config = new Configuration();
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
