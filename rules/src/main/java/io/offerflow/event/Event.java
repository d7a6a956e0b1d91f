package io.offerflow.event;

/**
 * One thing that happened to one customer, at a time.
 *
 * @param time epoch milliseconds
 * @param fields the declared fields it carries; typed as declared
 * @param change what a {@code profile} event does; null for every other type
 */
public record Event(
    String type, String id, String customer, long time, Fields fields, ProfileChange change) {
  /** The longest id of an event or a customer, in characters. */
  public static final int MAX_ID = 256;

  public static Event of(String type, String id, String customer, long time, Fields fields) {
    return new Event(type, id, customer, time, fields, null);
  }

  public static Event profile(String id, String customer, long time, ProfileChange change) {
    return new Event("profile", id, customer, time, Fields.NONE, change);
  }

  public Event withFields(Fields replaced) {
    return new Event(type, id, customer, time, replaced, change);
  }

  /** The same of another customer. */
  public Event of(String other) {
    return new Event(type, id, other, time, fields, change);
  }

  /** No field values: they may be personal. */
  @Override
  public String toString() {
    return type + " " + id + " @" + time;
  }
}
