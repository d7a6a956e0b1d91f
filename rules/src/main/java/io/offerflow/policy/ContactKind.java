package io.offerflow.policy;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;

/**
 * What contacts of the same campaign mostly have in common, so that a state says it once.
 *
 * @param category null when the offer has none
 * @param expiresAfter milliseconds from the decision on
 */
record ContactKind(
    String campaign,
    String offer,
    String channel,
    String contactClass,
    String category,
    long expiresAfter) {
  private static final long MINUTE = 60_000;

  static ContactKind of(Contact contact) {
    return new ContactKind(
        contact.campaign(),
        contact.offer(),
        contact.channel(),
        contact.contactClass(),
        contact.category(),
        contact.expires() - contact.time());
  }

  void write(BlobWriter out) {
    out.text(campaign);
    out.text(offer);
    out.text(channel);
    out.text(contactClass);
    out.text(category);
    // The low bit tells minutes from milliseconds: offers expire after hours and days.
    boolean minutes = expiresAfter % MINUTE == 0;
    out.signed(minutes ? expiresAfter / MINUTE * 2 + 1 : expiresAfter * 2);
  }

  static ContactKind read(BlobReader in) {
    return new ContactKind(
        in.text(), in.text(), in.text(), in.text(), in.text(), expiresAfter(in.signed()));
  }

  private static long expiresAfter(long written) {
    long amount = written >> 1;
    return (written & 1) == 0 ? amount : amount * MINUTE;
  }
}
