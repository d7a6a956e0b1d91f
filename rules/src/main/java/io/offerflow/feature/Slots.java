package io.offerflow.feature;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.blob.CorruptBlobException;
import io.offerflow.event.Event;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * What is kept of one customer's events, store by store: the bytes that it was read from, and what
 * of them somebody has needed as objects. What nobody has changed goes back as it came.
 *
 * <p>Of bytes only the place is remembered where those of each store begin: its key, what the bytes
 * are, the time of its newest event, their number, the bytes.
 */
final class Slots {
  private static final byte[] NOTHING = {};
  private static final int[] NO_PLACES = {};

  /** Of what is kept for ever and has no newest event. */
  private static final int TIMELESS = 0;

  /** With the time of the newest event before the bytes, so that it is known without them. */
  private static final int TIMED = 1;

  /** As states of version 1 hold it: what it is, only its plan knows. */
  private static final int WHOLE = 2;

  private static final int HEAD = (1 << TimeCode.HEAD_BITS) - 1;

  /** An event or two of one customer need fewer. */
  private static final int MOST_SCANS = 32;

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private byte[] bytes = NOTHING;

  /** That of the whole state, for one thing after the other; null without bytes. */
  private BlobReader in;

  /** What the ages of newest events count from. */
  private long base;

  /** Whether it says of each what its bytes are; in states of version 1 they are all whole. */
  private boolean tagged = true;

  private int size;

  /**
   * Where the bytes of each begin; with a minus where they are no longer those that it is written
   * as; 0 where there are none.
   */
  private int[] places = NO_PLACES;

  /** What is known as objects; null where only bytes are, and as a whole before the first. */
  private Kept[] kept;

  /** How often logs were gone through as bytes. */
  private int scans;

  int size() {
    return size;
  }

  /** Where that store is; -1 where nothing is kept of it. */
  int find(int key) {
    for (int slot = 0; slot < size; slot++) {
      if (key(slot) == key) {
        return slot;
      }
    }
    return -1;
  }

  int key(int slot) {
    int place = places[slot];
    return place == 0 ? kept[slot].store().key() : (int) INTS.get(bytes, Math.abs(place));
  }

  /** Adds what was not kept before. */
  void append(Kept fresh) {
    if (size == places.length) {
      int capacity = size + 1 + size / 2;
      places = Arrays.copyOf(places, capacity);
      kept = kept == null ? null : Arrays.copyOf(kept, capacity);
    }
    places[size] = 0;
    put(size++, fresh);
  }

  /** Puts it in the place of what was kept. */
  void replace(int slot, Kept other) {
    put(slot, other);
    change(slot);
  }

  private void put(int slot, Kept some) {
    if (kept == null) {
      kept = new Kept[places.length];
    }
    kept[slot] = some;
  }

  /** Its bytes are no longer what it is written as. */
  void change(int slot) {
    places[slot] = -Math.abs(places[slot]);
  }

  /** What is kept of that store, as objects. */
  Open open(int slot, Store store) {
    Kept known = known(slot);
    if (known instanceof Open open) {
      return open;
    }
    Open open = known instanceof PackedLog packed ? packed.open() : read(slot, store);
    put(slot, open);
    return open;
  }

  /**
   * Enters an event into a log that stays bytes.
   *
   * @return {@link PackedLog#NO_ROOM} where that needs objects; nothing has changed then
   */
  int addPacked(int slot, Store store, Event event, long now) {
    if (!(store instanceof LogStore log) || !isBytes(slot)) {
      return PackedLog.NO_ROOM;
    }
    long newest = goTo(slot);
    PackedLog packed = new PackedLog(log, in, head(slot), newest);
    int skipped = packed.add(in, event, now);
    if (packed.hasEntered()) {
      put(slot, packed);
      change(slot);
    }
    return skipped;
  }

  /**
   * Has the scan go through a log that is there as bytes.
   *
   * @param column of the store; -1 where events are counted
   * @return false where objects are needed, which also pay once it is gone through again and again
   */
  boolean scan(int slot, LogStore store, int column, LogScan scan) {
    Kept known = known(slot);
    boolean isPacked = known instanceof PackedLog;
    if (!isPacked && (known != null || !isBytes(slot)) || ++scans > MOST_SCANS) {
      return false;
    }
    if (isPacked) {
      ((PackedLog) known).begin(scan, column);
    } else {
      Column wanted = column < 0 ? null : store.columns().get(column);
      long newest = goTo(slot);
      scan.begin(bytes, in.position(), in.left(), head(slot), newest, wanted);
    }
    return scan.isPlain();
  }

  private Kept known(int slot) {
    return kept == null ? null : kept[slot];
  }

  private Open read(int slot, Store store) {
    int form = form(slot);
    if (form != WHOLE && store.isTimed() != (form == TIMED)) {
      throw new CorruptBlobException("what is kept of events has another form");
    }
    long newest = goTo(slot);
    return form == WHOLE ? store.readWhole(in) : store.read(head(slot), newest, in);
  }

