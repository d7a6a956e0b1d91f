package io.offerflow.pipeline.faults;

import io.offerflow.pipeline.job.WrittenBy;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The runs of the job's tasks, as far as their records tell of them: which task each is of, when it
 * began and from which checkpoint. For one thread.
 *
 * <p>A record tells of the last checkpoint that its run had saved its state for. That is the one
 * that the run began from, or a later one if it had nothing to write before; so what it wrote again
 * tells as well: it began from no later one than what had been written first.
 */
final class Runs {
  /** A run; those of the same task have the same root. */
  private static final class Run {
    private long begun = Long.MAX_VALUE;
    private long checkpoint = Long.MAX_VALUE;
    private Run sameTask;

    /** Its topics are read side by side: what is read first need not have been written first. */
    void wrote(long time, long lastCheckpoint) {
      begun = Math.min(begun, time);
      checkpoint = Math.min(checkpoint, lastCheckpoint);
    }

    Run root() {
      return sameTask == null ? this : sameTask.root();
    }
  }

  /** Two runs wrote the same. */
  private record Both(WrittenBy one, WrittenBy other) {}

  private final Map<Long, Run> runs = new HashMap<>();
  private final Map<String, Run> customers = new HashMap<>();
  private final Set<Both> both = new HashSet<>();

  /**
   * Takes in a record of a customer, in whatever order.
   *
   * @param time when it was written, epoch milliseconds
   */
  void saw(WrittenBy by, String customer, long time) {
    Run run = runs.computeIfAbsent(by.run(), first -> new Run());
    run.wrote(time, by.checkpoint());
    Run hers = customers.putIfAbsent(customer, run);
    // A customer is one task's, whose runs follow one another.
    if (hers != null && hers.root() != run.root()) {
      hers.root().sameTask = run.root();
    }
  }

  /** The same decision stands there by both, who have been seen. */
  void sawAgain(WrittenBy one, WrittenBy other) {
    if (one.run() != other.run()) {
      both.add(new Both(one, other));
      both.add(new Both(other, one));
    }
  }

  /** Whether a later run began without knowing of it: what it is of was done again. */
  boolean isUndone(WrittenBy by) {
    Run run = runs.get(by.run());
    return runs.entrySet().stream()
        .anyMatch(
            other ->
                other.getValue().begun > run.begun
                    && other.getValue().root() == run.root()
                    && beganFrom(other.getKey()) <= by.checkpoint());
  }

  private long beganFrom(long number) {
    Run run = runs.get(number);
    return both.stream()
        .filter(two -> two.other.run() == number && runs.get(two.one.run()).begun < run.begun)
        .mapToLong(two -> two.one.checkpoint())
        .reduce(run.checkpoint, Math::min);
  }
}
