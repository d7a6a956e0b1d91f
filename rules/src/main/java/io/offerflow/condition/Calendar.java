package io.offerflow.condition;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/** The customer's calendar at one moment: what the functions of time count with. */
record Calendar(Instant now, ZoneId zone) {
  private static final BigDecimal MINUTE = BigDecimal.valueOf(60_000);

  /** Null where there is no now, as in a {@code where}. */
  static Calendar of(Values values) {
    return values.get(Ref.Ambient.NOW) instanceof Instant now
        ? new Calendar(now, values.zone())
        : null;
  }

  BigDecimal daysUntil(Object dateOrTime) {
    return BigDecimal.valueOf(ChronoUnit.DAYS.between(localDay(now), localDay(dateOrTime)));
  }

  /** Somebody born on 29 February is a year older on the 28th in years without one. */
  BigDecimal age(Object date) {
    LocalDate born = (LocalDate) date;
    LocalDate today = localDay(now);
    int years = today.getYear() - born.getYear();
    return BigDecimal.valueOf(today.isBefore(born.withYear(today.getYear())) ? years - 1 : years);
  }

  BigDecimal minutesSince(Object time) {
    long millis = now.toEpochMilli() - ((Instant) time).toEpochMilli();
    return BigDecimal.valueOf(millis).divide(MINUTE, MathContext.DECIMAL128);
  }

  private LocalDate localDay(Object dateOrTime) {
    return dateOrTime instanceof LocalDate date
        ? date
        : ((Instant) dateOrTime).atZone(zone).toLocalDate();
  }
}
