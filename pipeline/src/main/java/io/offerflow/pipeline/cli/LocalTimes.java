package io.offerflow.pipeline.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Instants as a customer's own clock shows them. */
final class LocalTimes {
  private static final DateTimeFormatter ISO = DateTimeFormatter.ISO_OFFSET_DATE_TIME;
  private static final DateTimeFormatter MINUTES =
      DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm", Locale.ENGLISH);
  private static final DateTimeFormatter SECONDS =
      DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm:ss", Locale.ENGLISH);
  private static final DateTimeFormatter MILLIS =
      DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm:ss.SSS", Locale.ENGLISH);

  private LocalTimes() {}

  /** With the offset: {@code 2026-11-21T16:15:30+08:00}. */
  static String iso(long epochMillis, ZoneId zone) {
    return ISO.format(Instant.ofEpochMilli(epochMillis).atZone(zone));
  }

  /** For people: {@code Sat 2026-11-21 16:15}, as exact as it has to be. */
  static String text(long epochMillis, ZoneId zone) {
    ZonedDateTime local = Instant.ofEpochMilli(epochMillis).atZone(zone);
    DateTimeFormatter format = epochMillis % 60_000 == 0 ? MINUTES : SECONDS;
    return (epochMillis % 1_000 == 0 ? format : MILLIS).format(local);
  }
}
