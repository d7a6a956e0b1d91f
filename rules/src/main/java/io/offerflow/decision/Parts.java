package io.offerflow.decision;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.blob.CorruptBlobException;
import io.offerflow.blob.Written;
import java.util.Arrays;

/**
 * The {@link Part}s of one customer's state; at first of one of whom nothing is known. What was
 * read from bytes stays bytes until somebody asks for it, and goes back as it came if nobody did.
 */
final class Parts {
  /** Most events ask for one or two. */
  private static final int ROOM = 2;

  private static final Part[] ALL = Part.values();
  private static final byte[] NOTHING = {};
  private static final Written[] NONE = {};

  private byte[] bytes = NOTHING;

  /** That of the whole state, for one thing after the other; null without bytes. */
  private BlobReader in;

  /** The parts that there are bytes of, as {@link Part#bit}. */
  private int stored;

  /** Where the bytes of the first of them begin, with their number before them. */
  private int from;

  /** What somebody has asked for, in the order of the parts. */
  private Written[] known = NONE;

  /** Which parts these are, as {@link Part#bit}. */
  private int asked;

  /** What it holds may be changed, and is written anew. */
  Written get(Part part) {
    if (isAsked(part)) {
      return known[place(asked, part)];
    }
    Written found = isStored(part) ? read(part) : part.none();
    add(part, found);
    return found;
  }

  /** Whatever goes wrong in it, it is the bytes; of what they hold nothing is said. */
  private Written read(Part part) {
    try {
      return part.read(open(part));
    } catch (CorruptBlobException e) {
      throw e;
    } catch (RuntimeException e) {
      String what = e.getClass().getSimpleName();
      throw new CorruptBlobException("the part " + part + " of a state is broken: " + what);
    }
  }

  void set(Part part, Written value) {
    if (isAsked(part)) {
      known[place(asked, part)] = value;
    } else {
      add(part, value);
    }
  }

  private void add(Part part, Written value) {
    int count = Integer.bitCount(asked);
    if (count == known.length) {
      known = Arrays.copyOf(known, count + ROOM);
    }
    int place = place(asked, part);
    System.arraycopy(known, place, known, place + 1, count - place);
    known[place] = value;
    asked |= part.bit();
  }

  boolean has(Part part) {
    return isAsked(part) ? !known[place(asked, part)].isEmpty() : isStored(part);
  }

  /** Whether it is there as bytes, and nobody has asked for it. */
  boolean isUntouched(Part part) {
    return isStored(part) && !isAsked(part);
  }

  private boolean isAsked(Part part) {
    return (asked & part.bit()) != 0;
  }

  private boolean isStored(Part part) {
    return (stored & part.bit()) != 0;
  }

  /** How many of these come before that one. */
  private static int place(int parts, Part part) {
    return Integer.bitCount(parts & part.bit() - 1);
  }

  /** Its bytes, which are there, until any others of the state are opened. */
  BlobReader open(Part part) {
    in.restart(bytes, from, bytes.length - from);
    for (int before = place(stored, part); before > 0; before--) {
      in.skip(in.count());
    }
    int length = in.count();
    in.restart(bytes, in.position(), length).beginPart();
    return in;
  }

  /** Those that have anything in them. */
  int present() {
    int present = 0;
    for (Part part : ALL) {
      present |= has(part) ? part.bit() : 0;
    }
    return present;
  }

  void write(BlobWriter out, int present) {
    for (Part part : ALL) {
      if ((present & part.bit()) != 0) {
        write(out, part);
      }
    }
  }

  private void write(BlobWriter out, Part part) {
    if (isUntouched(part)) {
      int length = open(part).left();
      out.unsigned(length);
      out.raw(bytes, in.position(), length);
    } else {
      int start = out.size();
      out.beginPart();
      known[place(asked, part)].write(out);
      out.lengthBefore(start);
    }
  }

  /** A reader of those bytes: its own, if it has one, which reads nothing else any more. */
  BlobReader readerOf(byte[] others) {
    return in == null ? new BlobReader(others) : in.restart(others, 0, others.length);
  }

  /**
   * Becomes what those bytes say, whatever it was. Keeps the reader, which goes elsewhere later,
   * and its bytes, which must not change.
   */
  void fill(BlobReader reader, int present) {
    in = reader;
    bytes = in.bytes();
    stored = present;
    from = in.position();
    Arrays.fill(known, null);
    asked = 0;
    for (int left = Integer.bitCount(present); left > 0; left--) {
      in.skip(in.count());
    }
  }
}
