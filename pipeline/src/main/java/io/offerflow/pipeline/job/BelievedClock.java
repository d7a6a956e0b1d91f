package io.offerflow.pipeline.job;

import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The machine's wall clock, as far as it goes as time does. One that jumps is not believed for a
 * minute, in which time goes on from where it was: a clock that somebody corrects at once has moved
 * nothing. After that it is believed, because a machine may have stood still.
 */
final class BelievedClock {
  /** What clocks are moved by while they are kept right. */
  private static final long SLEW_MILLIS = 2_000;

  private static final long DOUBT_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final Logger LOG = LoggerFactory.getLogger(BelievedClock.class);

  private long ahead;
  private boolean doubted;
  private long doubtedAhead;
  private long doubtedSince;

  /**
   * Begins with a clock that is believed.
   *
   * @param wallMillis the wall clock, epoch milliseconds
   * @param nanos {@link System#nanoTime} at the same instant
   */
  BelievedClock(long wallMillis, long nanos) {
    ahead = wallMillis - TimeUnit.NANOSECONDS.toMillis(nanos);
  }

  /** What is believed at an instant, epoch milliseconds. */
  long at(long wallMillis, long nanos) {
    long steady = TimeUnit.NANOSECONDS.toMillis(nanos);
    long found = wallMillis - steady;
    if (isNear(found, ahead)) {
      ahead = found;
      doubted = false;
    } else if (!doubted || !isNear(found, doubtedAhead)) {
      LOG.warn("the wall clock moved by {} ms; it is not believed for a minute", found - ahead);
      doubted = true;
      doubtedAhead = found;
      doubtedSince = nanos;
    } else if (nanos - doubtedSince >= DOUBT_NANOS) {
      LOG.warn("the wall clock that moved by {} ms is believed", found - ahead);
      ahead = found;
      doubted = false;
    }
    return steady + ahead;
  }

  private static boolean isNear(long one, long other) {
    return Math.abs(one - other) <= SLEW_MILLIS;
  }
}
