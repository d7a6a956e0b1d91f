package io.offerflow.pipeline.state;

import java.util.Arrays;

/**
 * What the job keeps of one customer: the core's state as bytes that only the core reads, and when
 * she must be looked at again. Never changed once made: neither the array nor the numbers, so that
 * copies may share them.
 *
 * @param blob the core's state
 * @param due when something of hers is due, epoch milliseconds; {@link #NEVER} for never
 * @param wakeup the instant of the timer that Flink holds for her; {@link #NEVER} for none. It is
 *     never later than {@code due}, but may be earlier: such a timer finds nothing due and moves on
 */
public record Saved(byte[] blob, long due, long wakeup) {
  public static final long NEVER = Long.MAX_VALUE;

  @Override
  public boolean equals(Object other) {
    return other instanceof Saved that
        && due == that.due
        && wakeup == that.wakeup
        && Arrays.equals(blob, that.blob);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(blob) + Long.hashCode(due ^ Long.rotateLeft(wakeup, 32));
  }

  /** No content: it is personal. */
  @Override
  public String toString() {
    return "Saved[" + blob.length + " bytes, due " + due + ", wakeup " + wakeup + "]";
  }
}
