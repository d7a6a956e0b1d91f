package io.offerflow.pipeline.cli;

import io.offerflow.pipeline.job.Core;
import io.offerflow.pipeline.job.JobRules;
import io.offerflow.pipeline.job.JobSettings;
import io.offerflow.pipeline.job.KafkaEndpoints;
import io.offerflow.pipeline.job.LocalCluster;
import io.offerflow.pipeline.job.OfferflowJob;
import io.offerflow.pipeline.job.RunningJob;
import io.offerflow.pipeline.metrics.DecisionMetrics;
import io.offerflow.pipeline.metrics.MicrometerMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.LoggerFactory;

/** The job on a cluster within this process. */
final class Engine implements AutoCloseable {
  private final LocalCluster cluster;
  private final RunningJob job;

  private Engine(LocalCluster cluster, RunningJob job) {
    this.cluster = cluster;
    this.job = job;
  }

  /**
   * Returns once every part of the job runs.
   *
   * @param scratch where RocksDB works
   * @param restoreFrom a checkpoint, or null to start anew
   */
  static Engine start(JobRules rules, JobSettings settings, Path scratch, String restoreFrom)
      throws IOException {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(settings.toFlink());
    environment.setParallelism(settings.parallelism());
    DecisionMetrics.Factory metrics =
        MicrometerMetrics.factory(settings.metricsPort(), settings.expectations());
    new OfferflowJob(
            rules.workspace(),
            settings,
            KafkaEndpoints.of(rules, settings),
            Core.Factory.DECIDING,
            metrics)
        .build(environment);
    LocalCluster cluster = LocalCluster.start(settings, scratch);
    try {
      RunningJob job = cluster.submit(environment, restoreFrom);
      job.awaitRunning();
      return new Engine(cluster, job);
    } catch (IOException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  /** Where the job's metrics are; empty when it has none. */
  static Optional<String> metricsPage() {
    OptionalInt port = MicrometerMetrics.port();
    return port.isPresent()
        ? Optional.of("http://localhost:" + port.getAsInt() + "/metrics")
        : Optional.empty();
  }

  /** Throws what ended the job, if anything did. */
  void check() throws IOException {
    if (job.isDone()) {
      job.awaitEnd(Duration.ZERO);
      throw new IOException("the job has ended");
    }
  }

  /** Saves the state and ends the job, so that the next start goes on where this one stopped. */
  void stop(Path checkpoints) {
    try {
      job.stop(checkpoints, false);
    } catch (IOException e) {
      // The last periodic checkpoint is good as well: a little is read again, nothing is lost.
      LoggerFactory.getLogger(Engine.class).warn("the state was not saved at the end", e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      job.cancel();
    } finally {
      cluster.close();
    }
  }
}
