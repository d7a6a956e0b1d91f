package io.offerflow.gateway.http;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** How long the other side asks to be left alone: the header Retry-After, seconds or a date. */
final class RetryAfter {
  /** A peer that says more than this is asked again all the same. */
  static final Duration MOST = Duration.ofHours(1);

  private RetryAfter() {}

  /** Null when nothing, or nothing that can be understood, is said. */
  static Duration of(HttpHeaders headers, Instant now) {
    return headers.firstValue("retry-after").map(text -> parse(text.strip(), now)).orElse(null);
  }

  private static Duration parse(String text, Instant now) {
    if (text.matches("[0-9]{1,9}")) {
      return bounded(Duration.ofSeconds(Long.parseLong(text)));
    }
    try {
      Instant then = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return bounded(Duration.between(now, then));
    } catch (DateTimeException notADate) {
      return null;
    }
  }

  private static Duration bounded(Duration said) {
    return said.isNegative() ? Duration.ZERO : said.compareTo(MOST) > 0 ? MOST : said;
  }
}
