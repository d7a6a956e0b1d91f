package io.offerflow.feature;

import io.offerflow.feature.EventLog.Merged;
import java.util.Arrays;

/**
 * Makes a long log shorter: merges neighbours that no window that is still exact needs one by one.
 *
 * <p>Neighbours merge once both are old enough and lie in the same cell. In a log that was merged
 * before, an event changes that for few: for what it makes one too old for the newest {@value
 * EventLog#EXACT}, for what has left a shorter window meanwhile, and beside itself. To look at
 * these alone comes to the same as to look at all ({@code LogMergeTest}).
 */
final class LogMerge {
  private static final int FEW = 8;

  private final EventLog log;
  private final long now;
  private final int columns;

  /** Entries that may have become mergeable with the one before them. */
  private int[] changed = new int[FEW];

  private int changes;

  LogMerge(EventLog log, long now) {
    this.log = log;
    this.now = now;
    this.columns = log.numbers.length;
  }

  /**
   * The most entries that a log has once it was merged, see {@link EventLog}.
   *
   * @param columns what is counted, the events themselves if they are
   * @param cells of each length of window
   */
  static int bound(int columns, long[] cells) {
    long bound = EventLog.EXACT * (2L * columns - 1) - cells[0];
    for (long some : cells) {
      bound += 2 * some;
    }
    return (int) Math.min(Integer.MAX_VALUE, bound);
  }

  /** Looks at all entries. */
  void run() {
    OneByOne exact = new OneByOne(log);
    log.exact = null;
    log.sums = null;
    int last = log.size;
    boolean lastMayMerge = false;
    for (int entry = log.size - 1; entry >= 0; entry--) {
      boolean mayMerge = exact.mayMerge(entry);
      if (mayMerge && lastMayMerge && isSameCell(entry, last)) {
        merge(entry, last);
      } else {
        last--;
        if (last != entry) {
          log.move(entry, last, 1);
        }
      }
      lastMayMerge = mayMerge;
    }
    log.dropFirst(last);
  }

  /**
   * An event was put into a log of more than {@value EventLog#EXACT} entries that was merged when
   * the one before was.
   *
   * @param at where it is
   * @param before time of the newest event until then
   */
  void entered(int at, long before) {
    log.exact.inserted(at, this);
    mayMergeNow(at);
    for (int i = 0; i < log.store.shorterWindows(); i++) {
      int end = log.firstFrom(log.store.begin(i, now));
      for (int entry = log.firstFrom(log.store.begin(i, before)); entry < end; entry++) {
        change(entry);
      }
    }
    Arrays.sort(changed, 0, changes);
    int seen = log.size;
    for (int i = changes - 1; i >= 0; i--) {
      if (changed[i] < seen) {
        seen = mergeBefore(changed[i]);
      }
    }
  }

  /** It has perhaps become mergeable with either neighbour. */
  void mayMergeNow(int entry) {
    change(entry);
    change(entry + 1);
  }

  private void change(int entry) {
    if (changes == changed.length) {
      changed = Arrays.copyOf(changed, 2 * changes);
    }
    changed[changes++] = entry;
  }

  /** Merges an entry with those before it as far as they may; returns where it is then. */
  private int mergeBefore(int entry) {
    int newer = entry;
    while (newer > 0
        && log.exact.mayMerge(newer)
        && log.exact.mayMerge(newer - 1)
        && isSameCell(newer - 1, newer)) {
      merge(newer - 1, newer);
      newer--;
      log.remove(newer);
    }
    return newer;
  }

  private boolean isSameCell(int older, int newer) {
    long width = log.store.resolution(log.times[newer], now);
    Merged merged = log.merged(older);
    long oldest = merged == null ? log.times[older] : merged.oldest;
    Merged also = log.merged(newer);
    oldest = also == null ? oldest : Math.min(oldest, also.oldest);
    return Math.floorDiv(oldest, width) == Math.floorDiv(log.times[newer], width);
  }

  private void merge(int older, int newer) {
    if (log.merged == null) {
      log.merged = new Merged[log.times.length];
    }
    Merged into = mergedOf(newer);
    Merged from = mergedOf(older);
    into.count += from.count;
    into.oldest = Math.min(into.oldest, from.oldest);
    for (int c = 0; c < columns; c++) {
      if (into.totals[c] == null) {
        into.totals[c] = from.totals[c];
      } else if (from.totals[c] != null) {
        into.totals[c].absorbOlder(from.totals[c]);
      }
    }
    log.merged[newer] = into;
  }

  private Merged mergedOf(int entry) {
    Merged known = log.merged(entry);
    if (known != null) {
      return known;
    }
    Merged one = new Merged(columns);
    one.count = 1;
    one.oldest = log.times[entry];
    for (int c = 0; c < columns; c++) {
      Object value = log.get(c, entry);
      if (value != null) {
        int needs = log.store.columns().get(c).needs();
        one.totals[c] = ColumnTotal.of(value, one.oldest, needs);
      }
    }
    return one;
  }
}
