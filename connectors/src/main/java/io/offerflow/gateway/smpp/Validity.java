package io.offerflow.gateway.smpp;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** How an SMSC is told until when to try to deliver a message. */
enum Validity {
  RELATIVE,
  ABSOLUTE,
  NONE;

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyMMddHHmmss").withZone(ZoneOffset.UTC);

  private static final long MONTH_DAYS = 30;

  /** SMPP's {@code validity_period}, never beyond the deadline but for the last second; or null. */
  String until(long deadline, long now) {
    return switch (this) {
      case NONE -> null;
      case ABSOLUTE -> MOMENT.format(Instant.ofEpochMilli(deadline)) + "000+";
      case RELATIVE -> relative(Math.max(1, (deadline - now) / 1000));
    };
  }

  private static String relative(long seconds) {
    long days = seconds / 86_400;
    long months = days / MONTH_DAYS;
    if (months > 11) {
      return "010000000000000R";
    }
    return String.format(
        "00%02d%02d%02d%02d%02d000R",
        months, days % MONTH_DAYS, seconds / 3_600 % 24, seconds / 60 % 60, seconds % 60);
  }
}
