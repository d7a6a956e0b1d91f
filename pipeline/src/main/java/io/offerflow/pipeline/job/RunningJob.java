package io.offerflow.pipeline.job;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.clusterframework.ApplicationStatus;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.jobmaster.JobResult;
import org.apache.flink.runtime.minicluster.MiniCluster;

/** A job on a {@link LocalCluster}. */
public final class RunningJob {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final MiniCluster cluster;
  private final JobID id;
  private final CompletableFuture<JobResult> result;

  RunningJob(MiniCluster cluster, JobID id) {
    this.cluster = cluster;
    this.id = id;
    this.result = cluster.requestJobResult(id);
  }

  /**
   * Waits until every subtask runs.
   *
   * @throws IOException when the job ended instead, with what was in the way
   */
  public void awaitRunning() throws IOException {
    awaitRunning(PATIENCE);
  }

  /** The same, for a job that may have very much state to restore. */
  public void awaitRunning(Duration patience) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (!isRunning()) {
      if (result.isDone()) {
        awaitEnd(PATIENCE);
        return;
      }
      if (System.nanoTime() > deadline) {
        throw new IOException("the job did not start within " + patience);
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  /** Whether every subtask runs: not so while the job starts, or starts again after a failure. */
  public boolean isRunning() throws IOException {
    AccessExecutionGraph graph = await(cluster.getExecutionGraph(id), PATIENCE);
    if (graph.getState() != JobStatus.RUNNING) {
      return false;
    }
    for (var vertex : graph.getAllExecutionVertices()) {
      ExecutionState state = vertex.getExecutionState();
      if (state != ExecutionState.RUNNING && state != ExecutionState.FINISHED) {
        return false;
      }
    }
    return true;
  }

  /** Whether it has ended, well or not; {@link #awaitEnd} says which. */
  public boolean isDone() {
    return result.isDone();
  }

  /**
   * Waits for the end of the job.
   *
   * @throws IOException when it failed, with the cause
   */
  public void awaitEnd(Duration patience) throws IOException {
    JobResult ended = await(result, patience);
    if (ended.getSerializedThrowable().isPresent()
        && ended.getApplicationStatus() != ApplicationStatus.CANCELED) {
      Throwable failure =
          ended.getSerializedThrowable().get().deserializeError(getClass().getClassLoader());
      throw new IOException("the job failed: " + rootMessage(failure), failure);
    }
  }

  /** Ends without and with failure alike; the last checkpoint stays. */
  public void cancel() throws IOException {
    if (!result.isDone()) {
      await(cluster.cancelJob(id), PATIENCE);
    }
    await(result, PATIENCE);
  }

  /** How long its checkpoints took, the oldest that Flink still remembers first. */
  public List<CheckpointTimes> checkpoints() throws IOException {
    return CheckpointTimes.of(await(cluster.getExecutionGraph(id), PATIENCE));
  }

  /** Saves the state now; returns where, for {@link LocalCluster#submit}. */
  public String checkpoint() throws IOException {
    return checkpoint(PATIENCE);
  }

  /** The same, for a job that may have very much state to save. */
  public String checkpoint(Duration patience) throws IOException {
    return await(cluster.triggerCheckpoint(id), patience);
  }

  /**
   * Reads no further, saves the state and ends.
   *
   * @param drain whether all timers fire first, as at the end of all time
   * @return where the state is, for {@link LocalCluster#submit}
   */
  public String stop(Path folder, boolean drain) throws IOException {
    return stop(folder, drain, SavepointFormatType.CANONICAL);
  }

  /** The same, in a format that {@link Restore#mode} may not let the next job claim. */
  String stop(Path folder, boolean drain, SavepointFormatType format) throws IOException {
    String savepoint =
        await(cluster.stopWithSavepoint(id, folder.toUri().toString(), drain, format), PATIENCE);
    awaitEnd(PATIENCE);
    return savepoint;
  }

  /**
   * Reads no further, saves the state and ends. A job that starts again after a failure can save
   * nothing until it runs: it is waited for, also if it fails while it saves.
   *
   * @param patience with a job that does not run
   * @throws IOException when nothing was saved; the job may still run
   */
  public void stopOnceRunning(Path folder, Duration patience) throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      awaitRunning(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
      try {
        stop(folder, false);
        return;
      } catch (IOException e) {
        // A job that still runs will not save better the next time: its disk is full, perhaps.
        if (result.isDone() || isRunning()) {
          throw e;
        }
      }
    }
  }

  private static <T> T await(Future<T> future, Duration patience) throws IOException {
    try {
      return future.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw new IOException(rootMessage(e), e);
    } catch (TimeoutException e) {
      throw new IOException("no answer from the job within " + patience, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while waiting for the job", e);
    }
  }

  private static String rootMessage(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }
}
