package io.offerflow.pipeline.job;

import io.offerflow.codec.Decoded;
import io.offerflow.codec.EventDecoder;
import io.offerflow.codec.EventEncoder;
import io.offerflow.event.Event;
import io.offerflow.event.EventType;
import io.offerflow.event.Field;
import io.offerflow.event.ProfileChange;
import io.offerflow.event.Schema;
import io.offerflow.workspace.Workspace;
import java.util.Map;

/**
 * Events that were on their way when the schema changed: they were decoded by the one before. What
 * no longer fits is decoded anew, so that it comes to what it would have come to a moment later.
 */
final class StrayEvents {
  private final Schema schema;
  private final EventDecoder decoder;

  StrayEvents(Workspace decidedBy) {
    schema = decidedBy.schema();
    decoder = new EventDecoder(schema, decidedBy.settings().aheadMillis());
  }

  /** The event as the schema has it, or why it is none. */
  Decoded fit(Event event) {
    return fits(event)
        ? new Decoded.Good(event)
        : decoder.decode(EventEncoder.encode(event), EventDecoder.NO_TIMESTAMP);
  }

  private boolean fits(Event event) {
    EventType type = schema.events().get(event.type());
    if (type == null) {
      return false;
    }
    boolean[] fits = {event.change() == null || fits(event.change())};
    event
        .fields()
        .forEach((name, value) -> fits[0] &= value == null || holds(type.fields(), name, value));
    return fits[0];
  }

  private boolean fits(ProfileChange change) {
    Map<String, Field> attributes = schema.customer();
    return change.set().entrySet().stream()
            .allMatch(set -> holds(attributes, set.getKey(), set.getValue()))
        && change.add().entrySet().stream()
            .allMatch(set -> holds(attributes, set.getKey(), set.getValue()))
        && change.remove().entrySet().stream()
            .allMatch(set -> holds(attributes, set.getKey(), set.getValue()));
  }

  private static boolean holds(Map<String, Field> declared, String name, Object value) {
    Field field = declared.get(name);
    return field != null && field.type().holds(value);
  }
}
