package io.offerflow.workspace;

import io.offerflow.event.Field;
import io.offerflow.event.ValueType;
import java.time.LocalTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a moment of the calendar: a date that an attribute tells, once or each year. */
final class DateReader {
  private static final Pattern DAYS = Pattern.compile("([-+]?[0-9]{1,6})([dw])");
  private static final Pattern CLOCK = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]");

  /** A hundred years. */
  private static final int MAX_OFFSET = 36_500;

  private final Sheet sheet;
  private final Catalogue catalogue;

  DateReader(Sheet sheet, Catalogue catalogue) {
    this.sheet = sheet;
    this.catalogue = catalogue;
  }

  MomentReader.Read date(Section section) {
    String attribute = dateAttribute(section, "date");
    int offset = offset(section);
    LocalTime at = at(section);
    Moment moment = attribute == null || at == null ? null : new Moment.Date(attribute, offset, at);
    return MomentReader.Read.ofTime(moment, "date");
  }

  MomentReader.Read yearly(Section section) {
    String attribute = dateAttribute(section, "yearly");
    LocalTime at = at(section);
    Moment moment = attribute == null || at == null ? null : new Moment.Yearly(attribute, at);
    return MomentReader.Read.ofTime(moment, "yearly");
  }

  /** An attribute by its bare name; {@code customer.x} is understood as well. */
  private String dateAttribute(Section section, String key) {
    Yaml node = section.get(key);
    String text = node == null ? null : sheet.text(node, "`" + key + "`");
    if (text == null) {
      return null;
    }
    int skipped = text.startsWith("customer.") ? 9 : 0;
    String name = text.substring(skipped);
    Field field = catalogue.attribute(sheet, (Yaml.Scalar) node, skipped, name);
    if (field == null) {
      return null;
    }
    if (field.type() != ValueType.DATE) {
      sheet.error(node, "`" + key + "` needs a date, but `" + name + "` is " + field.type().word());
      return null;
    }
    return name;
  }

  private int offset(Section section) {
    Yaml node = section.get("offset");
    String text = node instanceof Yaml.Scalar scalar ? scalar.text() : "";
    Matcher days = DAYS.matcher(text);
    if (node == null) {
      return 0;
    }
    if (!days.matches()) {
      sheet.error(node, "`offset` is whole days or weeks: write it like -30d, 0d or 2w");
      return 0;
    }
    int count = Integer.parseInt(days.group(1)) * (days.group(2).equals("w") ? 7 : 1);
    if (Math.abs(count) > MAX_OFFSET) {
      sheet.error(node, "`offset` is too long: at most " + MAX_OFFSET + "d");
    }
    return count;
  }

  private LocalTime at(Section section) {
    Yaml node = section.require("at", "`at: \"10:00\"`, the local time");
    String text = node instanceof Yaml.Scalar scalar ? scalar.text() : "";
    if (node != null && !CLOCK.matcher(text).matches()) {
      sheet.error(node, "`at` is a time of day such as \"10:00\", but this is " + node.kind());
      return null;
    }
    return node == null ? null : LocalTime.parse(text);
  }
}
