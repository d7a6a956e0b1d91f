package io.offerflow.pipeline.job;

import io.offerflow.kafka.Standing;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.TaskInfo;

/**
 * Where the two operators of one task meet: the writer, which Flink opens first, and the one that
 * decides, which needs to know what former writers have written. They are one task because they are
 * chained; Flink has no other way from one operator to the one before it.
 */
final class Places {
  private static final Map<Key, Place> TAKEN = new ConcurrentHashMap<>();

  private Places() {}

  /** One attempt of one task. */
  private record Key(JobID job, int task, int attempt) {
    static Key of(JobID job, TaskInfo task) {
      return new Key(job, task.getIndexOfThisSubtask(), task.getAttemptNumber());
    }
  }

  /** Held until the task ends. */
  record Place(Key key, Standing standing) implements AutoCloseable {
    @Override
    public void close() {
      TAKEN.remove(key, this);
      standing.close();
    }
  }

  static Place take(JobID job, TaskInfo task, Standing standing) {
    Place place = new Place(Key.of(job, task), standing);
    TAKEN.put(place.key(), place);
    return place;
  }

  /** The standing of the writer of that task. */
  static Standing of(JobID job, TaskInfo task) {
    Place place = TAKEN.get(Key.of(job, task));
    if (place == null) {
      throw new IllegalStateException(
          "the operator that decides and its sink must be one task: leave operator chaining on");
    }
    return place.standing();
  }
}
