package io.offerflow.feature;

import io.offerflow.feature.EventLog.Merged;

/**
 * Makes a long log shorter: merges neighbours that no window that is still exact needs one by one.
 */
final class LogMerge {
  private final EventLog log;
  private final long now;
  private final int columns;

  /** Events seen so far, from the newest: of each column, and at the end of the log itself. */
  private final long[] seen;

  LogMerge(EventLog log, long now) {
    this.log = log;
    this.now = now;
    this.columns = log.numbers.length;
    this.seen = new long[columns + 1];
  }

  void run() {
    int last = log.size;
    boolean lastMayMerge = false;
    for (int entry = log.size - 1; entry >= 0; entry--) {
      boolean mayMerge = !isAmongNewest(entry);
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

  /** Whether it is one of the newest events of any column; counts it. */
  private boolean isAmongNewest(int entry) {
    Merged merged = log.merged(entry);
    boolean newest = false;
    for (int c = 0; c <= columns; c++) {
      long events = events(merged, c, entry);
      newest |= events > 0 && seen[c] < EventLog.EXACT;
      seen[c] += events;
    }
    return newest;
  }

  private long events(Merged merged, int column, int entry) {
    if (column == columns) {
      boolean counted = log.store.isCounting();
      return counted ? merged == null ? 1 : merged.count : 0;
    }
    if (merged != null) {
      return merged.totals[column] == null ? 0 : merged.totals[column].count;
    }
    return log.numbers[column][entry] == Decimals.ABSENT ? 0 : 1;
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
