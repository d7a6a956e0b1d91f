package io.offerflow.moment;

import io.offerflow.event.Event;

/**
 * A campaign's moment that occurred.
 *
 * @param campaign its place in the bundle's list
 * @param event what conditions and texts call {@code event}; null where the moment has none
 * @param first what they call {@code first}; null but in a sequence
 * @param zone the zone that was entered or left; null for other moments
 * @param time the event's time, or the instant at which a timer was due; epoch milliseconds
 * @param released whether it was held and is decided again
 * @param failure why nobody can tell whether it occurred; null for one that did
 */
public record Occurrence(
    int campaign,
    Event event,
    Event first,
    String zone,
    long time,
    boolean released,
    String failure) {

  Occurrence(int campaign, Event event, String zone, long time) {
    this(campaign, event, null, zone, time);
  }

  public Occurrence(int campaign, Event event, Event first, String zone, long time) {
    this(campaign, event, first, zone, time, false, null);
  }

  /** One that was held and is decided again, with the event of then. */
  public static Occurrence released(
      int campaign, Event event, Event first, String zone, long time) {
    return new Occurrence(campaign, event, first, zone, time, true, null);
  }

  /** One that may have occurred: what tells it could not be evaluated. */
  static Occurrence doubtful(int campaign, Event event, String failure) {
    return new Occurrence(campaign, event, null, null, event.time(), false, failure);
  }

  boolean isDoubtful() {
    return failure != null;
  }
}
