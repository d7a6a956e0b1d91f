package io.offerflow.policy;

import io.offerflow.blob.BlobWriter;
import io.offerflow.stock.Taken;
import java.util.function.Consumer;

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
    return remembered.equals(decision) ? this : with(draft -> draft.decision = remembered);
  }

  /** Whether it is that contact, whatever has become of it since. */
  public boolean isSameAs(Contact other) {
    return decision.equals(other.decision) && offer.equals(other.offer);
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
    return with(
        draft -> {
          draft.time = now;
          draft.expires = now + expires - time;
          draft.taken = takes;
        });
  }

  Contact undone() {
    return with(
        draft -> {
          draft.failed = true;
          draft.taken = Taken.NOTHING;
        });
  }

  /** The same contact after a response of that kind. */
  Contact answered(String kind) {
    if (kind.equals("failed")) {
      return undone();
    }
    return with(
        draft -> {
          draft.declined |= kind.equals("declined");
          draft.answered = true;
        });
  }

  /** The same contact, with a success. */
  public Contact succeeded() {
    return with(draft -> draft.converted = true);
  }

  /** The same contact, of that class and category. */
  public Contact of(
      String otherClass, String otherCategory, boolean otherCounts, long otherExpires) {
    return with(
        draft -> {
          draft.contactClass = otherClass;
          draft.category = otherCategory;
          draft.counts = otherCounts;
          draft.expires = otherExpires;
        });
  }

  /** The same contact, using that. */
  public Contact taking(Taken other) {
    return with(draft -> draft.taken = other);
  }

  /** The same contact, now that this run has come to it as well. */
  public Contact confirmed() {
    return with(draft -> draft.takenOver = false);
  }

  private Contact with(Consumer<Draft> change) {
    Draft draft = new Draft(this);
    change.accept(draft);
    return draft.contact();
  }

  /** What a contact can come to differ in from what it was. */
  private static final class Draft {
    private final Contact from;
    private String decision;
    private long time;
    private String contactClass;
    private String category;
    private boolean counts;
    private boolean failed;
    private boolean takenOver;
    private Taken taken;
    private long expires;
    private boolean declined;
    private boolean answered;
    private boolean converted;

    Draft(Contact from) {
      this.from = from;
      decision = from.decision;
      time = from.time;
      contactClass = from.contactClass;
      category = from.category;
      counts = from.counts;
      failed = from.failed;
      takenOver = from.takenOver;
      taken = from.taken;
      expires = from.expires;
      declined = from.declined;
      answered = from.answered;
      converted = from.converted;
    }

    Contact contact() {
      return new Contact(
          decision,
          time,
          from.campaign,
          from.offer,
          from.channel,
          contactClass,
          category,
          counts,
          failed,
          takenOver,
          taken,
          expires,
          declined,
          answered,
          from.control,
          converted);
    }
  }
}
