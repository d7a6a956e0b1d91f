package io.offerflow.codec;

import io.offerflow.event.Event;

/** What a record came to. */
public sealed interface Decoded {

  record Good(Event event) implements Decoded {}

  /**
   * @param code the kind of fault, one of a dozen words such as {@code not-json}; fit for the label
   *     of a metric
   * @param reason why it is no event, a sentence for people; never holds personal values
   */
  record Bad(String code, String reason) implements Decoded {}
}
