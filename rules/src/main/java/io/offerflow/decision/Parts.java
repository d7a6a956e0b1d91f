package io.offerflow.decision;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.blob.CorruptBlobException;
import io.offerflow.blob.Written;

/**
 * The {@link Part}s of one customer's state. What was read from bytes stays bytes until somebody
 * asks for it, and goes back as it came if nobody did.
 */
final class Parts {
  private static final Part[] ALL = Part.values();
  private static final int[] NOWHERE = {};
  private static final byte[] NOTHING = {};

  private final byte[] bytes;

  /** The parts that there are bytes of, as {@link Part#bit}. */
  private final int stored;

  /** Where the bytes of each of them begin and end, in their order. */
  private final int[] places;

  /** What somebody has asked for; null elsewhere. */
  private final Written[] known = new Written[Part.COUNT];

  /** Of a customer of whom nothing is known. */
  Parts() {
    this(NOTHING, 0, NOWHERE);
  }

  private Parts(byte[] bytes, int stored, int[] places) {
    this.bytes = bytes;
    this.stored = stored;
    this.places = places;
  }

  /** What it holds may be changed, and is written anew. */
  Written get(Part part) {
    Written found = known[part.ordinal()];
    if (found == null) {
      found = isStored(part) ? read(part) : part.none();
      known[part.ordinal()] = found;
    }
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
    known[part.ordinal()] = value;
  }

  boolean has(Part part) {
    Written found = known[part.ordinal()];
    return found == null ? isStored(part) : !found.isEmpty();
  }

  /** Whether it is there as bytes, and nobody has asked for it. */
  boolean isUntouched(Part part) {
    return known[part.ordinal()] == null && isStored(part);
  }

  private boolean isStored(Part part) {
    return (stored & part.bit()) != 0;
  }

  /** Its bytes, which are there. */
  BlobReader open(Part part) {
    int place = place(part);
    return BlobReader.part(bytes, places[place], places[place + 1] - places[place]);
  }

  private int place(Part part) {
    return 2 * Integer.bitCount(stored & part.bit() - 1);
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
      int place = place(part);
      int length = places[place + 1] - places[place];
      out.unsigned(length);
      out.raw(bytes, places[place], length);
    } else {
      int start = out.size();
      out.beginPart();
      known[part.ordinal()].write(out);
      out.lengthBefore(start);
    }
  }

  /** Keeps the reader's bytes, which must not change afterwards. */
  static Parts read(BlobReader in, int present) {
    int[] places = new int[2 * Integer.bitCount(present)];
    for (int i = 0; i < places.length; i += 2) {
      int length = in.count();
      places[i] = in.position();
      in.skip(length);
      places[i + 1] = in.position();
    }
    return new Parts(in.bytes(), present, places);
  }
}
