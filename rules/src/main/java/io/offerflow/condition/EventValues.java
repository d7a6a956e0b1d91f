package io.offerflow.condition;

import io.offerflow.event.Event;
import java.time.Instant;
import java.time.ZoneId;

/**
 * What a {@code where} may ask for: the bare fields of one event, its {@code id}, {@code type} and
 * {@code time}.
 *
 * @param now the customer's, epoch milliseconds; functions such as {@code days_since} count from it
 */
public record EventValues(Event event, long now, ZoneId zone) implements Values {

  @Override
  public Object get(Ref ref) {
    if (ref instanceof Ref.Bare bare) {
      return of(event, bare.field());
    }
    return ref == Ref.Ambient.NOW ? Instant.ofEpochMilli(now) : null;
  }

  /** A declared field of that event, or its {@code id}, {@code type} or {@code time}. */
  public static Object of(Event event, String field) {
    return switch (field) {
      case "id" -> event.id();
      case "type" -> event.type();
      case "time" -> Instant.ofEpochMilli(event.time());
      default -> event.fields().get(field);
    };
  }
}
