package io.offerflow.decision;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.blob.CorruptBlobException;
import io.offerflow.blob.Written;
import java.util.Arrays;

/**
 * The {@link Part}s of one customer's state. What was read from bytes stays bytes until somebody
 * asks for it, and goes back as it came if nobody did.
 */
final class Parts {
  /** Most events ask for one or two. */
  private static final int ROOM = 2;

  private static final Part[] ALL = Part.values();
  private static final byte[] NOTHING = {};
  private static final Written[] NONE = {};

  private final byte[] bytes;

  /** The parts that there are bytes of, as {@link Part#bit}. */
  private final int stored;

  /** Where the bytes of the first of them begin, with their number before them. */
  private final int from;

  /** What somebody has asked for, in the order of the parts. */
  private Written[] known = NONE;

  /** Which parts these are, as {@link Part#bit}. */
  private int asked;

  /** Of a customer of whom nothing is known. */
  Parts() {
    this(NOTHING, 0, 0);
  }

  private Parts(byte[] bytes, int stored, int from) {
    this.bytes = bytes;
    this.stored = stored;
    this.from = from;
  }

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

  /** Its bytes, which are there. */
  BlobReader open(Part part) {
    BlobReader in = new BlobReader(bytes, from, bytes.length - from);
    for (int before = place(stored, part); before > 0; before--) {
      in.skip(in.count());
    }
    int length = in.count();
    return BlobReader.part(bytes, in.position(), length);
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
      BlobReader in = open(part);
      int length = in.left();
      out.unsigned(length);
      out.raw(bytes, in.position(), length);
    } else {
      int start = out.size();
      out.beginPart();
      known[place(asked, part)].write(out);
      out.lengthBefore(start);
    }
  }

  /** Keeps the reader's bytes, which must not change afterwards. */
  static Parts read(BlobReader in, int present) {
    int from = in.position();
    for (int left = Integer.bitCount(present); left > 0; left--) {
      in.skip(in.count());
    }
    return new Parts(in.bytes(), present, from);
  }
}
