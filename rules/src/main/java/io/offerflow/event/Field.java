package io.offerflow.event;

import java.util.List;

/**
 * A declared customer attribute or event field.
 *
 * @param values the only texts allowed, or empty when any is
 * @param pii whether its values are personal: never in logs, metrics, reasons or decision records
 */
public record Field(String name, ValueType type, List<String> values, boolean pii) {
  public Field {
    values = List.copyOf(values);
  }

  public static Field of(String name, ValueType type) {
    return new Field(name, type, List.of(), false);
  }

  public static Field personal(String name, ValueType type) {
    return new Field(name, type, List.of(), true);
  }
}
