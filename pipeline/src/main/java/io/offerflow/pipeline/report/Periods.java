package io.offerflow.pipeline.report;

import io.offerflow.measure.Measured;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** Days, weeks or months, whichever make a readable number of points. */
final class Periods {
  private static final int MOST_DAYS = 62;
  private static final int MOST_WEEKS = 80;

  private final List<Measured.Day> days;
  private final Kind kind;
  private final LocalDate first;
  private final List<LocalDate> starts = new ArrayList<>();

  private enum Kind {
    DAY(ChronoUnit.DAYS),
    WEEK(ChronoUnit.WEEKS),
    MONTH(ChronoUnit.MONTHS);

    private final ChronoUnit unit;

    Kind(ChronoUnit unit) {
      this.unit = unit;
    }
  }

  Periods(List<Measured.Day> days) {
    this.days = days;
    LocalDate from = days.isEmpty() ? null : days.get(0).date();
    LocalDate to = days.isEmpty() ? null : days.get(days.size() - 1).date();
    long length = days.isEmpty() ? 0 : ChronoUnit.DAYS.between(from, to) + 1;
    kind = length <= MOST_DAYS ? Kind.DAY : length <= MOST_WEEKS * 7 ? Kind.WEEK : Kind.MONTH;
    first = days.isEmpty() ? null : start(from);
    for (LocalDate at = first; at != null && !at.isAfter(to); at = at.plus(1, kind.unit)) {
      starts.add(at);
    }
  }

  private LocalDate start(LocalDate date) {
    return switch (kind) {
      case DAY -> date;
      case WEEK -> date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      case MONTH -> date.withDayOfMonth(1);
    };
  }

  /** {@code day}, {@code week} or {@code month}. */
  String word() {
    return kind.name().toLowerCase(Locale.ROOT);
  }

  List<String> labels() {
    return starts.stream()
        .map(start -> kind == Kind.MONTH ? start.toString().substring(0, 7) : start.toString())
        .toList();
  }

  double[] sums(ToLongFunction<Measured.Day> count) {
    double[] sums = new double[starts.size()];
    for (Measured.Day day : days) {
      int at = (int) kind.unit.between(first, start(day.date()));
      sums[at] += count.applyAsLong(day);
    }
    return sums;
  }
}