  /** Whether nobody has needed it as objects yet, and its bytes can be read without. */
  private boolean isBytes(int slot) {
    return known(slot) == null && form(slot) == TIMED;
  }

  private int form(int slot) {
    return tagged ? (bytes[tag(slot)] & 0xFF) >>> TimeCode.HEAD_BITS : WHOLE;
  }

  /** What has to be known to read the times in its bytes. */
  private int head(int slot) {
    return bytes[tag(slot)] & HEAD;
  }

  private int tag(int slot) {
    return Math.abs(places[slot]) + Integer.BYTES;
  }

  private void goAfterTag(int slot) {
    int from = tagged ? tag(slot) + 1 : tag(slot);
    in.restart(bytes, from, bytes.length - from);
    in.base(base);
  }

  /** The time of the newest event; of no meaning where events never get too old. */
  private long newestOfBytes(int slot) {
    long newest = goTo(slot);
    return form(slot) == WHOLE ? TimeCode.readNewest(in, in.readByte()) : newest;
  }

  /**
   * Goes before its bytes, after what is said before them.
   *
   * @return the time of the newest event, where it is said there; else of no meaning
   */
  private long goTo(int slot) {
    goAfterTag(slot);
    long newest = form(slot) == TIMED ? in.age() : Long.MAX_VALUE;
    int length = in.count();
    in.restart(bytes, in.position(), length);
    return newest;
  }

  /** Drops what the set does not know, and what is too old for every window at {@code now}. */
  void forgetBefore(FeatureSet set, long now) {
    int stays = 0;
    for (int slot = 0; slot < size; slot++) {
      Store store = set.store(key(slot));
      if (store != null && !isPast(slot, store.retention(), now)) {
        if (stays < slot) {
          move(slot, stays);
        }
        stays++;
      }
    }
    if (kept != null) {
      Arrays.fill(kept, stays, size, null);
    }
    size = stays;
  }

  private boolean isPast(int slot, long retention, long now) {
    if (retention == Span.FOR_EVER) {
      return false;
    }
    Kept known = known(slot);
    if (known != null && known.isEmpty()) {
      return true;
    }
    return Span.isPast(known == null ? newestOfBytes(slot) : known.newest(), retention, now);
  }

  private void move(int slot, int to) {
    places[to] = places[slot];
    if (kept != null) {
      kept[to] = kept[slot];
    }
  }

  void write(BlobWriter out) {
    int stores = 0;
    for (int slot = 0; slot < size; slot++) {
      stores += isWritten(slot) ? 1 : 0;
    }
    out.unsigned(stores);
    for (int slot = 0; slot < size; slot++) {
      if (isWritten(slot)) {
        write(out, slot);
      }
    }
  }

  private boolean isWritten(int slot) {
    return places[slot] > 0 || !kept[slot].isEmpty();
  }

  private void write(BlobWriter out, int slot) {
    out.fixedInt(key(slot));
    if (places[slot] > 0) {
      writeBytes(out, slot);
      return;
    }
    Kept changed = kept[slot];
    int head = changed.head();
    boolean timed = changed.store().isTimed();
    out.writeByte((timed ? TIMED : TIMELESS) << TimeCode.HEAD_BITS | head);
    if (timed) {
      out.age(changed.newest());
    }
    int start = out.size();
    changed.write(out, head);
    out.lengthBefore(start);
  }

  private void writeBytes(BlobWriter out, int slot) {
    int form = form(slot);
    out.writeByte(tagged ? bytes[tag(slot)] : WHOLE << TimeCode.HEAD_BITS);
    goAfterTag(slot);
    if (form == TIMED) {
      out.age(in.age());
    }
    int length = in.count();
    out.unsigned(length);
    out.raw(bytes, in.position(), length);
  }

  /**
   * Becomes what {@link #write} wrote, or what states of version 1 hold, whatever it was. Keeps the
   * reader, which goes elsewhere later, and its bytes, which must not change.
   */
  void fill(BlobReader reader, boolean isTagged) {
    in = reader;
    bytes = in.bytes();
    base = in.base();
    tagged = isTagged;
    size = 0;
    scans = 0;
    int stores = in.count();
    clear(stores);
    for (int slot = 0; slot < stores; slot++) {
      places[slot] = in.position();
      in.fixedInt();
      int form = tagged ? (in.readByte() & 0xFF) >>> TimeCode.HEAD_BITS : WHOLE;
      if (form > WHOLE) {
        throw new CorruptBlobException("what is kept of events has no form");
      }
      if (form == TIMED) {
        in.age();
      }
      in.skip(in.count());
    }
    size = stores;
  }

  /** Afterwards there is room for so many and one more, and nothing known. */
  private void clear(int stores) {
    if (places.length <= stores) {
      places = new int[stores + 1];
      kept = null;
    } else if (kept != null) {
      Arrays.fill(kept, null);
    }
  }
}
