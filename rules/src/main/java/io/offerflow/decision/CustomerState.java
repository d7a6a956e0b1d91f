package io.offerflow.decision;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.blob.CorruptBlobException;
import io.offerflow.condition.Values;
import io.offerflow.event.ProfileChange;
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
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Everything known of one customer. Handed to {@link Decider#decide}, which consumes it: use the
 * one in the outcome afterwards. For one thread.
 */
public final class CustomerState {
  /** No instant at all: before the first event, or never erased. */
  static final long NEVER = Long.MIN_VALUE;

  /** Of the form. Every form that was ever released is read for ever: docs/upgrades.md. */
  private static final int VERSION = 1;

  private static final int HAS_NOW = 1;
  private static final int SETTLED = 2;
  private static final int ERASED = 4;
  private static final int HAS_ATTRIBUTES = 8;
  private static final int HAS_CONSENTS = 16;
  private static final int HAS_CONTACTS = 32;
  private static final int HAS_WAITS = 64;
  private static final int HAS_VISITS = 128;
  private static final int HAS_TAGS = 256;
  private static final int HAS_DATES = 512;
  private static final int HAS_HELD = 1024;
  private static final int HAS_RESPONSES = 2048;
  private static final int IS_MERGED = 4096;
  private static final int HAS_TRIALS = 8192;
  private static final int HAS_ANSWERS = 16384;

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

  final Map<String, Object> attributes = new TreeMap<>();
  Consents consents = new Consents();
  Contacts contacts = new Contacts();
  Responses responses = new Responses();
  SeenEvents seen = new SeenEvents();
  FeatureStates features = new FeatureStates();
  Visits visits = new Visits();
  Waits waits = new Waits();
  Tags tags = new Tags();
  Dates dates = new Dates();
  HeldCandidates held = new HeldCandidates();

  /** What was answered to who asked, as contacts that nobody has presented yet. */
  Contacts answers = new Contacts();

  Trials trials = new Trials();

  CustomerState() {}

  /** What outlives her being erased or forgotten: refusals, and when she was erased. */
  CustomerState emptied(long erasure) {
    CustomerState empty = new CustomerState();
    empty.consents = consents.refusals();
    empty.erasedAt = erasure;
    for (Contact contact : contacts.all()) {
      // A former run made it in the life that begins now.
      if (contact.takenOver() && contact.time() > now) {
        empty.contacts.add(contact);
      }
    }
    return empty;
  }

  /** Whether there is anything to keep. */
  boolean isKept() {
    return lastEvent != NEVER || erasedAt != NEVER || !consents.isEmpty() || !contacts.isEmpty();
  }

  /** Whether anything has happened to her since she was last erased, forgotten or merged. */
  boolean isLiving() {
    return lastEvent != NEVER && mergedInto == null;
  }

  /** What goes along to another id: waits, visits and what is held stay behind. */
  CustomerState leaving() {
    waits = new Waits();
    visits = new Visits();
    dates = new Dates();
    held = new HeldCandidates();
    erasedAt = NEVER;
    return this;
  }

  /** Takes in what was known under another id; that one is of no use afterwards. */
  void join(CustomerState other, FeatureSet set) {
    other.attributes.forEach(attributes::putIfAbsent);
    consents.join(other.consents);
    contacts.join(other.contacts);
    responses.join(other.responses);
    answers.join(other.answers);
    seen.join(other.seen);
    features.join(set, other.features, now);
    tags.join(other.tags);
    trials.addAll(other.trials);
    lastEvent = Math.max(lastEvent, other.lastEvent);
  }

  Subject subject(String customer, Values values, Supply supply) {
    return new Subject(customer, now, contacts, consents, responses, values, supply, null);
  }

  void apply(ProfileChange change) {
    change.unset().forEach(attributes::remove);
    attributes.putAll(change.set());
    change.remove().forEach((name, values) -> setOf(name).removeAll(values));
    change.add().forEach((name, values) -> setOf(name).addAll(values));
  }

  @SuppressWarnings("unchecked")
  private Set<String> setOf(String attribute) {
    Set<String> copy = new TreeSet<>();
    Object known = attributes.get(attribute);
    if (known instanceof Set<?> set) {
      copy.addAll((Set<String>) set);
    }
    attributes.put(attribute, copy);
    return copy;
  }

  /** Writes it in the newest form; the first byte is the form's version. */
  public void write(BlobWriter out) {
    out.writeByte(VERSION);
    out.unsigned(flags());
    if (now != NEVER) {
      out.signed(now);
      out.base(now);
    }
    out.bool(lastEvent != NEVER);
    if (lastEvent != NEVER) {
      out.time(lastEvent);
    }
    if (erasedAt != NEVER) {
      out.signed(erasedAt);
    }
    if (mergedInto != null) {
      out.text(mergedInto.into());
      out.signed(mergedInto.time());
    }
    if (!attributes.isEmpty()) {
      out.unsigned(attributes.size());
      attributes.forEach(
          (name, value) -> {
            out.text(name);
            out.value(value);
          });
    }
    if (!consents.isEmpty()) {
      consents.write(out);
    }
    if (!contacts.isEmpty()) {
      contacts.write(out);
    }
    if (!waits.isEmpty()) {
      waits.write(out);
    }
    if (!visits.isEmpty()) {
      visits.write(out);
    }
    if (!tags.isEmpty()) {
      tags.write(out);
    }
    if (!dates.isEmpty()) {
      dates.write(out);
    }
    if (!held.isEmpty()) {
      held.write(out);
    }
    if (!responses.isEmpty()) {
      responses.write(out);
    }
    if (!trials.isEmpty()) {
      trials.write(out);
    }
    if (!answers.isEmpty()) {
      answers.write(out);
    }
    seen.write(out);
    features.write(out);
  }

  private int flags() {
    return (now != NEVER ? HAS_NOW : 0)
        | (settled ? SETTLED : 0)
        | (erasedAt != NEVER ? ERASED : 0)
        | (mergedInto != null ? IS_MERGED : 0)
        | (attributes.isEmpty() ? 0 : HAS_ATTRIBUTES)
        | (consents.isEmpty() ? 0 : HAS_CONSENTS)
        | (contacts.isEmpty() ? 0 : HAS_CONTACTS)
        | (waits.isEmpty() ? 0 : HAS_WAITS)
        | (visits.isEmpty() ? 0 : HAS_VISITS)
        | (tags.isEmpty() ? 0 : HAS_TAGS)
        | (dates.isEmpty() ? 0 : HAS_DATES)
        | (held.isEmpty() ? 0 : HAS_HELD)
        | (responses.isEmpty() ? 0 : HAS_RESPONSES)
        | (trials.isEmpty() ? 0 : HAS_TRIALS)
        | (answers.isEmpty() ? 0 : HAS_ANSWERS);
  }

  /**
   * Reads any form that was ever released.
   *
   * @throws CorruptBlobException when {@link #write} has not written that
   */
  public static CustomerState read(BlobReader in) {
    int version = in.readByte();
    if (version != VERSION) {
      throw new CorruptBlobException(
          "state of version " + version + "; this Offerflow reads versions up to " + VERSION);
    }
    CustomerState state = new CustomerState();
    long flags = in.unsigned();
    if ((flags & HAS_NOW) != 0) {
      state.now = in.signed();
      in.base(state.now);
    }
    state.settled = (flags & SETTLED) != 0;
    if (in.bool()) {
      state.lastEvent = in.time();
    }
    if ((flags & ERASED) != 0) {
      state.erasedAt = in.signed();
    }
    if ((flags & IS_MERGED) != 0) {
      state.mergedInto = new MergedInto(in.text(), in.signed());
    }
    if ((flags & HAS_ATTRIBUTES) != 0) {
      int count = in.count();
      for (int i = 0; i < count; i++) {
        state.attributes.put(in.text(), in.value());
      }
    }
    state.readParts(in, flags);
    return state;
  }

  private void readParts(BlobReader in, long flags) {
    if ((flags & HAS_CONSENTS) != 0) {
      consents = Consents.read(in);
    }
    if ((flags & HAS_CONTACTS) != 0) {
      contacts = Contacts.read(in);
    }
    if ((flags & HAS_WAITS) != 0) {
      waits = Waits.read(in);
    }
    if ((flags & HAS_VISITS) != 0) {
      visits = Visits.read(in);
    }
    if ((flags & HAS_TAGS) != 0) {
      tags = Tags.read(in);
    }
    if ((flags & HAS_DATES) != 0) {
      dates = Dates.read(in);
    }
    if ((flags & HAS_HELD) != 0) {
      held = HeldCandidates.read(in);
    }
    if ((flags & HAS_RESPONSES) != 0) {
      responses = Responses.read(in);
    }
    if ((flags & HAS_TRIALS) != 0) {
      trials = Trials.read(in);
    }
    if ((flags & HAS_ANSWERS) != 0) {
      answers = Contacts.read(in);
    }
    seen = SeenEvents.read(in);
    features = FeatureStates.read(in);
  }
}
