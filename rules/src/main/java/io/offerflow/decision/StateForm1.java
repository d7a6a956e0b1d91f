package io.offerflow.decision;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.Written;
import io.offerflow.feature.FeatureStates;
import io.offerflow.learning.Trials;
import io.offerflow.moment.Dates;
import io.offerflow.moment.Waits;
import io.offerflow.policy.Consents;
import io.offerflow.policy.Contact;
import io.offerflow.policy.Contacts;
import io.offerflow.policy.Responses;
import io.offerflow.tag.Tags;
import io.offerflow.zone.Visits;
import java.util.function.Function;

/**
 * Reads version 1 of a customer's state, which was written until November 2026. All of its parts
 * refer to the texts of those before them, so they are read at once.
 */
final class StateForm1 {
  static final int VERSION = 1;

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

  private final BlobReader in;
  private final long flags;
  private final Parts parts = new Parts();

  private StateForm1(BlobReader in) {
    this.in = in;
    this.flags = in.unsigned();
  }

  /**
   * @param in after the version
   */
  static CustomerState read(BlobReader in) {
    return new StateForm1(in).state();
  }

  private CustomerState state() {
    long now = CustomerState.NEVER;
    if (has(HAS_NOW)) {
      now = in.signed();
      in.base(now);
    }
    long lastEvent = in.bool() ? in.time() : CustomerState.NEVER;
    long erasedAt = has(ERASED) ? in.signed() : CustomerState.NEVER;
    MergedInto mergedInto = has(IS_MERGED) ? new MergedInto(in.text(), in.signed()) : null;
    readParts();
    CustomerState state =
        new CustomerState(parts, SeenEvents.readVersion1(in), FeatureStates.readVersion1(in));
    state.now = now;
    state.settled = has(SETTLED);
    state.lastEvent = lastEvent;
    state.erasedAt = erasedAt;
    state.mergedInto = mergedInto;
    return state;
  }

  private boolean has(int flag) {
    return (flags & flag) != 0;
  }

  private void readParts() {
    read(HAS_ATTRIBUTES, Part.ATTRIBUTES, Attributes::readVersion1);
    read(HAS_CONSENTS, Part.CONSENTS, Consents::readVersion1);
    read(HAS_CONTACTS, Part.CONTACTS, Contacts::readVersion1);
    read(HAS_WAITS, Part.WAITS, Waits::read);
    read(HAS_VISITS, Part.VISITS, Visits::read);
    read(HAS_TAGS, Part.TAGS, Tags::read);
    read(HAS_DATES, Part.DATES, Dates::read);
    read(HAS_HELD, Part.HELD, HeldCandidates::read);
    read(HAS_RESPONSES, Part.RESPONSES, Responses::read);
    read(HAS_TRIALS, Part.TRIALS, Trials::read);
    read(HAS_ANSWERS, Part.ANSWERS, Contacts::readVersion1);
    if (has(HAS_CONTACTS)) {
      shorten((Contacts) parts.get(Part.CONTACTS));
    }
    if (has(HAS_ANSWERS)) {
      shorten((Contacts) parts.get(Part.ANSWERS));
    }
  }

  /** Version 1 held decisions' ids whole, and what is not learned yet by them. */
  private void shorten(Contacts contacts) {
    if (has(HAS_TRIALS)) {
      Trials trials = (Trials) parts.get(Part.TRIALS);
      for (Contact one : contacts.all()) {
        trials.rename(one.decision(), Contact.shortened(one.decision()), one.offer());
      }
    }
    contacts.shorten();
  }

  private void read(int flag, Part part, Function<BlobReader, Written> form) {
    if (has(flag)) {
      parts.set(part, form.apply(in));
    }
  }
}
