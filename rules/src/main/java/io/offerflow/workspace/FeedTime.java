package io.offerflow.workspace;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** Reads where the time of a feed's events comes from. */
final class FeedTime {
  private static final String EXAMPLE =
      "{column: day, pattern: yyyyMMdd, zone: UTC}, {column: ts, unit: ms} or {value: INSTANT}";
  private static final ZonedDateTime SAMPLE =
      ZonedDateTime.of(2021, 11, 27, 16, 38, 49, 0, ZoneOffset.UTC);

  private final Sheet sheet;
  private final FeedColumns columns;

  FeedTime(Sheet sheet, FeedColumns columns) {
    this.sheet = sheet;
    this.columns = columns;
  }

  Feed.Time read(Yaml node) {
    Section section = Section.of(sheet, node, "`time`", EXAMPLE);
    if (section == null) {
      return null;
    }
    Feed.Time time = section.has("value") ? fixed(section) : column(section);
    section.close();
    return time;
  }

  private Feed.Time fixed(Section section) {
    Yaml node = section.get("value");
    for (String key : new String[] {"column", "pattern", "zone", "unit"}) {
      if (section.has(key)) {
        sheet.error(section.key(key), "`value` is the time of all: remove `" + key + "`");
        section.get(key);
      }
    }
    Instant value = node == null ? null : instant(sheet, node, "`value`");
    return value == null ? null : new Feed.Fixed(value);
  }

  /** An instant with its offset, of whole milliseconds. */
  static Instant instant(Sheet sheet, Yaml node, String what) {
    String text = sheet.text(node, what);
    if (text == null) {
      return null;
    }
    try {
      return Instant.ofEpochMilli(OffsetDateTime.parse(text).toInstant().toEpochMilli());
    } catch (DateTimeException | ArithmeticException wrong) {
      sheet.error(
          node,
          "\""
              + Sheet.shorten(text)
              + "\" is no instant: write 2021-01-01T00:00:00Z, or with an"
              + " offset such as +08:00");
      return null;
    }
  }

  private Feed.Time column(Section section) {
    Yaml columnNode = section.require("column", EXAMPLE);
    String column = columnNode == null ? null : columns.name(columnNode);
    Yaml unit = section.get("unit");
    Yaml pattern = section.get("pattern");
    Yaml zone = section.get("zone");
    if (unit != null && pattern != null) {
      sheet.error(section.key("unit"), "`unit` and `pattern` exclude each other: remove one");
    }
    if (pattern != null) {
      return patterned(section, column, pattern, zone);
    }
    if (unit == null) {
      sheet.error(section.mapping, "`time` needs a `pattern` or a `unit`: write " + EXAMPLE);
      return null;
    }
    if (zone != null) {
      sheet.error(section.key("zone"), "`unit` counts from 1970 in UTC: remove `zone`");
    }
    String word = sheet.word(unit, "`unit`", List.of("ms", "s"));
    return column == null || word == null
        ? null
        : new Feed.Epoch(column, word.equals("s") ? 1000 : 1);
  }

  private Feed.Time patterned(Section section, String column, Yaml node, Yaml zoneNode) {
    String pattern = sheet.text(node, "`pattern`");
    if (pattern == null) {
      return null;
    }
    boolean offset = check(node, pattern);
    ZoneId zone = zoneNode == null ? null : sheet.zone(zoneNode, "`zone`");
    if (zoneNode == null && !offset) {
      sheet.error(
          section.mapping,
          "the pattern has no offset, so `time` needs `zone`: write one such as zone:"
              + " Asia/Shanghai");
    }
    return column == null
        ? null
        : new Feed.Patterned(column, pattern, zone == null ? ZoneOffset.UTC : zone);
  }

  /** Reports a pattern that gives no day; answers whether it holds an offset or a zone. */
  private boolean check(Yaml node, String pattern) {
    String letters = pattern.replaceAll("'[^']*'", "");
    try {
      DateTimeFormatter formatter = DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
      String text = formatter.format(SAMPLE);
      LocalDate day = formatter.parse(text, LocalDate::from);
      if (!day.equals(SAMPLE.toLocalDate())) {
        throw new DateTimeException("another day");
      }
    } catch (DateTimeException | IllegalArgumentException wrong) {
      sheet.error(
          node,
          "the pattern \""
              + Sheet.shorten(pattern)
              + "\" gives no day: yyyy is the year, MM the"
              + " month, dd the day, HH the hour, mm the minute, ss the second");
      return true;
    }
    if (letters.matches(".*[hK].*") && !letters.contains("a")) {
      sheet.error(node, "without `a` (am or pm) nobody knows which half of the day: write HH");
    }
    return letters.matches(".*[XxZzVO].*");
  }
}
