package io.offerflow.feature;

import io.offerflow.feature.EventLog.Merged;
import java.math.BigDecimal;

/** Reads features off an {@link EventLog}, entry by entry. */
final class LogTally {
  private LogTally() {}

  /** See {@link Open#value}. It makes no walk, which would be one more object for each read. */
  static Object value(EventLog log, Reading reading, long edge) {
    Tally tally = new Tally(reading.feature().aggregate());
    for (int entry = log.size - 1; entry >= 0 && log.times[entry] > edge; entry--) {
      add(tally, log, reading.column(), entry);
    }
    return tally.result();
  }

  /**
   * The same of a log that is gone through.
   *
   * @param tally to which nothing was added
   */
  static Object value(LogWalk walk, Tally tally, long edge) {
    while (walk.next() && walk.time() > edge) {
      walk.addTo(tally);
    }
    return tally.result();
  }

  /**
   * See {@link Open#nextFall}.
   *
   * @param tally to which nothing was added
   */
  static long nextFall(LogWalk walk, Tally tally, long length, long after, BigDecimal line) {
    boolean grows = tally.grows();
    long lineMicros = Decimals.micros(line);
    long fall = Open.NEVER;
    boolean below = tally.isBelow(line, lineMicros);
    boolean more = walk.next();
    while (more && walk.time() + length >= after && (below || !grows)) {
      long time = walk.time();
      do {
        walk.addTo(tally);
        more = walk.next();
      } while (more && walk.time() == time);
      boolean belowWith = tally.isBelow(line, lineMicros);
      if (below && !belowWith) {
        fall = time + length;
      }
      below = belowWith;
    }
    return fall;
  }

  /** Goes through a log of objects. */
  static LogWalk walk(EventLog log, int column) {
    return new Entries(log, column);
  }

  private static final class Entries extends LogWalk {
    private final EventLog log;
    private final int column;
    private int entry;

    Entries(EventLog log, int column) {
      this.log = log;
      this.column = column;
      entry = log.size;
    }

    @Override
    boolean next() {
      entry--;
      return entry >= 0;
    }

    @Override
    long time() {
      return log.times[entry];
    }

    @Override
    void addTo(Tally tally) {
      add(tally, log, column, entry);
    }
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
