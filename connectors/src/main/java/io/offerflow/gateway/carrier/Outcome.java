package io.offerflow.gateway.carrier;

import java.time.Duration;
import java.util.List;

/**
 * What became of one submission. Reasons are short words for metrics and for the {@code reason} of
 * a response, such as {@code unknown-subscriber}: nothing personal, and few different ones.
 */
public sealed interface Outcome {

  /**
   * The other side took it.
   *
   * @param references what it calls the message in later receipts, one for each part; empty when no
   *     receipt will come, or when receipts name the decision
   */
  record Sent(List<String> references) implements Outcome {
    public Sent {
      references = List.copyOf(references);
    }
  }

  /**
   * The other side did not take it, but may later.
   *
   * @param after not before so long; null for the gateway's own back-off
   * @param everything whether it wants nothing of the whole account for so long, not only not this
   *     message
   */
  record Retry(String reason, Duration after, boolean everything) implements Outcome {}

  /**
   * The other side will never take it.
   *
   * @param addressGone whether the address itself is good for nothing any more, so that it is to be
   *     taken out of the customer's profile
   */
  record Failed(String reason, boolean addressGone) implements Outcome {}

  /**
   * Nobody knows whether the other side took it: it did not answer. By the channel's setting {@code
   * in doubt} it is sent again or given up.
   */
  record Unknown(String reason) implements Outcome {}

  static Outcome sent(String... references) {
    return new Sent(List.of(references));
  }

  static Outcome failed(String reason) {
    return new Failed(reason, false);
  }
}
