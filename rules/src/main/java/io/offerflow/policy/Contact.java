package io.offerflow.policy;

import io.offerflow.blob.BlobWriter;
import io.offerflow.stock.Taken;

/**
 * A decision that reserved a contact, as her state remembers it.
 *
 * @param decision its id; as it is remembered, see {@link #shortened}
 * @param time the {@code now} of the decision, epoch milliseconds
 * @param category null when the offer has none
 * @param counts whether it counts for caps
 * @param failed whether it was undone
 * @param takenOver whether it was learned from a former run's outputs and not decided since
 * @param taken what it uses of stock, total and budget
 * @param expires decision + the offer's {@code expires}, epoch milliseconds
 * @param declined whether she said so
 * @param answered whether a response other than {@code failed} came
 * @param control whether nothing went out: it counts, and no response matches it
 * @param converted whether an event that its campaign names as success is credited to it
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
    Taken taken,
    long expires,
    boolean declined,
    boolean answered,
    boolean control,
    boolean converted) {

  /**
   * What is remembered of a decision's id: the first 64 of its 128 bits, enough to tell one
   * customer's contacts apart. Of a text that is no id, all of it.
   */
  public static String shortened(String decision) {
    return BlobWriter.isId(decision) ? decision.substring(0, BlobWriter.SHORT_ID) : decision;
  }

  /** The same contact as it is remembered. */
  public Contact remembered() {
    String remembered = shortened(decision);
    return remembered.equals(decision) ? this : decided(remembered);
  }

  /** Whether it is that contact, whatever has become of it since. */
  public boolean isSameAs(Contact other) {
    return decision.equals(other.decision) && offer.equals(other.offer);
  }

  /** The same contact, of that decision. */
  private Contact decided(String other) {
    return new Contact(
        other,
        time,
        campaign,
        offer,
        channel,
        contactClass,
        category,
        counts,
        failed,
        takenOver,
        taken,
        expires,
        declined,
        answered,
        control,
        converted);
  }

  /** Not yet of one that a former run made later than this one has come to. */
  boolean isBy(long now) {
    return time <= now;
  }

  /** Whether the offer is open: offered, and neither expired nor declined nor failed. */
  boolean isOpen(long now) {
    return isBy(now) && !failed && !declined && now < expires;
  }

  /** An entry of an answer that somebody presented to her: from then on it is a contact. */
  public Contact presented(long now, Taken takes) {
    return new Contact(
        decision,
        now,
        campaign,
        offer,
        channel,
        contactClass,
        category,
        counts,
        failed,
        takenOver,
        takes,
        now + expires - time,
        declined,
        answered,
        control,
        converted);
  }

  Contact undone() {
    return with(true, takenOver, Taken.NOTHING, declined, answered);
  }

  /** The same contact after a response of that kind. */
  Contact answered(String kind) {
    return kind.equals("failed")
        ? undone()
        : with(failed, takenOver, taken, declined || kind.equals("declined"), true);
  }

  /** The same contact, with a success. */
  public Contact succeeded() {
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
        taken,
        expires,
        declined,
        answered,
        control,
        true);
  }

  /** The same contact, of that class and category. */
  public Contact of(
      String otherClass, String otherCategory, boolean otherCounts, long otherExpires) {
    return new Contact(
        decision,
        time,
        campaign,
        offer,
        channel,
        otherClass,
        otherCategory,
        otherCounts,
        failed,
        takenOver,
        taken,
        otherExpires,
        declined,
        answered,
        control,
        converted);
  }

  /** The same contact, using that. */
  public Contact taking(Taken other) {
    return with(failed, takenOver, other, declined, answered);
  }

  /** The same contact, now that this run has come to it as well. */
  public Contact confirmed() {
    return with(failed, false, taken, declined, answered);
  }

  private Contact with(
      boolean failed, boolean takenOver, Taken taken, boolean declined, boolean answered) {
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
        taken,
        expires,
        declined,
        answered,
        control,
        converted);
  }
}
