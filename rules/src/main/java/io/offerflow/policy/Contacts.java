package io.offerflow.policy;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.blob.Written;
import io.offerflow.workspace.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * One customer's contacts, in order of time. At most {@value #LIMIT} are kept: beyond that the
 * oldest that failed goes first, then the oldest that counts for no cap.
 */
public final class Contacts implements Written {
  static final int LIMIT = Policy.MOST_CONTACTS;

  private final List<Contact> inOrder;

  public Contacts() {
    this(new ArrayList<>(0));
  }

  private Contacts(List<Contact> inOrder) {
    this.inOrder = inOrder;
  }

  /** Adds one; of contacts at the same instant the later added is the later. */
  public void add(Contact contact) {
    int at = inOrder.size();
    while (at > 0 && inOrder.get(at - 1).time() > contact.time()) {
      at--;
    }
    inOrder.add(at, contact.remembered());
    if (inOrder.size() > LIMIT) {
      dropOne();
    }
  }

  /** Adds those of another id of the same customer, as they are. */
  public void join(Contacts other) {
    other.inOrder.forEach(this::add);
  }

  private void dropOne() {
    if (!dropFirst(Contact::failed) && !dropFirst(contact -> !contact.counts())) {
      inOrder.remove(0);
    }
  }

  private boolean dropFirst(Predicate<Contact> less) {
    for (int i = 0; i < inOrder.size(); i++) {
      if (less.test(inOrder.get(i))) {
        inOrder.remove(i);
        return true;
      }
    }
    return false;
  }

  /** The contact of that decision, or null. */
  public Contact ofDecision(String decision) {
    String sought = Contact.shortened(decision);
    return latest(contact -> contact.decision().equals(sought));
  }

  /**
   * What a response answers, or null: the contact of that decision, or her latest with that offer.
   * One that a former run made and this one has not come to yet is not her latest.
   *
   * @param id of the decision; null where the response names the offer
   */
  public Contact answeredBy(String id, String offer) {
    String decision = id == null ? null : Contact.shortened(id);
    Contact both =
        latest(
            contact ->
                !contact.control()
                    && (decision == null
                        ? !contact.takenOver()
                        : contact.decision().equals(decision))
                    && (offer == null || contact.offer().equals(offer)));
    return both == null && decision != null
        ? latest(contact -> !contact.control() && contact.decision().equals(decision))
        : both;
  }

  /**
   * Of the entries of answers the one that is presented: of the latest answer that fits, the first.
   *
   * @param id of the decision, or null
   * @param offer or null
   */
  public Contact entry(String id, String offer) {
    String decision = id == null ? null : Contact.shortened(id);
    Predicate<Contact> fits =
        entry ->
            (decision == null || entry.decision().equals(decision))
                && (offer == null || entry.offer().equals(offer));
    Contact latest = latest(fits);
    for (Contact entry : inOrder) {
      if (latest != null && fits.test(entry) && entry.decision().equals(latest.decision())) {
        return entry;
      }
    }
    return null;
  }

  /** The latest that is so, or null. */
  public Contact latest(Predicate<Contact> sought) {
    for (int i = inOrder.size() - 1; i >= 0; i--) {
      if (sought.test(inOrder.get(i))) {
        return inOrder.get(i);
      }
    }
    return null;
  }

  public void replace(Contact contact, Contact by) {
    inOrder.set(inOrder.indexOf(contact), by);
  }

  public void remove(Contact contact) {
    inOrder.remove(contact);
  }

  /** Drops those at that instant or before it. */
  public void dropUntil(long instant) {
    inOrder.removeIf(contact -> contact.time() <= instant);
  }

  void dropAll(Predicate<Contact> forgotten) {
    inOrder.removeIf(forgotten);
  }

  /** In order of time. */
  public List<Contact> all() {
    return List.copyOf(inOrder);
  }

  int size() {
    return inOrder.size();
  }

  Contact get(int index) {
    return inOrder.get(index);
  }

  @Override
  public boolean isEmpty() {
    return inOrder.isEmpty();
  }

  @Override
  public void write(BlobWriter out) {
    ContactForm.write(out, inOrder);
  }

  public static Contacts read(BlobReader in) {
    return new Contacts(ContactForm.read(in));
  }

  /** As states of version 1 hold them: with whole ids, until {@link #shorten} is called. */
  public static Contacts readVersion1(BlobReader in) {
    return new Contacts(ContactForm.readVersion1(in));
  }

  /** Makes of whole ids what is remembered of them. */
  public void shorten() {
    inOrder.replaceAll(Contact::remembered);
  }

  /**
   * Whether a contact of that decision may be among those bytes; reads none of them, so it takes
   * little time.
   */
  public static boolean mayHave(BlobReader in, String decision) {
    return ContactForm.mayHave(in, Contact.shortened(decision));
  }
}
