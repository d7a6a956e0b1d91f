package io.offerflow.feature;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;

/** The span of time that a feature, a cap or a limit looks at. */
public sealed interface Window {

  /**
   * The last instant before the window: at {@code now} it holds what is later than this.
   *
   * @param now epoch milliseconds
   * @param zone of the customer, in which calendar windows begin
   * @return epoch milliseconds; {@code Long.MIN_VALUE} for a window without a beginning
   */
  long edge(long now, ZoneId zone);

  /** {@code last: 30d}: the rolling window {@code (now - length, now]}. */
  record Rolling(long lengthMillis) implements Window {
    @Override
    public long edge(long now, ZoneId zone) {
      return now - lengthMillis;
    }
  }

  /** {@code since: day}: from the local beginning of the day, week or month up to now. */
  record Calendar(Unit unit) implements Window {
    @Override
    public long edge(long now, ZoneId zone) {
      return start(firstDay(now, zone), zone) - 1;
    }

    /** When the next day, week or month begins, in epoch milliseconds. */
    public long nextStart(long now, ZoneId zone) {
      LocalDate first = firstDay(now, zone);
      LocalDate next =
          switch (unit) {
            case DAY -> first.plusDays(1);
            case WEEK -> first.plusWeeks(1);
            case MONTH -> first.plusMonths(1);
          };
      return start(next, zone);
    }

    private LocalDate firstDay(long now, ZoneId zone) {
      LocalDate today = LocalDate.ofInstant(Instant.ofEpochMilli(now), zone);
      return switch (unit) {
        case DAY -> today;
        case WEEK -> today.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
        case MONTH -> today.withDayOfMonth(1);
      };
    }

    /** A day whose midnight is skipped begins at its first instant, which is what this gives. */
    private static long start(LocalDate day, ZoneId zone) {
      return day.atStartOfDay(zone).toInstant().toEpochMilli();
    }
  }

  /** Everything since the customer became known. */
  record Life() implements Window {
    @Override
    public long edge(long now, ZoneId zone) {
      return Long.MIN_VALUE;
    }
  }

  /** Calendar units; weeks begin on Monday. */
  enum Unit {
    DAY,
    WEEK,
    MONTH
  }
}
