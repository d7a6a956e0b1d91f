package io.offerflow.pipeline.demo;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * When Kafka appended the latest million of the city's events, by their number. Written by the
 * producer's thread, read by whoever measures; an entry is one long, so it is seen whole or not.
 */
final class AppendTimes {
  static final long UNKNOWN = -1;

  private static final int BITS = 20;
  private static final int SIZE = 1 << BITS;
  private static final long LOW = 0xFFFF_FFFFL;

  /** In an entry the upper half says which round of the ring it is of, the lower the time. */
  private final AtomicLongArray entries = new AtomicLongArray(SIZE);

  private final long origin;

  /**
   * @param origin epoch milliseconds; times from then on, for 49 days, can be kept
   */
  AppendTimes(long origin) {
    this.origin = origin;
  }

  void put(long number, long time) {
    entries.set(slot(number), round(number) << 32 | Math.max(0, time - origin) & LOW);
  }

  /** Epoch milliseconds; {@link #UNKNOWN} when it is not known yet or any more. */
  long get(long number) {
    long entry = entries.get(slot(number));
    return entry >>> 32 == round(number) ? origin + (entry & LOW) : UNKNOWN;
  }

  private static int slot(long number) {
    return (int) (number & SIZE - 1);
  }

  /** From 1, so that an entry never written is of no round. */
  private static long round(long number) {
    return (number >>> BITS) + 1 & LOW;
  }
}
