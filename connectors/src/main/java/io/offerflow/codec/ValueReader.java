package io.offerflow.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.TreeSet;

/** Reads values of declared types from JSON. Nothing is coerced: {@code "5"} is no number. */
final class ValueReader {
  private ValueReader() {}

  /** The value at the parser's token; null when that is JSON's null. */
  static Object read(JsonParser in, Slot slot) throws IOException, Refusal {
    JsonToken token = in.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    return switch (slot.field().type()) {
      case TEXT -> text(in, token, slot);
      case TEXTS -> texts(in, token, slot);
      case NUMBER -> number(in, token, slot);
      case INTEGER -> integer(in, token, slot);
      case BOOLEAN -> bool(token, slot);
      case DATE -> date(in, token, slot);
      case TIME -> Instant.ofEpochMilli(time(in, slot.label()));
    };
  }

  /** What a token is called. */
  static String word(JsonToken token) {
    return switch (token) {
      case VALUE_STRING -> "a text";
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      case START_ARRAY -> "an array";
      case START_OBJECT -> "an object";
      default -> "null";
    };
  }

  private static String text(JsonParser in, JsonToken token, Slot slot)
      throws IOException, Refusal {
    if (token != JsonToken.VALUE_STRING) {
      throw slot.wrongType("a text", word(token));
    }
    String text = in.getText();
    String fault = ValueChecks.faultOfText(slot.field(), text);
    if (fault != null) {
      throw slot.badValue(fault);
    }
    return text;
  }

  private static Object texts(JsonParser in, JsonToken token, Slot slot)
      throws IOException, Refusal {
    if (token != JsonToken.START_ARRAY) {
      throw slot.wrongType("an array of texts", word(token));
    }
    TreeSet<String> texts = new TreeSet<>();
    for (JsonToken next = in.nextToken(); next != JsonToken.END_ARRAY; next = in.nextToken()) {
      texts.add(text(in, next, slot));
    }
    return Slot.sorted(texts);
  }

  private static BigDecimal number(JsonParser in, JsonToken token, Slot slot)
      throws IOException, Refusal {
    BigDecimal number;
    if (token == JsonToken.VALUE_NUMBER_INT) {
      number =
          in.getNumberType() == JsonParser.NumberType.BIG_INTEGER
              ? null
              : Numbers.bounded(in.getLongValue());
    } else if (token == JsonToken.VALUE_NUMBER_FLOAT) {
      number = decimal(in);
    } else {
      throw slot.wrongType("a number", word(token));
    }
    if (number == null) {
      throw slot.badValue("a number beyond 18 digits");
    }
    return number;
  }

  private static BigDecimal decimal(JsonParser in) throws IOException {
    try {
      return Numbers.bounded(in.getDecimalValue());
    } catch (NumberFormatException | ArithmeticException e) {
      // An exponent that not even a BigDecimal can hold.
      return null;
    }
  }

  private static BigDecimal integer(JsonParser in, JsonToken token, Slot slot)
      throws IOException, Refusal {
    BigDecimal number = number(in, token, slot);
    if (!Numbers.isWhole(number)) {
      throw slot.badValue("a whole number is expected");
    }
    return number.setScale(0);
  }

  private static Boolean bool(JsonToken token, Slot slot) throws Refusal {
    return switch (token) {
      case VALUE_TRUE -> Boolean.TRUE;
      case VALUE_FALSE -> Boolean.FALSE;
      default -> throw slot.wrongType("a boolean", word(token));
    };
  }

  private static LocalDate date(JsonParser in, JsonToken token, Slot slot)
      throws IOException, Refusal {
    if (token != JsonToken.VALUE_STRING) {
      throw slot.wrongType("a date", word(token));
    }
    LocalDate date = ValueChecks.date(in.getText());
    if (date == null) {
      throw slot.badValue("a date as yyyy-MM-dd is expected");
    }
    return date;
  }

  /**
   * Epoch milliseconds at the parser's token.
   *
   * @param label what the value is called
   */
  static long time(JsonParser in, String label) throws IOException, Refusal {
    long millis = Rfc3339.INVALID;
    switch (in.currentToken()) {
      case VALUE_STRING ->
          millis = Rfc3339.parse(in.getTextCharacters(), in.getTextOffset(), in.getTextLength());
      case VALUE_NUMBER_INT -> {
        if (in.getNumberType() != JsonParser.NumberType.BIG_INTEGER
            && Rfc3339.inRange(in.getLongValue())) {
          millis = in.getLongValue();
        }
      }
      case VALUE_NUMBER_FLOAT -> {}
      default ->
          throw new Refusal(
              Refusal.WRONG_TYPE, label + ": a time is expected, not " + word(in.currentToken()));
    }
    if (millis == Rfc3339.INVALID) {
      throw new Refusal(
          Refusal.BAD_VALUE,
          label
              + ": an RFC 3339 time with an offset or whole epoch milliseconds is expected,"
              + " from 1970 to 9999");
    }
    return millis;
  }
}
