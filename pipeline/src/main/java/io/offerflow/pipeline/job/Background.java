package io.offerflow.pipeline.job;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;

/**
 * Work that is done between the events, bit by bit, until none is left. Nothing of it is done while
 * the keyed state is frozen: what it writes would be waited for, and all events behind it. For one
 * thread.
 */
final class Background {
  private final ProcessingTimeService time;
  private final BooleanSupplier frozen;
  private final LongSupplier pause;
  private final Bit bit;
  private boolean underWay;

  /** A little of the work. */
  @FunctionalInterface
  interface Bit {
    /** Does it, and says whether there may be more to do. */
    boolean goOn() throws Exception;
  }

  /**
   * @param pause before each bit, milliseconds
   */
  Background(ProcessingTimeService time, BooleanSupplier frozen, LongSupplier pause, Bit bit) {
    this.time = time;
    this.frozen = frozen;
    this.pause = pause;
    this.bit = bit;
  }

  /** There is something to do; nothing changes where it is under way. */
  void begin() {
    if (!underWay) {
      underWay = true;
      next();
    }
  }

  boolean isUnderWay() {
    return underWay;
  }

  private void next() {
    time.registerTimer(time.getCurrentProcessingTime() + pause.getAsLong(), this::goOn);
  }

  private void goOn(long wallClock) throws Exception {
    if (frozen.getAsBoolean() || bit.goOn()) {
      next();
    } else {
      underWay = false;
    }
  }
}
