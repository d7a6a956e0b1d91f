package io.offerflow.gateway.carrier;

/**
 * What became of a message later on.
 *
 * @param reference the other side's name for it, as in {@link Outcome.Sent}; null when {@code
 *     decision} says which one it is about
 * @param decision the decision's id; null when {@code reference} says it
 * @param kind what happened
 * @param reason of a failure, a short word; null otherwise
 */
public record Receipt(String reference, String decision, Kind kind, String reason) {

  /** The kinds of responses that a receipt can be. */
  public enum Kind {
    DELIVERED,
    FAILED,
    OPENED,
    CLICKED,
    ACCEPTED,
    DECLINED,
    REPLIED,
    UNSUBSCRIBED
  }

  /** About a message by the other side's name for it. */
  public static Receipt of(String reference, Kind kind, String reason) {
    return new Receipt(reference, null, kind, reason);
  }

  /** About a message by its decision. */
  public static Receipt ofDecision(String decision, Kind kind, String reason) {
    return new Receipt(null, decision, kind, reason);
  }
}
