package io.offerflow.feature;

import io.offerflow.condition.Ref;
import io.offerflow.condition.Values;
import io.offerflow.event.Event;
import java.time.Instant;
import java.time.ZoneId;

/** What a {@code where} can name: the bare fields of one event, its id, type and time. */
record EventValues(Event event, long now, ZoneId zone) implements Values {

  /** A field of an event, or its id, type or time; null when it does not carry it. */
  static Object field(Event event, String name) {
    return switch (name) {
      case "time" -> Instant.ofEpochMilli(event.time());
      case "id" -> event.id();
      case "type" -> event.type();
      default -> event.fields().get(name);
    };
  }

  @Override
  public Object get(Ref ref) {
    if (ref instanceof Ref.Bare bare) {
      return field(event, bare.field());
    }
    // Functions of a date count from today, although no name in a where means it.
    return ref == Ref.Ambient.NOW ? Instant.ofEpochMilli(now) : null;
  }
}
