package io.offerflow.workspace;

import io.offerflow.event.Field;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Collections;
import java.util.TreeSet;

/** Reads a constant as a value of an attribute or field, in the form it has in memory. */
final class Constants {
  private final Sheet sheet;

  Constants(Sheet sheet) {
    this.sheet = sheet;
  }

  /** Null, with a problem, when it does not fit the field. */
  Object read(Yaml node, Field field) {
    String what = "`" + field.name() + "`";
    return switch (field.type()) {
      case TEXT ->
          field.values().isEmpty()
              ? sheet.text(node, what)
              : sheet.word(node, what, field.values());
      case TEXTS -> Collections.unmodifiableSet(new TreeSet<>(sheet.texts(node, what)));
      case NUMBER -> sheet.number(node, what);
      case INTEGER -> integer(node, what);
      case BOOLEAN -> sheet.flag(node, what);
      case DATE -> date(node, what);
      case TIME -> FeedTime.instant(sheet, node, what);
    };
  }

  private BigDecimal integer(Yaml node, String what) {
    BigDecimal number = sheet.number(node, what);
    if (number != null && number.stripTrailingZeros().scale() > 0) {
      sheet.error(node, what + " is a whole number");
      return null;
    }
    return number;
  }

  private LocalDate date(Yaml node, String what) {
    String text = sheet.text(node, what);
    try {
      return text == null ? null : LocalDate.parse(text);
    } catch (DateTimeException wrong) {
      sheet.error(node, "\"" + Sheet.shorten(text) + "\" is no day: write 2026-11-21");
      return null;
    }
  }
}
