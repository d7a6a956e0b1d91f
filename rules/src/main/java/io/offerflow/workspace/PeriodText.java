package io.offerflow.workspace;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;

/** Periods as files write them: {@code 2026-11-01 .. 2026-12-31}, or with instants. */
final class PeriodText {
  private static final String FORM =
      "write whole days such as 2026-11-01 .. 2026-12-31, or instants such as"
          + " 2026-11-01T08:00:00+08:00 .. 2026-11-02T08:00:00+08:00";

  private PeriodText() {}

  /**
   * A period of a section, {@link Period#ALWAYS} when the key is absent.
   *
   * @param zone in which whole days begin and end
   */
  static Period read(Section section, String key, ZoneId zone) {
    String text = section.text(key);
    if (text == null) {
      return Period.ALWAYS;
    }
    Yaml at = section.get(key);
    int dots = text.indexOf("..");
    if (dots < 0) {
      section.sheet.error(at, "`" + key + "` is a period: " + FORM);
      return Period.ALWAYS;
    }
    try {
      long from = begin(text.substring(0, dots).strip(), zone);
      long to = end(text.substring(dots + 2).strip(), zone);
      if (from < to) {
        return new Period(from, to);
      }
      section.sheet.error(at, "`" + key + "` ends before it begins: swap the two");
    } catch (DateTimeException | ArithmeticException wrong) {
      section.sheet.error(
          at,
          "`"
              + key
              + "`: "
              + (wrong instanceof Unreadable ? Sheet.shorten(wrong.getMessage()) + "; " : "")
              + FORM);
    }
    return Period.ALWAYS;
  }

  private static long begin(String text, ZoneId zone) {
    return isDay(text) ? day(text).atStartOfDay(zone).toInstant().toEpochMilli() : instant(text);
  }

  private static long end(String text, ZoneId zone) {
    return isDay(text)
        ? day(text).plusDays(1).atStartOfDay(zone).toInstant().toEpochMilli()
        : instant(text);
  }

  private static boolean isDay(String text) {
    return text.length() <= 10;
  }

  private static LocalDate day(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeException wrong) {
      throw new Unreadable("\"" + text + "\" is no day of the calendar");
    }
  }

  private static long instant(String text) {
    try {
      return OffsetDateTime.parse(text).toInstant().toEpochMilli();
    } catch (DateTimeException wrong) {
      throw new Unreadable("\"" + text + "\" is no instant with an offset");
    }
  }

  /** One end of the period, with a sentence about it. */
  private static final class Unreadable extends DateTimeException {
    private static final long serialVersionUID = 1L;

    Unreadable(String message) {
      super(message);
    }
  }
}
