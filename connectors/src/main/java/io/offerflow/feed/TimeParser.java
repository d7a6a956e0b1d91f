package io.offerflow.feed;

import io.offerflow.codec.Numbers;
import io.offerflow.codec.Refusal;
import io.offerflow.codec.Rfc3339;
import io.offerflow.workspace.Feed;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Locale;

/** Finds the time of a row. Remembers the last cell: rows of one day often stand together. */
final class TimeParser {
  private final Feed.Time time;
  private final String name;
  private final int column;
  private final DateTimeFormatter format;
  private String lastCell;
  private long lastMillis;

  /**
   * @throws IllegalArgumentException when the pattern is none, or the column is not there
   */
  TimeParser(Feed.Time time, Columns columns) {
    this.time = time;
    if (time instanceof Feed.Patterned patterned) {
      name = patterned.column();
      format = format(patterned.pattern());
    } else if (time instanceof Feed.Epoch epoch) {
      name = epoch.column();
      format = null;
    } else {
      name = null;
      format = null;
    }
    column = name == null ? -1 : columns.of(name);
  }

  /** Epoch milliseconds of the row. */
  long read(Row row) throws Refusal {
    if (time instanceof Feed.Fixed fixed) {
      return fixed.value().toEpochMilli();
    }
    String cell = row.text(column);
    if (cell == null || cell.isBlank()) {
      throw new Refusal(Refusal.MISSING_MEMBER, "column `" + name + "`, the time, is empty");
    }
    if (cell.equals(lastCell)) {
      return lastMillis;
    }
    long millis =
        time instanceof Feed.Epoch epoch
            ? sinceEpoch(cell.strip(), epoch.millisPerUnit())
            : patterned(cell.strip(), ((Feed.Patterned) time).zone());
    if (!Rfc3339.inRange(millis)) {
      throw new Refusal(Refusal.BAD_VALUE, "column `" + name + "`: no time from 1970 to 9999");
    }
    lastCell = cell;
    lastMillis = millis;
    return millis;
  }

  /** Strict: without it, 30 February would be the 28th. */
  private static DateTimeFormatter format(String pattern) {
    return new DateTimeFormatterBuilder()
        .appendPattern(pattern)
        .parseDefaulting(ChronoField.ERA, 1)
        .toFormatter(Locale.ENGLISH)
        .withResolverStyle(ResolverStyle.STRICT);
  }

  private long patterned(String cell, ZoneId zone) throws Refusal {
    try {
      TemporalAccessor parsed = format.parse(cell);
      if (parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
        return Instant.from(parsed).toEpochMilli();
      }
      LocalDate date = LocalDate.from(parsed);
      LocalTime clock = parsed.query(TemporalQueries.localTime());
      ZoneId own = parsed.query(TemporalQueries.zone());
      ZoneId where = own != null ? own : zone != null ? zone : ZoneOffset.UTC;
      return date.atTime(clock == null ? LocalTime.MIDNIGHT : clock)
          .atZone(where)
          .toInstant()
          .toEpochMilli();
    } catch (DateTimeException | ArithmeticException e) {
      // What java.time says of it quotes the cell; arithmetic fails for the year +999999999.
      throw new Refusal(
          Refusal.BAD_VALUE, "column `" + name + "` does not fit the pattern of the time");
    }
  }

  private long sinceEpoch(String cell, long millisPerUnit) throws Refusal {
    BigDecimal count = Numbers.parse(cell);
    if (count == null) {
      throw new Refusal(Refusal.WRONG_TYPE, "column `" + name + "`, the time: no number");
    }
    BigDecimal millis = count.multiply(BigDecimal.valueOf(millisPerUnit));
    boolean fits = millis.compareTo(BigDecimal.valueOf(Rfc3339.MAX_MILLIS)) <= 0;
    return fits ? millis.setScale(0, RoundingMode.FLOOR).longValue() : Rfc3339.INVALID;
  }
}
