package io.offerflow.gateway.carrier;

import java.util.Map;

/**
 * A push on its way out. What it holds is personal: nothing of it but the decision's id, channel,
 * offer and campaign may reach a log, a metric or an exception.
 *
 * @param decision its id; the same push has the same one, so it also serves as idempotency key
 * @param to the address on that channel
 * @param from whom the receiver sees as the sender, by the channel's settings; may be null
 * @param content texts by the names of their parts, such as {@code text}, or {@code title} and
 *     {@code body}
 * @param language of the content; may be null
 * @param contactClass a class of policy.yaml
 * @param decided epoch milliseconds
 * @param deadline epoch milliseconds; the message is worthless later
 */
public record Message(
    String decision,
    String customer,
    String channel,
    String to,
    String from,
    Map<String, String> content,
    String language,
    String contactClass,
    String campaign,
    String offer,
    long decided,
    long deadline) {
  public Message {
    content = Map.copyOf(content);
  }

  /** Nothing personal. */
  @Override
  public String toString() {
    return "decision " + decision + " on " + channel;
  }
}
