package io.offerflow.gateway;

import java.util.TreeSet;

/**
 * Which records of one partition are settled. They are settled in any order; only what stands
 * before the first open one may be committed.
 */
final class OffsetLedger {
  private final TreeSet<Long> open = new TreeSet<>();
  private long next = -1;
  private long committed = -1;

  /** A record was read; they come in order. */
  synchronized void read(long offset) {
    open.add(offset);
    next = offset + 1;
  }

  /** A record needs nothing more. */
  synchronized void settle(long offset) {
    open.remove(offset);
  }

  /** The offset to commit, or -1 when there is nothing new to commit. */
  synchronized long toCommit() {
    long reached = open.isEmpty() ? next : open.first();
    return reached > committed && reached >= 0 ? reached : -1;
  }

  synchronized void committed(long offset) {
    committed = Math.max(committed, offset);
  }

  synchronized int open() {
    return open.size();
  }
}
