package io.offerflow.policy;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.stock.Taken;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * One customer's contacts, in order of time. At most {@value #LIMIT} are kept: beyond that the
 * oldest that counts for no cap goes first.
 */
public final class Contacts {
  static final int LIMIT = 512;

  private static final int COUNTS = 1;
  private static final int FAILED = 2;
  private static final int TAKEN_OVER = 4;
  private static final int TAKES = 64;

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

  private void dropOne() {
    for (int i = 0; i < inOrder.size(); i++) {
      if (!inOrder.get(i).counts() || inOrder.get(i).failed()) {
        inOrder.remove(i);
        return;
      }
    }
    inOrder.remove(0);
  }

  /** The contact of that decision, or null. */
  public Contact ofDecision(String decision) {
    return latest(contact -> contact.decision().equals(decision));
  }

  /** The latest contact with that offer, or null. */
  public Contact ofOffer(String offer) {
    return latest(contact -> contact.offer().equals(offer));
  }

  private Contact latest(Predicate<Contact> sought) {
    for (int i = inOrder.size() - 1; i >= 0; i--) {
      if (sought.test(inOrder.get(i))) {
        return inOrder.get(i);
      }
    }
    return null;
  }

  /** A {@code failed} response: it counts for nothing any more, but still matches responses. */
  public void undo(Contact contact) {
    inOrder.set(inOrder.indexOf(contact), contact.undone());
  }

  public void replace(Contact contact, Contact by) {
    inOrder.set(inOrder.indexOf(contact), by);
  }

  public void remove(Contact contact) {
    inOrder.remove(contact);
  }

  /** Drops what lies at that instant or before it. */
  public void dropUntil(long epochMillis) {
    int keepFrom = 0;
    while (keepFrom < inOrder.size() && inOrder.get(keepFrom).time() <= epochMillis) {
      keepFrom++;
    }
    if (keepFrom > 0) {
      inOrder.subList(0, keepFrom).clear();
    }
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

  /** Writes them relative to the writer's base. */
  public void write(BlobWriter out) {
    out.unsigned(inOrder.size());
    for (Contact contact : inOrder) {
      int flags =
          (contact.counts() ? COUNTS : 0)
              | (contact.failed() ? FAILED : 0)
              | (contact.takenOver() ? TAKEN_OVER : 0)
              | (contact.taken().isEmpty() ? 0 : TAKES);
      out.writeByte(flags);
      out.text(contact.decision());
      out.time(contact.time());
      out.text(contact.campaign());
      out.text(contact.offer());
      out.text(contact.channel());
      out.text(contact.contactClass());
      out.text(contact.category());
      if (!contact.taken().isEmpty()) {
        contact.taken().write(out);
      }
    }
  }

  public static Contacts read(BlobReader in) {
    Contacts contacts = new Contacts();
    int count = in.count();
    for (int i = 0; i < count; i++) {
      int flags = in.readByte();
      contacts.inOrder.add(
          new Contact(
              in.text(),
              in.time(),
              in.text(),
              in.text(),
              in.text(),
              in.text(),
              in.text(),
              (flags & COUNTS) != 0,
              (flags & FAILED) != 0,
              (flags & TAKEN_OVER) != 0,
              (flags & TAKES) != 0 ? Taken.read(in) : Taken.NOTHING));
    }
    return contacts;
  }
}
