package io.offerflow.feature;

import io.offerflow.event.Event;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongPredicate;

/** What the contract says a feature is, calculated from all events there ever were. */
final class Reference {
  /** In order of arrival. */
  final List<Event> events = new ArrayList<>();

  Object value(Feature feature, long now, ZoneId zone) {
    return value(feature, time -> isInside(feature.window(), time, now, zone));
  }

  /** The earliest fall from {@code after} on, found by trying every event's end. */
  long nextFall(Feature feature, long after, BigDecimal line) {
    long length = ((Window.Rolling) feature.window()).lengthMillis();
    long earliest = Long.MAX_VALUE;
    for (Event event : events) {
      long fall = event.time() + length;
      Object without = value(feature, t -> t > fall - length && t <= fall);
      Object with = value(feature, t -> t >= fall - length && t <= fall);
      if (fall >= after && isBelow(without, line) && with != null && !isBelow(with, line)) {
        earliest = Math.min(earliest, fall);
      }
    }
    return earliest;
  }

  private static boolean isBelow(Object value, BigDecimal line) {
    return value instanceof BigDecimal number && number.compareTo(line) < 0;
  }

  private static boolean isInside(Window window, long time, long now, ZoneId zone) {
    if (window instanceof Window.Rolling rolling) {
      return time > now - rolling.lengthMillis();
    }
    if (window instanceof Window.Calendar calendar) {
      return period(calendar.unit(), time, zone).equals(period(calendar.unit(), now, zone));
    }
    return true;
  }

  private static LocalDate period(Window.Unit unit, long time, ZoneId zone) {
    LocalDate day = Instant.ofEpochMilli(time).atZone(zone).toLocalDate();
    while (unit == Window.Unit.WEEK && day.getDayOfWeek() != DayOfWeek.MONDAY
        || unit == Window.Unit.MONTH && day.getDayOfMonth() != 1) {
      day = day.minusDays(1);
    }
    return day;
  }

  Object value(Feature feature, LongPredicate window) {
    List<Event> inside =
        events.stream()
            .filter(event -> event.type().equals(feature.event()) && window.test(event.time()))
            .filter(event -> feature.field() == null || field(event, feature) != null)
            .filter(event -> currencyFits(event, feature))
            .sorted(Comparator.comparingLong(Event::time))
            .toList();
    int count = inside.size();
    return switch (feature.aggregate()) {
      case COUNT -> BigDecimal.valueOf(count);
      case SUM -> sum(feature, inside);
      case AVERAGE ->
          count == 0
              ? null
              : sum(feature, inside).divide(BigDecimal.valueOf(count), 6, RoundingMode.HALF_UP);
      case MIN -> inside.stream().map(e -> field(e, feature)).min(Reference::compare).orElse(null);
      case MAX -> inside.stream().map(e -> field(e, feature)).max(Reference::compare).orElse(null);
      case FIRST -> count == 0 ? null : field(inside.get(0), feature);
      case LATEST -> count == 0 ? null : field(inside.get(count - 1), feature);
      case DISTINCT -> BigDecimal.valueOf(Math.min(128, distinct(feature, inside)));
    };
  }

  private static long distinct(Feature feature, List<Event> inside) {
    return inside.stream()
        .map(event -> field(event, feature))
        .map(v -> v instanceof BigDecimal number ? number.stripTrailingZeros() : v)
        .distinct()
        .count();
  }

  private static BigDecimal sum(Feature feature, List<Event> inside) {
    return inside.stream()
        .map(event -> ((BigDecimal) field(event, feature)).setScale(6, RoundingMode.HALF_UP))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static Object field(Event event, Feature feature) {
    return feature.field().equals("time")
        ? Instant.ofEpochMilli(event.time())
        : event.fields().get(feature.field());
  }

  private static boolean currencyFits(Event event, Feature feature) {
    Object currency = event.fields().get("currency");
    return feature.currency() == null || currency == null || currency.equals(feature.currency());
  }

  @SuppressWarnings("unchecked")
  private static int compare(Object one, Object other) {
    return ((Comparable<Object>) one).compareTo(other);
  }
}
