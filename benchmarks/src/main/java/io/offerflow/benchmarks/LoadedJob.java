package io.offerflow.benchmarks;

import io.offerflow.kafka.Topics;
import io.offerflow.pipeline.job.RunningJob;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * A job that runs, and the town whose next events it is given at a fixed rate.
 *
 * @param bootstrap of the broker that has its topics
 */
record LoadedJob(RunningJob job, String bootstrap, Topics topics, Town town) {

  Waits load(double perSecond, Duration warmUp, Duration measured) throws InterruptedException {
    try (OpenLoop loop = new OpenLoop(bootstrap, topics.events(), topics.decisions(), perSecond)) {
      return loop.run(town, warmUp, measured);
    }
  }

  /** With a checkpoint after each interval that is over, from the first event on. */
  Waits withCheckpoints(double perSecond, Duration warmUp, Duration measured, Duration interval)
      throws InterruptedException, IOException {
    ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
    try {
      long millis = interval.toMillis();
      ScheduledFuture<?> making =
          clock.scheduleAtFixedRate(this::checkpoint, millis, millis, TimeUnit.MILLISECONDS);
      Waits waits = load(perSecond, warmUp, measured);
      if (making.isDone()) {
        throw new IOException("a checkpoint failed");
      }
      waits.saw(job.checkpoints());
      return waits;
    } finally {
      clock.shutdown();
      if (!clock.awaitTermination(1, TimeUnit.MINUTES)) {
        throw new IOException("a checkpoint does not end");
      }
    }
  }

  /** With one checkpoint, once a quarter of the time is over. */
  Waits withCheckpoint(double perSecond, Duration measured) throws InterruptedException {
    CompletableFuture<Void> saved = checkpointAfter(measured.dividedBy(4));
    Waits waits = load(perSecond, Duration.ZERO, measured);
    saved.join();
    return waits;
  }

  private CompletableFuture<Void> checkpointAfter(Duration wait) {
    Executor later = CompletableFuture.delayedExecutor(wait.toMillis(), TimeUnit.MILLISECONDS);
    return CompletableFuture.runAsync(this::checkpoint, later);
  }

  private void checkpoint() {
    try {
      job.checkpoint();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
