package io.offerflow.feature;

import io.offerflow.feature.EventLog.Merged;
import java.math.BigDecimal;

/** Reads features off an {@link EventLog}, entry by entry. */
final class LogTally {
  private LogTally() {}

  /** See {@link Kept#value}. */
  static Object value(EventLog log, Reading reading, long edge) {
    Tally tally = new Tally(reading.feature().aggregate());
    for (int entry = log.size - 1; entry >= 0 && log.times[entry] > edge; entry--) {
      add(tally, log, reading.column(), entry);
    }
    return tally.result();
  }

  /** See {@link Kept#nextFall}. */
  static long nextFall(EventLog log, Reading reading, long length, long after, BigDecimal line) {
    Tally tally = new Tally(reading.feature().aggregate());
    boolean grows = reading.feature().aggregate() == Aggregate.COUNT;
    long lineMicros = Decimals.micros(line);
    long fall = Kept.NEVER;
    boolean below = tally.isBelow(line, lineMicros);
    int entry = log.size - 1;
    while (entry >= 0 && log.times[entry] + length >= after && (below || !grows)) {
      long time = log.times[entry];
      for (; entry >= 0 && log.times[entry] == time; entry--) {
        add(tally, log, reading.column(), entry);
      }
      boolean belowWith = tally.isBelow(line, lineMicros);
      if (below && !belowWith) {
        fall = time + length;
      }
      below = belowWith;
    }
    return fall;
  }

  private static void add(Tally tally, EventLog log, int column, int entry) {
    Merged events = log.merged(entry);
    if (column < 0) {
      tally.count(events == null ? 1 : events.count);
    } else if (events != null) {
      if (events.totals[column] != null) {
        tally.add(events.totals[column]);
      }
    } else {
      long number = log.numbers[column][entry];
      if (number == Decimals.OTHER) {
        tally.add(log.others[column][entry]);
      } else if (number != Decimals.ABSENT) {
        tally.add(number);
      }
    }
  }
}
