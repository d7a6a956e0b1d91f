package io.offerflow.moment;

import io.offerflow.blob.Fingerprint;
import io.offerflow.condition.Condition;
import io.offerflow.condition.EventValues;
import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.workspace.Moment;
import java.math.BigDecimal;
import java.util.Set;

/**
 * A campaign that waits, after an event A, for an event B: for B to come, or for it not to.
 *
 * @param key of its waits in her state; a wait survives a new bundle as long as what it waits for
 *     is the same
 * @param match the field that A and B must share, or null
 * @param byClock whether the end of the wait is the moment, and not B
 * @param needed the fields of A that the campaign's conditions and texts name
 */
record Waiting(
    int campaign,
    int key,
    Moment.Trigger a,
    Moment.Trigger b,
    long withinMillis,
    String match,
    boolean byClock,
    Set<String> needed) {

  static Waiting of(int campaign, String id, Moment.Without without, Set<String> needed) {
    return of(
        campaign,
        id,
        without.first(),
        without.expected(),
        without.withinMillis(),
        without.match(),
        true,
        needed);
  }

  static Waiting of(int campaign, String id, Moment.Then then, Set<String> needed) {
    return of(
        campaign,
        id,
        then.first(),
        then.second(),
        then.withinMillis(),
        then.match(),
        false,
        needed);
  }

  private static Waiting of(
      int campaign,
      String id,
      Moment.Trigger a,
      Moment.Trigger b,
      long withinMillis,
      String match,
      boolean byClock,
      Set<String> needed) {
    int key =
        Fingerprint.shortOf(
            byClock ? "without" : "then",
            id,
            a.type(),
            textOf(a.where()),
            b.type(),
            textOf(b.where()),
            Long.toString(withinMillis),
            match);
    return new Waiting(campaign, key, a, b, withinMillis, match, byClock, needed);
  }

  private static String textOf(Condition where) {
    return where == null ? null : where.text();
  }

  /** With {@code match}, an event without the field takes no part. */
  boolean matches(Event event) {
    return match == null || EventValues.of(event, match) != null;
  }

  /** The value that A and B must share, as text; null without {@code match}. */
  String shared(Event event) {
    if (match == null) {
      return null;
    }
    Object value = EventValues.of(event, match);
    return value instanceof BigDecimal number
        ? number.stripTrailingZeros().toPlainString()
        : value.toString();
  }

  Wait waitAfter(Event event) {
    long end = event.time() + withinMillis;
    Fields kept = event.fields().only(needed);
    return new Wait(key, shared(event), event.time(), end, byClock, event.id(), kept);
  }

  /** A as far as it is remembered. */
  Event first(Wait wait, String customer) {
    return Event.of(a.type(), wait.id(), customer, wait.time(), wait.fields());
  }
}
