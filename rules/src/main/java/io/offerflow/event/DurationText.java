package io.offerflow.event;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as workspace files write them: a whole number and one of {@code ms s m h d w}. A day is
 * 24 hours, whatever the calendar says.
 */
public final class DurationText {
  /** A hundred years: long enough for anybody, and added to any instant it does not overflow. */
  public static final long MAX_MILLIS = 36_500L * 86_400_000;

  private static final Pattern FORM = Pattern.compile("([0-9]{1,18})(ms|s|m|h|d|w)");

  private DurationText() {}

  /**
   * The milliseconds of a duration such as {@code 60s}.
   *
   * @throws IllegalArgumentException with a sentence for the one who wrote it
   */
  public static long parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" is not a duration: write a whole number and one of ms s m h d w,"
              + " such as 90s, 20m or 7d");
    }
    long count = Long.parseLong(matcher.group(1));
    long unit = millisOf(matcher.group(2));
    if (count > MAX_MILLIS / unit) {
      throw new IllegalArgumentException("\"" + text + "\" is too long: at most 36500d");
    }
    return count * unit;
  }

  /** The shortest text that {@link #parse} reads back as that many milliseconds. */
  public static String format(long millis) {
    String shortest = millis + "ms";
    for (String unit : new String[] {"s", "m", "h", "d"}) {
      if (millis % millisOf(unit) == 0 && millis > 0) {
        shortest = millis / millisOf(unit) + unit;
      }
    }
    return millis == 0 ? "0s" : shortest;
  }

  private static long millisOf(String unit) {
    return switch (unit) {
      case "ms" -> 1;
      case "s" -> 1_000;
      case "m" -> 60_000;
      case "h" -> 3_600_000;
      case "d" -> 86_400_000;
      default -> 7 * 86_400_000L;
    };
  }
}
