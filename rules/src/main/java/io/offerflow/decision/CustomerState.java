package io.offerflow.decision;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.blob.CorruptBlobException;
import io.offerflow.condition.Values;
import io.offerflow.event.Event;
import io.offerflow.feature.FeatureSet;
import io.offerflow.feature.FeatureStates;
import io.offerflow.learning.Trials;
import io.offerflow.moment.Dates;
import io.offerflow.moment.Waits;
import io.offerflow.policy.Consents;
import io.offerflow.policy.Contact;
import io.offerflow.policy.Contacts;
import io.offerflow.policy.Responses;
import io.offerflow.policy.Subject;
import io.offerflow.stock.Supply;
import io.offerflow.tag.Tags;
import io.offerflow.zone.Visits;
import java.util.List;

/**
 * Everything known of one customer. Handed to {@link Decider#decide}, which consumes it: use the
 * one in the outcome afterwards. For one thread.
 *
 * <p>What an event does not ask for stays bytes, so that it costs no more than being copied.
 */
public final class CustomerState {
  /** No instant at all: before the first event, or never erased. */
  static final long NEVER = Long.MIN_VALUE;

  /** The greatest time among her events and fired timers, epoch milliseconds. */
  long now = NEVER;

  /** The greatest time among her events. */
  long lastEvent = NEVER;

  /** Whether what was due at {@link #now} has happened. */
  boolean settled;

  /** The time of her erasure. */
  long erasedAt = NEVER;

  /** Where she is known; null unless a {@code merge} said so. */
  MergedInto mergedInto;

  final Parts parts;
  final SeenEvents seen;
  final FeatureStates features;

  /** Her time zone, once it was read from bytes; {@link #hasTimezone} says whether it was. */
  private String timezone;

  private boolean hasTimezone;

  CustomerState() {
    this(new Parts(), new SeenEvents(), new FeatureStates());
  }

  CustomerState(Parts parts, SeenEvents seen, FeatureStates features) {
    this.parts = parts;
    this.seen = seen;
    this.features = features;
  }

  Attributes attributes() {
    return (Attributes) parts.get(Part.ATTRIBUTES);
  }

  Consents consents() {
    return (Consents) parts.get(Part.CONSENTS);
  }

  Contacts contacts() {
    return (Contacts) parts.get(Part.CONTACTS);
  }

  Responses responses() {
    return (Responses) parts.get(Part.RESPONSES);
  }

  Visits visits() {
    return (Visits) parts.get(Part.VISITS);
  }

  Waits waits() {
    return (Waits) parts.get(Part.WAITS);
  }

  Tags tags() {
    return (Tags) parts.get(Part.TAGS);
  }

  Dates dates() {
    return (Dates) parts.get(Part.DATES);
  }

  HeldCandidates held() {
    return (HeldCandidates) parts.get(Part.HELD);
  }

  /** What was answered to who asked, as contacts that nobody has presented yet. */
  Contacts answers() {
    return (Contacts) parts.get(Part.ANSWERS);
  }

  Trials trials() {
    return (Trials) parts.get(Part.TRIALS);
  }

  /** Whether there is anything in that part; asking reads nothing. */
  boolean has(Part part) {
    return parts.has(part);
  }

  /** The text of her time zone; null where it is unknown. */
  String timezone() {
    if (!parts.isUntouched(Part.ATTRIBUTES)) {
      return has(Part.ATTRIBUTES) ? attributes().timezone() : null;
    }
    if (!hasTimezone) {
      timezone = Attributes.readTimezone(parts.open(Part.ATTRIBUTES));
      hasTimezone = true;
    }
    return timezone;
  }

  /** It is to be read anew. */
  void forgetTimezone() {
    timezone = null;
    hasTimezone = false;
  }

  /** Whether she is in any zone. */
  boolean isInside() {
    return parts.isUntouched(Part.VISITS)
        ? Visits.anyIn(parts.open(Part.VISITS))
        : has(Part.VISITS) && !visits().isOutside();
  }

  /** Whether the days that she waits for are those of that set of campaigns. */
  boolean hasDatesOf(int campaigns) {
    return parts.isUntouched(Part.DATES)
        ? Dates.campaignsIn(parts.open(Part.DATES)) == campaigns
        : dates().areOf(campaigns);
  }

  /** Whether she waits for any day. */
  boolean waitsForDays() {
    return parts.isUntouched(Part.DATES) ? Dates.anyIn(parts.open(Part.DATES)) : has(Part.DATES);
  }

  /** Whether a contact of that decision is remembered. */
  boolean hasContactOf(String decision) {
    return parts.isUntouched(Part.CONTACTS)
        ? Contacts.mayHave(parts.open(Part.CONTACTS), decision)
        : has(Part.CONTACTS) && contacts().ofDecision(decision) != null;
  }

  /** What outlives her being erased or forgotten: refusals, and when she was erased. */
  CustomerState emptied(long erasure) {
    CustomerState empty = new CustomerState();
    if (has(Part.CONSENTS)) {
      empty.parts.set(Part.CONSENTS, consents().refusals());
    }
    empty.erasedAt = erasure;
    List<Contact> contacts = has(Part.CONTACTS) ? contacts().all() : List.of();
    for (Contact contact : contacts) {
      // A former run made it in the life that begins now.
      if (contact.takenOver() && contact.time() > now) {
        empty.contacts().add(contact);
      }
    }
    return empty;
  }

  /**
   * Whether the event is no later than her erasure, and so nothing of hers any more. Of two ids one
   * may be erased before a merge that is older arrives: they are one all the same.
   */
  boolean erases(Event event) {
    return event.time() <= erasedAt && !event.type().equals("merge");
  }

  /** Whether there is anything to keep. */
  boolean isKept() {
    return lastEvent != NEVER || erasedAt != NEVER || has(Part.CONSENTS) || has(Part.CONTACTS);
  }

  /** Whether anything has happened to her since she was last erased, forgotten or merged. */
  boolean isLiving() {
    return lastEvent != NEVER && mergedInto == null;
  }

  /** What goes along to another id: waits, visits and what is held stay behind. */
  CustomerState leaving() {
    parts.set(Part.WAITS, new Waits());
    parts.set(Part.VISITS, new Visits());
    parts.set(Part.DATES, new Dates());
    parts.set(Part.HELD, new HeldCandidates());
    erasedAt = NEVER;
    return this;
  }

  /** Takes in what was known under another id; that one is of no use afterwards. */
  void join(CustomerState other, FeatureSet set) {
    attributes().join(other.attributes());
    consents().join(other.consents());
    contacts().join(other.contacts());
    responses().join(other.responses());
    answers().join(other.answers());
    seen.join(other.seen);
    features.join(set, other.features, now);
    tags().join(other.tags());
    trials().addAll(other.trials());
    lastEvent = Math.max(lastEvent, other.lastEvent);
  }

  Subject subject(String customer, Values values, Supply supply) {
    return new Subject(customer, now, contacts(), consents(), responses(), values, supply, null);
  }

  /** Writes it in the newest form; the first byte is the form's version. */
  public void write(BlobWriter out) {
    StateForm.write(out, this);
  }

  /**
   * Reads any form that was ever released. Keeps the reader, whose place is of no meaning to others
   * once the state is used, and its bytes, which must not change afterwards.
   *
   * @throws CorruptBlobException when {@link #write} has not written that; later, when a part is
   *     first needed, if only that part's bytes are wrong
   */
  public static CustomerState read(BlobReader in) {
    return StateForm.read(in, null);
  }
}
