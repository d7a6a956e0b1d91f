package io.offerflow.policy;

import io.offerflow.stock.Taken;

/**
 * A decision that reserved a contact, as her state remembers it.
 *
 * @param time the {@code now} of the decision, epoch milliseconds
 * @param category null when the offer has none
 * @param counts whether it counts for caps
 * @param failed whether a response undid it
 * @param takenOver whether it was learned from a former run's outputs and not decided since
 * @param taken what it uses of stock, total and budget
 */
public record Contact(
    String decision,
    long time,
    String campaign,
    String offer,
    String channel,
    String contactClass,
    String category,
    boolean counts,
    boolean failed,
    boolean takenOver,
    Taken taken) {

  Contact undone() {
    return new Contact(
        decision,
        time,
        campaign,
        offer,
        channel,
        contactClass,
        category,
        counts,
        true,
        takenOver,
        Taken.NOTHING);
  }

  /** The same contact, using that. */
  public Contact taking(Taken other) {
    return new Contact(
        decision,
        time,
        campaign,
        offer,
        channel,
        contactClass,
        category,
        counts,
        failed,
        takenOver,
        other);
  }

  /** The same contact, now that this run has come to it as well. */
  public Contact confirmed() {
    return new Contact(
        decision,
        time,
        campaign,
        offer,
        channel,
        contactClass,
        category,
        counts,
        failed,
        false,
        taken);
  }
}
