package io.offerflow.codec;

import java.time.Instant;
import java.time.LocalDate;

/**
 * Instants as RFC 3339 writes them, from 1970 to 9999. By hand, because every event has one and
 * {@code java.time} takes a microsecond for it.
 */
public final class Rfc3339 {
  /** What {@link #parse} answers when the text is no such instant. */
  public static final long INVALID = Long.MIN_VALUE;

  /** The last millisecond of the year 9999. */
  public static final long MAX_MILLIS = 253_402_300_799_999L;

  private static final long DAY_MILLIS = 86_400_000L;

  private Rfc3339() {}

  /** Whether it is an instant that events may have: from 1970 to 9999. */
  public static boolean inRange(long epochMillis) {
    return epochMillis >= 0 && epochMillis <= MAX_MILLIS;
  }

  /**
   * Epoch milliseconds of a text such as {@code 2026-11-21T08:15:30.123+08:00}; what is finer than
   * a millisecond is cut off. A leap second, which ends a day of UTC, is the first of the next day.
   * {@link #INVALID} when it has no offset, is no date, or is out of range.
   */
  public static long parse(String text) {
    return parse(text.toCharArray(), 0, text.length());
  }

  static long parse(char[] in, int from, int length) {
    if (length < 20 || in[from + 4] != '-' || in[from + 7] != '-') {
      return INVALID;
    }
    char t = in[from + 10];
    if ((t != 'T' && t != 't') || in[from + 13] != ':' || in[from + 16] != ':') {
      return INVALID;
    }
    int hour = digits(in, from + 11, 2);
    int minute = digits(in, from + 14, 2);
    int second = digits(in, from + 17, 2);
    long day = epochDay(digits(in, from, 4), digits(in, from + 5, 2), digits(in, from + 8, 2));
    if (day == INVALID || !clock(hour, minute) || second < 0 || second > 60) {
      return INVALID;
    }
    int end = from + length;
    int at = from + 19;
    int millis = 0;
    if (in[at] == '.') {
      int digits = 0;
      for (at++; at < end && isDigit(in[at]); at++, digits++) {
        if (digits < 3) {
          millis = millis * 10 + (in[at] - '0');
        }
      }
      if (digits == 0) {
        return INVALID;
      }
      for (; digits < 3; digits++) {
        millis *= 10;
      }
    }
    int offset = offsetMinutes(in, at, end);
    if (offset == Integer.MIN_VALUE) {
      return INVALID;
    }
    long minutes = hour * 60L + minute - offset;
    long result = day * DAY_MILLIS + minutes * 60_000 + second * 1000L + millis;
    boolean leaps = second < 60 || (result - millis) % DAY_MILLIS == 0;
    return inRange(result) && leaps ? result : INVALID;
  }

  /** The instant in UTC, always with three decimals: {@code 2026-11-21T08:15:30.120Z}. */
  public static String format(long epochMillis) {
    return format(epochMillis, true);
  }

  /** The instant in UTC, with three decimals where they are not zero. */
  static String formatShort(long epochMillis) {
    return format(epochMillis, epochMillis % 1000 != 0);
  }

  private static String format(long epochMillis, boolean decimals) {
    if (!inRange(epochMillis)) {
      // Only an end of time that stands for "never" can get here; it is told as what it is.
      return Instant.ofEpochMilli(epochMillis).toString();
    }
    LocalDate date = LocalDate.ofEpochDay(epochMillis / DAY_MILLIS);
    int millis = (int) (epochMillis % DAY_MILLIS);
    char[] out = new char[decimals ? 24 : 20];
    put(out, 0, date.getYear(), 4);
    put(out, 5, date.getMonthValue(), 2);
    put(out, 8, date.getDayOfMonth(), 2);
    put(out, 11, millis / 3_600_000, 2);
    put(out, 14, millis / 60_000 % 60, 2);
    put(out, 17, millis / 1000 % 60, 2);
    out[4] = '-';
    out[7] = '-';
    out[10] = 'T';
    out[13] = ':';
    out[16] = ':';
    if (decimals) {
      out[19] = '.';
      put(out, 20, millis % 1000, 3);
    }
    out[out.length - 1] = 'Z';
    return new String(out);
  }

  private static void put(char[] out, int at, int number, int digits) {
    int rest = number;
    for (int i = at + digits - 1; i >= at; i--) {
      out[i] = (char) ('0' + rest % 10);
      rest /= 10;
    }
  }

  /** Days since 1970-01-01 of a date of the years 0 to 9999, or {@link #INVALID}. */
  private static long epochDay(int year, int month, int day) {
    if (year < 0 || month < 1 || month > 12 || day < 1 || day > lengthOf(month, year)) {
      return INVALID;
    }
    // Years that begin in March put the leap day at their end.
    long y = month <= 2 ? year - 1L : year;
    long era = Math.floorDiv(y, 400L);
    long yearOfEra = y - era * 400;
    long dayOfYear = (153L * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    long dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
    return era * 146_097 + dayOfEra - 719_468;
  }

  private static int lengthOf(int month, int year) {
    if (month == 2) {
      return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
    }
    return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
  }

  private static int offsetMinutes(char[] in, int at, int end) {
    if (at + 1 == end && (in[at] == 'Z' || in[at] == 'z')) {
      return 0;
    }
    if (at + 6 != end || (in[at] != '+' && in[at] != '-') || in[at + 3] != ':') {
      return Integer.MIN_VALUE;
    }
    int hour = digits(in, at + 1, 2);
    int minute = digits(in, at + 4, 2);
    if (!clock(hour, minute)) {
      return Integer.MIN_VALUE;
    }
    int minutes = hour * 60 + minute;
    return in[at] == '-' ? -minutes : minutes;
  }

  private static boolean clock(int hour, int minute) {
    return hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59;
  }

  /** The number of that many digits, or -1. */
  private static int digits(char[] in, int from, int count) {
    int number = 0;
    for (int i = from; i < from + count; i++) {
      if (!isDigit(in[i])) {
        return -1;
      }
      number = number * 10 + (in[i] - '0');
    }
    return number;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
