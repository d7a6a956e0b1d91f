package io.offerflow.moment;

import io.offerflow.condition.Condition;
import io.offerflow.condition.EventValues;
import io.offerflow.condition.Ref;
import io.offerflow.condition.Truth;
import java.math.BigDecimal;

/**
 * A campaign that waits for a number to cross a line.
 *
 * @param feature its number in the bundle; -1 where the number is an attribute
 * @param where what an event must be like to enter the feature; null for any
 */
record Crossing(
    int campaign, Ref subject, int feature, Condition where, boolean above, BigDecimal line) {

  /** Whether the event can change the number: only then can it cross the line. */
  boolean isMovedBy(EventValues fields) {
    try {
      return where == null || where.test(fields) == Truth.TRUE;
    } catch (RuntimeException | StackOverflowError failure) {
      // The feature says so when it leaves the event out.
      return false;
    }
  }

  /** Whether the same feature falls under the same line, whatever the campaign. */
  boolean fallsWith(Crossing other) {
    return feature == other.feature && line.compareTo(other.line) == 0;
  }

  /** Whether a value lies beyond the line; a missing one does not. */
  boolean beyond(Object value) {
    if (value == null) {
      return false;
    }
    int compared = ((BigDecimal) value).compareTo(line);
    return above ? compared > 0 : compared < 0;
  }
}
