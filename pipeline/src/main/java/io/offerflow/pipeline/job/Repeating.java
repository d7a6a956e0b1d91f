package io.offerflow.pipeline.job;

import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.apache.flink.util.function.RunnableWithException;

/** What a task does again and again, between two records, for as long as it is not stuck. */
final class Repeating {
  private final ProcessingTimeService clock;

  Repeating(ProcessingTimeService clock) {
    this.clock = clock;
  }

  /** Now, and so long after each time that it was done. */
  void every(long millis, RunnableWithException step) throws Exception {
    step.run();
    clock.registerTimer(clock.getCurrentProcessingTime() + millis, now -> every(millis, step));
  }
}
