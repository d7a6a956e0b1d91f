package io.offerflow.event;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Set;

/**
 * The types of attributes and fields.
 *
 * <p>What a value of each is in memory: {@code text} a String; {@code texts} a sorted Set of
 * String; {@code number} and {@code integer} a BigDecimal; {@code boolean} a Boolean; {@code date}
 * a LocalDate; {@code time} an Instant of whole milliseconds. A missing value is null.
 */
public enum ValueType {
  TEXT,
  TEXTS,
  NUMBER,
  INTEGER,
  BOOLEAN,
  DATE,
  TIME;

  /** The word of this type in workspace files, such as {@code text}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The type of that word, or null when there is none. */
  public static ValueType ofWord(String word) {
    for (ValueType type : values()) {
      if (type.word().equals(word)) {
        return type;
      }
    }
    return null;
  }

  /** Whether that value, which is not null, is one of this type. */
  public boolean holds(Object value) {
    return switch (this) {
      case TEXT -> value instanceof String;
      case TEXTS -> value instanceof Set<?>;
      case NUMBER, INTEGER -> value instanceof BigDecimal;
      case BOOLEAN -> value instanceof Boolean;
      case DATE -> value instanceof LocalDate;
      case TIME -> value instanceof Instant;
    };
  }

  /** Whether values of this type can be calculated with and compared as numbers. */
  public boolean isNumeric() {
    return this == NUMBER || this == INTEGER;
  }
}
