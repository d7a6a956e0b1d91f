package io.offerflow.feature;

import io.offerflow.feature.EventLog.Merged;
import java.util.Arrays;

/**
 * What the entries of a long log add up to, from its first one to each: a window's number is then
 * the difference of two. Made for logs that are read again and again; it is no part of the state.
 *
 * <p>What a {@code long} of millionths cannot hold for sure is added up entry by entry.
 */
final class LogSums {
  /** A log of fewer entries is read as fast without. */
  static final int WORTH = 32;

  /** Before it was read so often it pays to read it entry by entry. */
  private static final int READS = 3;

  /** So many entries of less than {@link #LARGE} each do not overflow. */
  private static final int MOST = 1 << 12;

  private static final long LARGE = 1L << 50;

  private final EventLog log;
  private int reads;

  /** So many entries are added up, from the oldest on. */
  private int known;

  /** How many events there are before each entry. */
  private long[] events = {};

  /** By column, how many values there are before each entry, and what they add up to. */
  private final long[][] values;

  private final long[][] sums;

  /** By column, where the entries begin that are all small numbers. */
  private final int[] small;

  LogSums(EventLog log) {
    this.log = log;
    values = new long[log.numbers.length][0];
    sums = new long[log.numbers.length][0];
    small = new int[log.numbers.length];
  }

  static boolean serves(Aggregate aggregate) {
    return aggregate == Aggregate.COUNT
        || aggregate == Aggregate.SUM
        || aggregate == Aggregate.AVERAGE;
  }

  /** See {@link Open#value}. */
  Object value(Reading reading, long edge) {
    if (reads < READS || log.size > MOST) {
      reads++;
      return LogTally.value(log, reading, edge);
    }
    addUp();
    int from = log.firstFrom(edge + 1);
    Tally tally = new Tally(reading.feature().aggregate());
    int column = reading.column();
    if (column < 0) {
      tally.count(events[log.size] - events[from]);
    } else if (from < small[column]) {
      return LogTally.value(log, reading, edge);
    } else {
      tally.count(values[column][log.size] - values[column][from]);
      tally.addMicros(sums[column][log.size] - sums[column][from]);
    }
    return tally.result();
  }

  private void addUp() {
    if (events.length <= log.size) {
      int capacity = log.times.length + 1;
      events = Arrays.copyOf(events, capacity);
      for (int c = 0; c < sums.length; c++) {
        values[c] = Arrays.copyOf(values[c], capacity);
        sums[c] = Arrays.copyOf(sums[c], capacity);
      }
    }
    for (int entry = known; entry < log.size; entry++) {
      Merged merged = log.merged(entry);
      events[entry + 1] = events[entry] + (merged == null ? 1 : merged.count);
      for (int c = 0; c < sums.length; c++) {
        values[c][entry + 1] = values[c][entry] + count(c, entry);
        long micros = micros(c, entry);
        sums[c][entry + 1] = sums[c][entry] + micros;
        if (isLarge(micros)) {
          small[c] = entry + 1;
        }
      }
    }
    known = log.size;
  }

  private long count(int column, int entry) {
    Merged merged = log.merged(entry);
    if (merged != null) {
      return merged.totals[column] == null ? 0 : merged.totals[column].count;
    }
    return log.numbers[column][entry] == Decimals.ABSENT ? 0 : 1;
  }

  private long micros(int column, int entry) {
    Merged merged = log.merged(entry);
    if (merged != null) {
      return merged.totals[column] == null ? 0 : merged.totals[column].micros();
    }
    long number = log.numbers[column][entry];
    return number == Decimals.ABSENT ? 0 : number;
  }

  /** Of {@link Decimals#OTHER} it is true as well. */
  private static boolean isLarge(long micros) {
    return micros <= -LARGE || micros >= LARGE;
  }

  /** An entry was put in there. */
  void inserted(int at) {
    known = Math.min(known, at);
    for (int c = 0; c < small.length; c++) {
      small[c] = Math.min(small[c], at);
    }
  }

  /** The oldest entries have left. */
  void dropped(int entries) {
    if (entries > known) {
      inserted(0);
      return;
    }
    known -= entries;
    shift(entries, 0, known + 1);
    for (int c = 0; c < small.length; c++) {
      small[c] = Math.max(0, small[c] - entries);
    }
  }

  /** That entry has become one with the next. */
  void joined(int entry) {
    if (known < entry + 2) {
      inserted(Math.min(known, entry));
      return;
    }
    shift(entry + 2, entry + 1, known - entry - 1);
    known--;
    for (int c = 0; c < small.length; c++) {
      if (small[c] > entry + 1) {
        small[c]--;
      }
      if (isLarge(micros(c, entry))) {
        small[c] = Math.max(small[c], entry + 1);
      }
    }
  }

  private void shift(int from, int to, int length) {
    System.arraycopy(events, from, events, to, length);
    for (int c = 0; c < sums.length; c++) {
      System.arraycopy(values[c], from, values[c], to, length);
      System.arraycopy(sums[c], from, sums[c], to, length);
    }
  }
}
