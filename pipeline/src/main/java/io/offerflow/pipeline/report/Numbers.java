package io.offerflow.pipeline.report;

import io.offerflow.measure.Funnel;
import io.offerflow.measure.Interval;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/** Numbers as people read them. For one thread. */
final class Numbers {
  static final String NONE = "–";

  private static final DecimalFormatSymbols SYMBOLS = DecimalFormatSymbols.getInstance(Locale.ROOT);
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  private final DecimalFormat whole = new DecimalFormat("#,##0", SYMBOLS);
  private final DecimalFormat tenths = new DecimalFormat("#,##0.0", SYMBOLS);
  private final DecimalFormat hundredths = new DecimalFormat("#,##0.00", SYMBOLS);
  private final String currency;

  /**
   * @param currency null when the workspace names none
   */
  Numbers(String currency) {
    this.currency = currency;
  }

  String count(long value) {
    return whole.format(value);
  }

  /** With its currency, where there is one. */
  String money(BigDecimal value) {
    return currency == null ? amount(value) : amount(value) + " " + currency;
  }

  /** With cents as long as they matter. */
  String amount(BigDecimal value) {
    return amount(value.doubleValue());
  }

  private String amount(double value) {
    String number = (Math.abs(value) < 1000 ? hundredths : whole).format(value);
    return number.equals("-0.00") || number.equals("-0") ? number.substring(1) : number;
  }

  /** The head of a column of amounts. */
  String inCurrency(String head) {
    return currency == null ? head : head + " (" + currency + ")";
  }

  /** A part of a whole as a percentage. */
  String share(long part, long of) {
    return of == 0 ? NONE : share((double) part / of);
  }

  String share(double value) {
    return Double.isNaN(value) ? NONE : tenths.format(value * 100) + " %";
  }

  /** A difference of two percentages, with its sign. */
  String points(double value) {
    return signed(tenths.format(value * 100));
  }

  /** The same without a sign. */
  String size(double value) {
    return tenths.format(Math.abs(value) * 100);
  }

  String points(Interval interval) {
    return points(interval.low()) + " to " + points(interval.high());
  }

  /** Whole numbers. */
  String signed(Interval interval) {
    return signed(whole.format(interval.low())) + " to " + signed(whole.format(interval.high()));
  }

  private static String signed(String number) {
    boolean zero = number.chars().noneMatch(c -> c >= '1' && c <= '9');
    if (zero) {
      return number.startsWith("-") ? number.substring(1) : number;
    }
    return number.startsWith("-") ? "\u2212" + number.substring(1) : "+" + number;
  }

  String roi(Funnel funnel) {
    return funnel.roi() == null ? NONE : tenths.format(funnel.roi()) + " ×";
  }

  String duration(long millis) {
    if (millis < 1000) {
      return millis + " ms";
    } else if (millis < MINUTE) {
      return millis / 1000 + " s";
    } else if (millis < HOUR) {
      return millis / MINUTE + " min";
    } else if (millis < 2 * DAY) {
      return tenths.format((double) millis / HOUR) + " h";
    }
    return tenths.format((double) millis / DAY) + " days";
  }

  /** By the unit of a chart. */
  String of(String unit, double value) {
    if (Double.isNaN(value)) {
      return NONE;
    }
    return switch (unit) {
      case "money" -> amount(value);
      case "share" -> share(value);
      case "points" -> points(value);
      default -> whole.format(value);
    };
  }
}
