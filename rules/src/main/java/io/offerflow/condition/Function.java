package io.offerflow.condition;

import io.offerflow.event.ValueType;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** The functions of conditions; each takes one value. */
public enum Function {
  /** Local calendar days from today to that day; negative when it is past. */
  DAYS_UNTIL(ValueType.NUMBER, ValueType.DATE, ValueType.TIME),
  /** Local calendar days from that day to today. */
  DAYS_SINCE(ValueType.NUMBER, ValueType.DATE, ValueType.TIME),
  /** Whole years from that day to today. */
  AGE(ValueType.NUMBER, ValueType.DATE),
  /** Minutes from that time to now, with fractions. */
  MINUTES_SINCE(ValueType.NUMBER, ValueType.TIME),
  /** The text in lower case, whatever the language. */
  LOWER(ValueType.TEXT, ValueType.TEXT);

  private final ValueType result;
  private final Set<ValueType> takes;

  Function(ValueType result, ValueType first, ValueType... more) {
    this.result = result;
    this.takes = EnumSet.of(first, more);
  }

  /** As it is written in a condition. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  public ValueType result() {
    return result;
  }

  /** The types it can be asked about. */
  public Set<ValueType> takes() {
    return takes;
  }

  /** Whether its answer changes as time passes. */
  boolean needsNow() {
    return this != LOWER;
  }

  /** The function of that word, or null when there is none. */
  public static Function ofWord(String word) {
    for (Function function : values()) {
      if (function.word().equals(word)) {
        return function;
      }
    }
    return null;
  }
}
