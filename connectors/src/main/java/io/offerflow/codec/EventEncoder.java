package io.offerflow.codec;

import io.offerflow.event.Event;
import io.offerflow.event.ProfileChange;
import java.util.Map;
import java.util.TreeMap;

/** Writes one event as JSON, in the form that {@link EventDecoder} reads. */
public final class EventEncoder {
  private EventEncoder() {}

  /**
   * The event's bytes, the same for equal events: fields in the event's own order, a profile's
   * attributes by name.
   */
  public static byte[] encode(Event event) {
    JsonOut out = new JsonOut(192);
    out.beginObject();
    out.member("id", event.id()).member("type", event.type()).member("customer", event.customer());
    out.name("time").time(event.time());
    event.fields().forEach((name, value) -> out.name(name).value(value));
    if (event.change() != null) {
      change(out, event.change());
    }
    return out.endObject().toBytes();
  }

  private static void change(JsonOut out, ProfileChange change) {
    values(out, "set", change.set());
    if (!change.unset().isEmpty()) {
      out.name("unset").value(change.unset());
    }
    values(out, "add", change.add());
    values(out, "remove", change.remove());
  }

  private static void values(JsonOut out, String member, Map<String, ?> values) {
    if (values.isEmpty()) {
      return;
    }
    out.name(member).beginObject();
    new TreeMap<String, Object>(values).forEach((name, value) -> out.name(name).value(value));
    out.endObject();
  }
}
