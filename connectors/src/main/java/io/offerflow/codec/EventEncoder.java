package io.offerflow.codec;

import io.offerflow.event.Event;

/** Writes one event as JSON. */
public final class EventEncoder {
  private EventEncoder() {}

  public static byte[] encode(Event event) {
    throw new UnsupportedOperationException("being written");
  }
}
