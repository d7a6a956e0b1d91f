package io.offerflow.feature;

import io.offerflow.feature.EventLog.Merged;

/**
 * Where in a log the newest {@value EventLog#EXACT} events of each column begin, and those of the
 * log itself: they stay one by one. Follows what happens to the log, so that it need not be found
 * anew for each event.
 */
final class OneByOne {
  private final EventLog log;

  /** Of each column, at the end of the log itself: the oldest of these entries; 0 if all are. */
  private final int[] from;

  /** How many events there are from that entry on. */
  private final long[] held;

  OneByOne(EventLog log) {
    this.log = log;
    from = new int[log.numbers.length + 1];
    held = new long[from.length];
    for (int c = 0; c < from.length; c++) {
      int entry = log.size;
      while (entry > 0 && held[c] < EventLog.EXACT) {
        entry--;
        held[c] += events(c, entry);
      }
      from[c] = entry;
    }
  }

  /** How many events of a column an entry is made of. */
  private long events(int column, int entry) {
    Merged merged = log.merged(entry);
    if (column == log.numbers.length) {
      boolean counted = log.store.isCounting();
      return counted ? merged == null ? 1 : merged.count : 0;
    }
    if (merged != null) {
      return merged.totals[column] == null ? 0 : merged.totals[column].count;
    }
    return log.numbers[column][entry] == Decimals.ABSENT ? 0 : 1;
  }

  /** Whether it is none of the newest events of any column. */
  boolean mayMerge(int entry) {
    for (int c = 0; c < from.length; c++) {
      if (entry >= from[c] && events(c, entry) > 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * An entry of one event was put in there.
   *
   * @param merge is told of the entries that became too old by it
   */
  void inserted(int at, LogMerge merge) {
    for (int c = 0; c < from.length; c++) {
      if (held[c] >= EventLog.EXACT && at <= from[c]) {
        from[c]++;
        continue;
      }
      held[c] += events(c, at);
      long oldest = events(c, from[c]);
      while (held[c] - oldest >= EventLog.EXACT) {
        if (oldest > 0) {
          merge.mayMergeNow(from[c]);
        }
        held[c] -= oldest;
        from[c]++;
        oldest = events(c, from[c]);
      }
    }
  }

  /** The oldest entries are about to leave. */
  void dropping(int entries) {
    for (int c = 0; c < from.length; c++) {
      for (int entry = from[c]; entry < entries; entry++) {
        held[c] -= events(c, entry);
      }
      from[c] = Math.max(0, from[c] - entries);
    }
  }

  /** An entry that might merge is no more, and those after it have moved up. */
  void removed(int entry) {
    for (int c = 0; c < from.length; c++) {
      if (from[c] > entry) {
        from[c]--;
      }
    }
  }
}
