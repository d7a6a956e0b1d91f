package io.offerflow.pipeline.job;

import io.offerflow.pipeline.backend.Freeze;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;

/**
 * What events do not wait for. While the keyed state is frozen: timers that are to be set, what a
 * back-fill made, and the stream's clock, because a timer that fires is taken out of the state. And
 * at any time the timers that the clock has passed, of which there are as many as customers at
 * midnight: they fire a few at a time, with events between. What is decided is the same: before an
 * event of a customer her own timers fire, whatever the stream's clock says.
 */
final class HeldBack {
  private final Freeze freeze;
  private final Wakeups wakeups;
  private final TaskBackfill backfill;
  private final Background firing;

  /** Where the clock is, as far as not all that it has passed has fired. */
  private Watermark newest;

  /** From one few timers to the next, in milliseconds: as long as they took, for the events. */
  private long pause;

  HeldBack(Freeze freeze, Wakeups wakeups, TaskBackfill backfill, ProcessingTimeService time) {
    this.freeze = freeze;
    this.wakeups = wakeups;
    this.backfill = backfill;
    this.firing = new Background(time, freeze::isOn, () -> pause, this::fire);
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
    if (newest == null || mark.getTimestamp() > newest.getTimestamp()) {
      newest = mark;
    }
    releaseUnlessFrozen();
  }

  /** Waits until the state can be written; all that has to be in a snapshot is in it then. */
  void release() throws Exception {
    freeze.await();
    releaseUnlessFrozen();
  }

  /** All timers fire that the clock has passed. */
  void finish() throws Exception {
    release();
    fireAll();
  }

  private void fireAll() throws Exception {
    boolean more = true;
    while (more) {
      more = fire();
    }
  }

  private void releaseUnlessFrozen() throws Exception {
    if (freeze.isOn()) {
      return;
    }
    // Timers first: the clock may have to fire them.
    wakeups.registerLater();
    backfill.writeLater();
    if (Watermark.MAX_WATERMARK.equals(newest)) {
      // No event comes any more that would wait.
      fireAll();
    } else if (!firing.isUnderWay() && fire()) {
      firing.begin();
    }
  }

  /** Returns whether there may be more to fire. */
  private boolean fire() throws Exception {
    if (newest == null) {
      return false;
    }
    long begun = System.nanoTime();
    if (newest.getTimestamp() > wakeups.watermark() && !wakeups.advance(newest)) {
      pause = 1 + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
      return true;
    }
    newest = null;
    return false;
  }
}
