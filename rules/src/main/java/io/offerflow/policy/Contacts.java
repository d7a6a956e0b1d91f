package io.offerflow.policy;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.blob.CorruptBlobException;
import io.offerflow.stock.Taken;
import io.offerflow.workspace.Policy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * One customer's contacts, in order of time. At most {@value #LIMIT} are kept: beyond that the
 * oldest that failed goes first, then the oldest that counts for no cap.
 */
public final class Contacts {
  static final int LIMIT = Policy.MOST_CONTACTS;

  private static final int COUNTS = 1;
  private static final int FAILED = 2;
  private static final int TAKEN_OVER = 4;
  private static final int DECLINED = 8;
  private static final int ANSWERED = 16;
  private static final int CONTROL = 32;
  private static final int TAKES = 64;
  private static final int CONVERTED = 128;

  private final List<Contact> inOrder = new ArrayList<>();

  /** Adds one; of contacts at the same instant the later added is the later. */
  public void add(Contact contact) {
    int at = inOrder.size();
    while (at > 0 && inOrder.get(at - 1).time() > contact.time()) {
      at--;
    }
    inOrder.add(at, contact);
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
    return latest(contact -> contact.decision().equals(decision));
  }

  /**
   * What a response answers, or null: the contact of that decision, or her latest with that offer.
   * One that a former run made and this one has not come to yet is not her latest.
   *
   * @param decision null where the response names the offer
   */
  public Contact answeredBy(String decision, String offer) {
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
   * @param decision or null
   * @param offer or null
   */
  public Contact entry(String decision, String offer) {
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

  public boolean isEmpty() {
    return inOrder.isEmpty();
  }

  /** Writes them relative to the writer's base; of each kind of them the first says all. */
  public void write(BlobWriter out) {
    out.unsigned(inOrder.size());
    List<ContactKind> kinds = new ArrayList<>();
    for (Contact contact : inOrder) {
      out.writeByte(flags(contact));
      out.text(contact.decision());
      out.time(contact.time());
      if (!contact.taken().isEmpty()) {
        contact.taken().write(out);
      }
      ContactKind kind = ContactKind.of(contact);
      int known = kinds.indexOf(kind);
      out.unsigned(known + 1L);
      if (known < 0) {
        kind.write(out);
        kinds.add(kind);
      }
    }
  }

  private static int flags(Contact contact) {
    return (contact.counts() ? COUNTS : 0)
        | (contact.failed() ? FAILED : 0)
        | (contact.takenOver() ? TAKEN_OVER : 0)
        | (contact.declined() ? DECLINED : 0)
        | (contact.answered() ? ANSWERED : 0)
        | (contact.control() ? CONTROL : 0)
        | (contact.taken().isEmpty() ? 0 : TAKES)
        | (contact.converted() ? CONVERTED : 0);
  }

  public static Contacts read(BlobReader in) {
    Contacts contacts = new Contacts();
    List<ContactKind> kinds = new ArrayList<>();
    int count = in.count();
    for (int i = 0; i < count; i++) {
      contacts.inOrder.add(readOne(in, kinds));
    }
    return contacts;
  }

  private static Contact readOne(BlobReader in, List<ContactKind> kinds) {
    int flags = in.readByte();
    String decision = in.text();
    long time = in.time();
    Taken taken = (flags & TAKES) != 0 ? Taken.read(in) : Taken.NOTHING;
    ContactKind kind = readKind(in, kinds);
    return new Contact(
        decision,
        time,
        kind.campaign(),
        kind.offer(),
        kind.channel(),
        kind.contactClass(),
        kind.category(),
        (flags & COUNTS) != 0,
        (flags & FAILED) != 0,
        (flags & TAKEN_OVER) != 0,
        taken,
        time + kind.expiresAfter(),
        (flags & DECLINED) != 0,
        (flags & ANSWERED) != 0,
        (flags & CONTROL) != 0,
        (flags & CONVERTED) != 0);
  }

  private static ContactKind readKind(BlobReader in, List<ContactKind> kinds) {
    long known = in.unsigned() - 1;
    if (known < -1 || known >= kinds.size()) {
      throw new CorruptBlobException("kind " + known + " of " + kinds.size() + " contacts");
    }
    if (known < 0) {
      kinds.add(ContactKind.read(in));
      return kinds.get(kinds.size() - 1);
    }
    return kinds.get((int) known);
  }
}
