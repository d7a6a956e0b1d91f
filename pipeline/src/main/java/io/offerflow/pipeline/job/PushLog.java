package io.offerflow.pipeline.job;

import io.offerflow.codec.PushReader.Push;
import java.io.Serializable;
import java.util.function.Consumer;

/** The pushes that stand in the topics of offers: what former runs are known to have made. */
@FunctionalInterface
public interface PushLog extends Serializable {
  /** Of a job that writes elsewhere. */
  PushLog NONE = (since, checkpoint, pushes) -> {};

  /**
   * Reads all that is there now.
   *
   * @param sinceMillis of Kafka's time; those before it may be left out
   * @param checkpoint those of tasks that had saved their state for it, or for a later one
   */
  void read(long sinceMillis, long checkpoint, Consumer<Push> pushes);
}
