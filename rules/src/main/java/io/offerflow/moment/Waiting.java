package io.offerflow.moment;

import io.offerflow.condition.Condition;
import io.offerflow.condition.EventValues;
import io.offerflow.condition.Truth;
import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.workspace.Moment;
import java.math.BigDecimal;
import java.util.Set;

/**
 * A campaign that waits for an expected event.
 *
 * @param key of its waits in her state
 * @param needed the fields of A that its conditions and texts name
 */
record Waiting(int campaign, int key, Moment.Without without, Set<String> needed) {

  boolean opens(EventValues values) {
    return holds(without.first(), values);
  }

  boolean ends(EventValues values) {
    return holds(without.expected(), values);
  }

  private static boolean holds(Moment.Trigger trigger, EventValues values) {
    Condition where = trigger.where();
    return trigger.type().equals(values.event().type())
        && (where == null || where.test(values) == Truth.TRUE);
  }

  /** Whether the event takes part: with {@code match}, one without the field does not. */
  boolean matches(Event event) {
    return without.match() == null || EventValues.of(event, without.match()) != null;
  }

  /** The value that A and B must share, as text; null without {@code match}. */
  String match(Event event) {
    if (without.match() == null) {
      return null;
    }
    Object value = EventValues.of(event, without.match());
    return value instanceof BigDecimal number
        ? number.stripTrailingZeros().toPlainString()
        : value.toString();
  }

  Wait waitAfter(Event event) {
    Fields.Builder kept = new Fields.Builder();
    event
        .fields()
        .forEach(
            (name, value) -> {
              if (needed.contains(name)) {
                kept.put(name, value);
              }
            });
    return new Wait(
        key,
        match(event),
        event.time(),
        event.time() + without.withinMillis(),
        event.id(),
        kept.build());
  }

  /** A as far as it is remembered. */
  Event first(Wait wait, String customer) {
    return Event.of(without.first().type(), wait.id(), customer, wait.time(), wait.fields());
  }
}
