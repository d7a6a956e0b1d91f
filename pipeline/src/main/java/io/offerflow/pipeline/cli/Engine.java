package io.offerflow.pipeline.cli;

import io.offerflow.pipeline.job.Core;
import io.offerflow.pipeline.job.JobRules;
import io.offerflow.pipeline.job.JobSettings;
import io.offerflow.pipeline.job.KafkaEndpoints;
import io.offerflow.pipeline.job.LocalJob;
import io.offerflow.pipeline.job.OfferflowJob;
import io.offerflow.pipeline.metrics.DecisionMetrics;
import io.offerflow.pipeline.metrics.MicrometerMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.slf4j.LoggerFactory;

/** The job on a cluster within this process. */
final class Engine implements AutoCloseable {
  /** As long as Flink waits at most before it starts a job again. */
  private static final Duration PATIENCE_AT_THE_END = Duration.ofMinutes(1);

  private final LocalJob job;

  private Engine(LocalJob job) {
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
    DecisionMetrics.Factory metrics =
        MicrometerMetrics.factory(settings.metricsPort(), settings.expectations());
    OfferflowJob job =
        new OfferflowJob(
            rules.workspace(),
            settings,
            KafkaEndpoints.of(rules, settings),
            Core.Factory.DECIDING,
            metrics);
    return new Engine(LocalJob.start(job, settings, scratch, restoreFrom));
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
    if (job.running().isDone()) {
      job.running().awaitEnd(Duration.ZERO);
      throw new IOException("the job has ended");
    }
  }

  /** Saves the state and ends the job, so that the next start goes on where this one stopped. */
  void stop(Path checkpoints, Console console) {
    try {
      if (!job.running().isRunning()) {
        console.say("the job is starting again and is waited for; Ctrl-C ends it at once");
      }
      job.running().stopOnceRunning(checkpoints, PATIENCE_AT_THE_END);
    } catch (IOException e) {
      // The last periodic checkpoint is good as well: a little is read again, nothing is lost.
      console.say("the state was not saved at the end (" + e.getMessage() + ");");
      console.say("the next run goes on from the last checkpoint, and nothing is lost");
      LoggerFactory.getLogger(Engine.class).warn("the state was not saved at the end", e);
    }
  }

  @Override
  public void close() throws IOException {
    job.close();
  }
}
