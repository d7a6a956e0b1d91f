package io.offerflow.pipeline.job;

import io.offerflow.codec.PushReader.Push;
import io.offerflow.kafka.LogEnds;
import java.io.IOException;
import java.io.Serializable;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.TaskInfo;

/** What stands in the topics of offers: what former runs are known to have put out. */
@FunctionalInterface
public interface PushLog extends Serializable {

  /** Of a job that writes elsewhere: nothing is ever taken over. */
  PushLog NONE = (job, task) -> null;

  /** Once no former run can write for that task's customers; null where there is no log. */
  Tail open(JobID job, TaskInfo task) throws IOException;

  /** The log for one task. */
  interface Tail {

    /** Where unsaved outputs begin for a job without a checkpoint; null where one was restored. */
    LogEnds since();

    /**
     * Reads what is there now.
     *
     * @param customers whose
     */
    void read(LogEnds from, Predicate<String> customers, Consumer<Found> found);

    /** From then on {@link #ends} is kept up to date. */
    void follow() throws IOException;

    /**
     * Where the log ended seconds ago, when nobody else could write for the task's customers.
     *
     * @throws IllegalStateException when somebody else can by now
     */
    LogEnds ends();
  }

  /**
   * A push, or a decision that nothing is sent.
   *
   * @param run the task that put it out; 0 when it does not say
   * @param checkpoint the last one that its task had saved its state for
   */
  record Found(Push push, long run, long checkpoint) {}
}
