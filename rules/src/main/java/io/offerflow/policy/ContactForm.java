package io.offerflow.policy;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.blob.CorruptBlobException;
import io.offerflow.stock.Taken;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The bytes of {@link Contacts}: first the ids of all decisions side by side, so that one can be
 * looked for without reading anything else; then each contact's time after the one before it, and
 * its kind, which the first of that kind says.
 */
final class ContactForm {
  /** Not every decision's id is one of Offerflow's own. */
  private static final int FOREIGN = 1;

  private static final int COUNTS = 1;
  private static final int FAILED = 2;
  private static final int TAKEN_OVER = 4;
  private static final int DECLINED = 8;
  private static final int ANSWERED = 16;
  private static final int CONTROL = 32;
  private static final int TAKES = 64;
  private static final int CONVERTED = 128;

  /** What most contacts have of the above; two bits name it, and 0 says that a byte follows. */
  private static final int[] USUAL = {-1, COUNTS, 0, COUNTS | ANSWERED};

  private static final int USUAL_BITS = 2;

  private ContactForm() {}

  static void write(BlobWriter out, List<Contact> contacts) {
    boolean foreign = contacts.stream().anyMatch(one -> !BlobWriter.isShortId(one.decision()));
    out.unsigned((long) contacts.size() << 1 | (foreign ? FOREIGN : 0));
    for (Contact contact : contacts) {
      if (foreign) {
        out.text(contact.decision());
      } else {
        out.shortId(contact.decision());
      }
    }
    Map<ContactKind, Integer> kinds = new HashMap<>();
    long before = BlobWriter.EPOCH;
    for (Contact contact : contacts) {
      write(out, contact, before, kinds);
      before = contact.time();
    }
  }

  private static void write(
      BlobWriter out, Contact contact, long before, Map<ContactKind, Integer> kinds) {
    int flags = flags(contact);
    int usual = USUAL.length - 1;
    while (usual > 0 && USUAL[usual] != flags) {
      usual--;
    }
    ContactKind kind = ContactKind.of(contact);
    Integer known = kinds.putIfAbsent(kind, kinds.size() + 1);
    out.unsigned((long) (known == null ? 0 : known) << USUAL_BITS | usual);
    if (usual == 0) {
      out.writeByte(flags);
    }
    out.signed(contact.time() - before);
    if (known == null) {
      kind.write(out);
    }
    if (!contact.taken().isEmpty()) {
      contact.taken().write(out);
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

  static List<Contact> read(BlobReader in) {
    long head = in.unsigned();
    int count = in.bounded(head >>> 1);
    List<String> ids = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      ids.add((head & FOREIGN) == 0 ? in.shortId() : in.text());
    }
    List<Contact> contacts = new ArrayList<>(count + 1);
    List<ContactKind> kinds = new ArrayList<>();
    long time = BlobWriter.EPOCH;
    for (String id : ids) {
      Contact contact = readOne(in, id, time, kinds);
      contacts.add(contact);
      time = contact.time();
    }
    return contacts;
  }

  private static Contact readOne(BlobReader in, String id, long before, List<ContactKind> kinds) {
    long code = in.unsigned();
    int usual = (int) code & USUAL.length - 1;
    int flags = usual == 0 ? in.readByte() : USUAL[usual];
    long time = before + in.signed();
    long known = code >>> USUAL_BITS;
    if (known == 0) {
      kinds.add(ContactKind.read(in));
      known = kinds.size();
    }
    ContactKind kind = kind(kinds, known);
    return contact(id, time, flags, kind, (flags & TAKES) == 0 ? Taken.NOTHING : Taken.read(in));
  }

  private static ContactKind kind(List<ContactKind> kinds, long number) {
    if (number <= 0 || number > kinds.size()) {
      throw new CorruptBlobException("kind " + number + " of " + kinds.size() + " contacts");
    }
    return kinds.get((int) number - 1);
  }

  private static Contact contact(String id, long time, int flags, ContactKind kind, Taken taken) {
    return new Contact(
        id,
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

  /** Whether a contact of that decision may be among those bytes; reads none of them. */
  static boolean mayHave(BlobReader in, String decision) {
    long head = in.unsigned();
    return (head & FOREIGN) != 0 || in.hasShortId(decision, in.bounded(head >>> 1));
  }

  /** As states of version 1 hold them. */
  static List<Contact> readVersion1(BlobReader in) {
    List<Contact> contacts = new ArrayList<>();
    List<ContactKind> kinds = new ArrayList<>();
    for (int left = in.count(); left > 0; left--) {
      int flags = in.readByte();
      String decision = in.text();
      long time = in.time();
      Taken taken = (flags & TAKES) != 0 ? Taken.read(in) : Taken.NOTHING;
      long known = in.unsigned();
      if (known == 0) {
        kinds.add(ContactKind.read(in));
        known = kinds.size();
      }
      contacts.add(contact(decision, time, flags, kind(kinds, known), taken));
    }
    return contacts;
  }
}
