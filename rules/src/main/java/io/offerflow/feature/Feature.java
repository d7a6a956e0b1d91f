package io.offerflow.feature;

import io.offerflow.condition.Condition;
import io.offerflow.event.ValueType;

/**
 * A named aggregate over a customer's events.
 *
 * @param event the type of event it looks at
 * @param field the field it sums up, or {@code time}; null for {@code count}
 * @param where only events for which this is true enter; null for all
 * @param currency for a feature over {@code amount}: events in another currency are skipped; null
 *     where no currency matters
 * @param type of its value
 */
public record Feature(
    String name,
    Aggregate aggregate,
    String event,
    String field,
    Condition where,
    Window window,
    String currency,
    ValueType type,
    boolean pii) {

  /**
   * Whether its events come in from outside. What was offered, and which offer a response is about,
   * Offerflow itself has said.
   */
  public boolean isOfInput() {
    return !event.equals("offered") && !event.equals("response");
  }
}
