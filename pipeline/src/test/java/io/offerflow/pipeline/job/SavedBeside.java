package io.offerflow.pipeline.job;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.memory.MemCheckpointStreamFactory;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFinalizer;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFutures;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;

/**
 * A snapshot as a task takes it: its second part in another thread, once {@link #end} is called,
 * and at the latest when the task's own thread waits for it.
 */
final class SavedBeside {
  private static final int MOST_BYTES = 1 << 28;

  private final CountDownLatch ending = new CountDownLatch(1);
  private final CompletableFuture<OperatorSubtaskState> state;

  private SavedBeside(OperatorSnapshotFutures futures, Thread task) {
    state =
        CompletableFuture.supplyAsync(
            () -> {
              awaitEndOrWaiting(task);
              try {
                return OperatorSnapshotFinalizer.create(futures).getJobManagerOwnedState();
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
  }

  /** The barrier is here. */
  static SavedBeside begin(AbstractStreamOperatorTestHarness<?> harness, long checkpoint)
      throws Exception {
    harness.prepareSnapshotPreBarrier(checkpoint);
    OperatorSnapshotFutures futures =
        harness
            .getOperator()
            .snapshotState(
                checkpoint,
                0,
                CheckpointOptions.forCheckpointWithDefaultLocation(),
                new MemCheckpointStreamFactory(MOST_BYTES));
    return new SavedBeside(futures, Thread.currentThread());
  }

  private void awaitEndOrWaiting(Thread task) {
    while (ending.getCount() > 0 && task.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }

  /** What was saved; nobody waits for it any more. */
  OperatorSubtaskState end() throws Exception {
    ending.countDown();
    return state.get(60, TimeUnit.SECONDS);
  }
}
