package io.offerflow.pipeline.job;

import java.io.IOException;
import java.nio.file.Path;

/** A job that runs on a {@link LocalCluster} of its own; both end together. */
public final class LocalJob implements AutoCloseable {
  private final LocalCluster cluster;
  private final RunningJob running;

  private LocalJob(LocalCluster cluster, RunningJob running) {
    this.cluster = cluster;
    this.running = running;
  }

  /**
   * Returns once every part of the job runs.
   *
   * @param scratch where RocksDB works
   * @param restoreFrom a checkpoint, or null to start anew
   * @throws IOException when it does not come to run; nothing of it is left then
   */
  public static LocalJob start(
      OfferflowJob job, JobSettings settings, Path scratch, String restoreFrom) throws IOException {
    LocalCluster cluster = LocalCluster.start(settings, scratch);
    try {
      RunningJob running = cluster.submit(job.environment(), restoreFrom);
      running.awaitRunning();
      return new LocalJob(cluster, running);
    } catch (IOException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  public RunningJob running() {
    return running;
  }

  /** Cancels it; its last checkpoint stays. */
  @Override
  public void close() throws IOException {
    try {
      running.cancel();
    } finally {
      cluster.close();
    }
  }
}
