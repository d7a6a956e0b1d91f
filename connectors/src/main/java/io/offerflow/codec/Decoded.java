package io.offerflow.codec;

import io.offerflow.event.Event;

/** What a record came to. */
public sealed interface Decoded {

  record Good(Event event) implements Decoded {}

  /**
   * @param reason why it is no event; never holds personal values
   */
  record Bad(String reason) implements Decoded {}
}
