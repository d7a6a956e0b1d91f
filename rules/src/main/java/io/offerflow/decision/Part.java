package io.offerflow.decision;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.CorruptBlobException;
import io.offerflow.blob.Written;
import io.offerflow.learning.Trials;
import io.offerflow.moment.Dates;
import io.offerflow.moment.Waits;
import io.offerflow.policy.Consents;
import io.offerflow.policy.Contacts;
import io.offerflow.policy.Responses;
import io.offerflow.tag.Tags;
import io.offerflow.zone.Visits;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The parts of a customer's state that most events do not touch. Each is written by itself, so that
 * it stays bytes until somebody asks for it.
 *
 * <p>The order is part of the form of the state; those that most customers have go first.
 */
enum Part {
  ATTRIBUTES(Attributes::new, Attributes::read),
  CONSENTS(Consents::new, Consents::read),
  CONTACTS(Contacts::new, Contacts::read),
  VISITS(Visits::new, Visits::read),
  DATES(Dates::new, Dates::read),
  TAGS(Tags::new, Tags::read),
  WAITS(Waits::new, Waits::read),
  HELD(HeldCandidates::new, HeldCandidates::read),
  RESPONSES(Responses::new, Responses::read),
  ANSWERS(Contacts::new, Contacts::read),
  TRIALS(Trials::new, Trials::read);

  static final int COUNT = values().length;

  private final Supplier<Written> none;
  private final Function<BlobReader, Written> read;

  Part(Supplier<Written> none, Function<BlobReader, Written> read) {
    this.none = none;
    this.read = read;
  }

  int bit() {
    return 1 << ordinal();
  }

  /** One of a customer who has none. */
  Written none() {
    return none.get();
  }

  /**
   * @param in all bytes of the part and no others
   */
  Written read(BlobReader in) {
    Written part = read.apply(in);
    if (!in.isAtEnd() || part.isEmpty()) {
      throw new CorruptBlobException("bytes that are no " + name());
    }
    return part;
  }
}
