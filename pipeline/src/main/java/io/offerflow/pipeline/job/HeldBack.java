package io.offerflow.pipeline.job;

import io.offerflow.pipeline.backend.Freeze;
import java.util.concurrent.RejectedExecutionException;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.streaming.api.watermark.Watermark;

/**
 * What waits while the keyed state is frozen: timers that are to be set, what a back-fill made, and
 * the stream's clock, because a timer that fires is taken out of the state. Events do not wait for
 * it.
 */
final class HeldBack {
  private final Freeze freeze;
  private final Wakeups wakeups;
  private final TaskBackfill backfill;
  private final IdleTicks.Step clock;
  private Watermark newest;

  /**
   * @param clock moves on to a watermark, whose timers fire
   */
  HeldBack(Freeze freeze, Wakeups wakeups, TaskBackfill backfill, IdleTicks.Step clock) {
    this.freeze = freeze;
    this.wakeups = wakeups;
    this.backfill = backfill;
    this.clock = clock;
  }

  /** From now on events are handled while the state is frozen; when it thaws, mail says so. */
  void goOn(MailboxExecutor mailbox) {
    freeze.goOn(() -> thawed(mailbox));
  }

  /** Called by another thread. */
  private void thawed(MailboxExecutor mailbox) {
    try {
      mailbox.execute(this::releaseUnlessFrozen, "thaw");
    } catch (RejectedExecutionException ending) {
      // A task that ends waits for the state itself.
    }
  }

  /** The clock moves on to there as soon as it may. */
  void watermark(Watermark mark) throws Exception {
    newest = mark;
    releaseUnlessFrozen();
  }

  /** Waits until the state can be written; nothing is held back any more then. */
  void release() throws Exception {
    freeze.await();
    releaseUnlessFrozen();
  }

  private void releaseUnlessFrozen() throws Exception {
    if (freeze.isOn()) {
      return;
    }
    // Timers first: the clock may have to fire them.
    wakeups.registerLater();
    backfill.writeLater();
    Watermark mark = newest;
    newest = null;
    if (mark != null && mark.getTimestamp() > wakeups.watermark()) {
      clock.advance(mark);
    }
  }
}
