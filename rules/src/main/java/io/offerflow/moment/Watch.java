package io.offerflow.moment;

import io.offerflow.condition.Condition;
import io.offerflow.condition.EventValues;
import io.offerflow.condition.Ref;
import io.offerflow.condition.Truth;
import java.util.List;

/**
 * A number that campaigns wait for to cross a line, and all of these campaigns.
 *
 * @param feature its number in the bundle; -1 where the number is an attribute
 * @param where what an event must be like to enter the feature; null for any
 */
record Watch(Ref subject, int feature, Condition where, List<Crossing> crossings) {

  /** Whether the event can change the number: only then can it cross a line. */
  boolean isMovedBy(EventValues fields) {
    try {
      return where == null || where.test(fields) == Truth.TRUE;
    } catch (RuntimeException | StackOverflowError failure) {
      // The feature says so when it leaves the event out.
      return false;
    }
  }
}
