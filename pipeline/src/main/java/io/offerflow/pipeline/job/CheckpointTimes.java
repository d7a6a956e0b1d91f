package io.offerflow.pipeline.job;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.AbstractCheckpointStats;
import org.apache.flink.runtime.checkpoint.CheckpointStatsStatus;
import org.apache.flink.runtime.checkpoint.TaskStateStats;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionJobVertex;

/**
 * How long a checkpoint took, as Flink counts it.
 *
 * @param triggered epoch milliseconds
 * @param millis from the trigger until the last subtask had told that it is done
 * @param bytes of state that this checkpoint wrote; what earlier ones wrote and it refers to is not
 *     among them
 * @param total bytes of state that a restore from it reads
 */
public record CheckpointTimes(
    long id, long triggered, long millis, long bytes, long total, List<Task> tasks) {

  /**
   * The slowest of one task's subtasks, in milliseconds.
   *
   * @param delay until its first barrier came
   * @param alignment from its first barrier to its last
   * @param sync it handled no event meanwhile
   * @param async beside the events
   */
  public record Task(
      String name, long delay, long alignment, long sync, long async, long bytes, long total) {}

  public CheckpointTimes {
    tasks = List.copyOf(tasks);
  }

  /** Those that are complete and that Flink still remembers, the oldest first. */
  static List<CheckpointTimes> of(AccessExecutionGraph graph) {
    List<CheckpointTimes> all = new ArrayList<>();
    if (graph.getCheckpointStatsSnapshot() == null) {
      return all;
    }
    for (AbstractCheckpointStats one :
        graph.getCheckpointStatsSnapshot().getHistory().getCheckpoints()) {
      if (one.getStatus() == CheckpointStatsStatus.COMPLETED) {
        all.add(0, of(one, graph));
      }
    }
    return all;
  }

  private static CheckpointTimes of(AbstractCheckpointStats stats, AccessExecutionGraph graph) {
    List<Task> tasks = new ArrayList<>();
    for (AccessExecutionJobVertex vertex : graph.getVerticesTopologically()) {
      TaskStateStats task = stats.getTaskStateStats(vertex.getJobVertexId());
      if (task != null) {
        TaskStateStats.TaskStateStatsSummary summary = task.getSummaryStats();
        tasks.add(
            new Task(
                vertex.getName(),
                summary.getCheckpointStartDelayStats().getMaximum(),
                summary.getAlignmentDurationStats().getMaximum(),
                summary.getSyncCheckpointDurationStats().getMaximum(),
                summary.getAsyncCheckpointDurationStats().getMaximum(),
                task.getCheckpointedSize(),
                task.getStateSize()));
      }
    }
    return new CheckpointTimes(
        stats.getCheckpointId(),
        stats.getTriggerTimestamp(),
        stats.getEndToEndDuration(),
        stats.getCheckpointedSize(),
        stats.getStateSize(),
        tasks);
  }
}
