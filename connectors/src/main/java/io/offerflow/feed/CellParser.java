package io.offerflow.feed;

import io.offerflow.codec.Numbers;
import io.offerflow.codec.Refusal;
import io.offerflow.codec.Rfc3339;
import io.offerflow.codec.ValueChecks;
import io.offerflow.event.Field;
import io.offerflow.event.ValueType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Parses texts of foreign cells by the type of the field that they are for. */
final class CellParser {
  private final Field field;
  private final String label;

  /**
   * @param label what the field is called when a cell does not fit it
   */
  CellParser(Field field, String label) {
    this.field = field;
    this.label = label;
  }

  /** The value of a cell, or null when it is missing. */
  Object read(Row row, int column) throws Refusal {
    if (field.type() == ValueType.TEXTS) {
      Collection<String> texts = row.texts(column);
      return texts == null ? null : texts(texts);
    }
    String text = row.text(column);
    return text == null || text.isBlank() ? null : parse(text);
  }

  /** A constant of feeds.yaml as a value of the field. */
  Object constant(Object value) throws Refusal {
    if (value instanceof Collection<?> many && field.type() == ValueType.TEXTS) {
      return texts(many.stream().map(Object::toString).toList());
    }
    if (field.type() == ValueType.TEXTS) {
      return texts(Set.of(value.toString()));
    }
    return parse(value instanceof BigDecimal number ? number.toPlainString() : value.toString());
  }

  private Object parse(String cell) throws Refusal {
    if (field.type() == ValueType.TEXT) {
      return checked(cell);
    }
    String text = cell.strip();
    Object value =
        switch (field.type()) {
          case NUMBER -> Numbers.parse(text);
          case INTEGER -> integer(text);
          case BOOLEAN -> bool(text);
          case DATE -> ValueChecks.date(text);
          case TIME -> time(text);
          case TEXT, TEXTS -> throw new IllegalStateException(label);
        };
    if (value == null) {
      throw bad(Refusal.WRONG_TYPE, expected() + " is expected");
    }
    return value;
  }

  private String expected() {
    return switch (field.type()) {
      case NUMBER -> "a number of at most 18 digits";
      case INTEGER -> "a whole number of at most 18 digits";
      case BOOLEAN -> "true, false, yes, no, 1 or 0";
      case DATE -> "a date as yyyy-MM-dd";
      default -> "an RFC 3339 time with an offset or epoch milliseconds";
    };
  }

  private String checked(String text) throws Refusal {
    String fault = ValueChecks.faultOfText(field, text);
    if (fault != null) {
      throw bad(Refusal.BAD_VALUE, fault);
    }
    return text;
  }

  private Set<String> texts(Collection<String> texts) throws Refusal {
    TreeSet<String> sorted = new TreeSet<>();
    for (String text : texts) {
      sorted.add(checked(text));
    }
    return Collections.unmodifiableSet(sorted);
  }

  private static BigDecimal integer(String text) {
    BigDecimal number = Numbers.parse(text);
    return number != null && Numbers.isWhole(number) ? number.setScale(0) : null;
  }

  private static Boolean bool(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "1" -> Boolean.TRUE;
      case "false", "no", "0" -> Boolean.FALSE;
      default -> null;
    };
  }

  private static Instant time(String text) {
    long millis = Rfc3339.parse(text);
    if (millis == Rfc3339.INVALID) {
      BigDecimal number = Numbers.parse(text);
      millis = number != null && Numbers.isWhole(number) ? number.longValue() : Rfc3339.INVALID;
    }
    return Rfc3339.inRange(millis) ? Instant.ofEpochMilli(millis) : null;
  }

  private Refusal bad(String code, String what) {
    return new Refusal(code, label + ": " + what);
  }
}
