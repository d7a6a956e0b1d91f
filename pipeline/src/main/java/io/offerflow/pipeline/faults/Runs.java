package io.offerflow.pipeline.faults;

import io.offerflow.pipeline.job.WrittenBy;
import java.util.HashMap;
import java.util.Map;

/**
 * The runs of the job's tasks, as far as their records tell of them: which task each is of, when it
 * began and from which checkpoint. For one thread.
 */
final class Runs {
  /** A run; those of the same task have the same root. */
  private static final class Run {
    private final long begun;
    private final long checkpoint;
    private Run sameTask;

    Run(long begun, long checkpoint) {
      this.begun = begun;
      this.checkpoint = checkpoint;
    }

    Run root() {
      return sameTask == null ? this : sameTask.root();
    }
  }

  private final Map<Long, Run> runs = new HashMap<>();
  private final Map<String, Run> customers = new HashMap<>();

  /**
   * Takes in a record of a customer; those of one task's customers come in order.
   *
   * @param time when it was written, epoch milliseconds
   */
  void saw(WrittenBy by, String customer, long time) {
    Run run = runs.computeIfAbsent(by.run(), first -> new Run(time, by.checkpoint()));
    Run hers = customers.putIfAbsent(customer, run);
    // A customer is one task's, whose runs follow one another.
    if (hers != null && hers.root() != run.root()) {
      hers.root().sameTask = run.root();
    }
  }

  /** Whether a later run began without knowing of it: what it is of was done again. */
  boolean isUndone(WrittenBy by) {
    Run run = runs.get(by.run());
    return runs.values().stream()
        .anyMatch(
            later ->
                later.begun > run.begun
                    && later.checkpoint <= by.checkpoint()
                    && later.root() == run.root());
  }
}
