package io.offerflow.feature;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.blob.CorruptBlobException;
import io.offerflow.condition.EventValues;
import io.offerflow.condition.Truth;
import io.offerflow.event.Event;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.function.BiConsumer;

/**
 * What one customer's features are calculated from. Mutable; not safe for use by several threads.
 *
 * <p>What was read from bytes stays bytes until it is needed, and goes back as it came when nothing
 * was added to it: an event touches few stores.
 *
 * <p>Bounded: {@code latest} and features over a life keep one value, {@code distinct} at most 128
 * short texts, all others together a log for each kind of event they look at, of 128 events one by
 * one and about 257 merged ones for each length of window (see {@link EventLog}).
 */
public final class FeatureStates {
  private static final byte[] NOTHING = {};

  /** Of what is kept for ever and has no newest event. */
  private static final int TIMELESS = 0;

  /** With the time of the newest event before the bytes, so that it is known without them. */
  private static final int TIMED = 1;

  /** As states of version 1 hold it: what it is, only its plan knows. */
  private static final int WHOLE = 2;

  /** Something was added since it was read, or it was never read. */
  private static final int CHANGED = 3;

  private static final int HEAD = (1 << TimeCode.HEAD_BITS) - 1;

  /** Where in {@link #slots} it says what of one. */
  private static final int KEY = 0;

  /** What the bytes are, above the head. */
  private static final int TAG = 1;

  private static final int FROM = 2;
  private static final int LENGTH = 3;
  private static final int STRIDE = 4;

  private final byte[] bytes;
  private int size;
  private int[] slots;

  /** Of each, where the tag says so. */
  private long[] newest;

  /** What has been read; null where only bytes are known so far. */
  private Kept[] kept;

  /** Of a customer without any event. */
  public FeatureStates() {
    this(NOTHING, 0);
  }

  private FeatureStates(byte[] bytes, int capacity) {
    this.bytes = bytes;
    slots = new int[capacity * STRIDE];
    newest = new long[capacity];
    kept = new Kept[capacity];
  }

  /**
   * Enters an event into every feature of its type whose {@code where} is true, whose field it
   * carries and whose currency fits. What no feature of the set looks at, or is too old for all of
   * its windows, is forgotten.
   *
   * @param now epoch milliseconds, not before the event's time
   * @param zone of the customer
   * @param leftOut is told of each feature whose {@code where} could not be evaluated, and why: the
   *     event does not enter it
   * @return how many features skipped the event because of its currency
   */
  public int add(
      FeatureSet set, Event event, long now, ZoneId zone, BiConsumer<String, String> leftOut) {
    forgetBefore(set, now);
    int skipped = 0;
    EventValues values = null;
    for (Store store : set.stores(event.type())) {
      if (store.where() != null) {
        values = values == null ? new EventValues(event, now, zone) : values;
        if (!enters(set, store, values, leftOut)) {
          continue;
        }
      }
      skipped += enter(store, event, now);
    }
    return skipped;
  }

  /** As above, with nobody to be told. */
  public int add(FeatureSet set, Event event, long now, ZoneId zone) {
    return add(set, event, now, zone, (feature, reason) -> {});
  }

  private static boolean enters(
      FeatureSet set, Store store, EventValues values, BiConsumer<String, String> leftOut) {
    try {
      return store.where().test(values) == Truth.TRUE;
    } catch (RuntimeException | StackOverflowError failure) {
      set.namesOn(store).forEach(name -> leftOut.accept(name, store.where().failed(failure)));
      return false;
    }
  }

  /**
   * Takes in what is kept of another id of the same customer; the other one is of no use
   * afterwards.
   *
   * @param now epoch milliseconds, not before any event of either
   */
  public void join(FeatureSet set, FeatureStates other, long now) {
    other.forgetBefore(set, now);
    for (int theirs = 0; theirs < other.size; theirs++) {
      Store store = set.store(other.get(theirs, KEY));
      Kept joining = other.kept(theirs, store);
      if (joining.isEmpty()) {
        continue;
      }
      int slot = find(store.key());
      if (slot < 0) {
        slot = append(store.key());
        kept[slot] = joining;
      } else if (kept(slot, store).isEmpty()) {
        kept[slot] = joining;
      } else {
        kept(slot, store).join(joining, now);
      }
      change(slot);
    }
  }

  /**
   * Puts what was made anew of all events that are still to be had in the place of what is kept of
   * the same features; what only the latter knows stays.
   *
   * @param found of no use afterwards
   * @param now epoch milliseconds, not before any event of either
   */
  public void fill(FeatureSet set, FeatureStates found, long now) {
    found.forgetBefore(set, now);
    for (int theirs = 0; theirs < found.size; theirs++) {
      Store store = set.store(found.get(theirs, KEY));
      Kept filling = found.kept(theirs, store);
      if (filling.isEmpty()) {
        continue;
      }
      int slot = find(store.key());
      if (slot < 0) {
        slot = append(store.key());
      } else if (!kept(slot, store).isEmpty()) {
        filling = filling.with(kept[slot], now);
      }
      kept[slot] = filling;
      change(slot);
    }
  }

  private int enter(Store store, Event event, long now) {
    int slot = find(store.key());
    if (slot >= 0) {
      int skipped = kept(slot, store).add(event, now);
      change(slot);
      return skipped;
    }
    Kept fresh = store.empty();
    int skipped = fresh.add(event, now);
    if (!fresh.isEmpty()) {
      slot = append(store.key());
      kept[slot] = fresh;
      change(slot);
    }
    return skipped;
  }

  /**
   * A feature's value.
   *
   * @param feature its index in the set
   * @param now epoch milliseconds, not before any event that was added
   * @param zone in which local days, weeks and months begin
   * @return a value as {@link io.offerflow.event.ValueType} says, or null when it is missing
   */
  public Object value(FeatureSet set, int feature, long now, ZoneId zone) {
    Reading reading = set.reading(feature);
    int slot = find(reading.store().key());
    if (slot < 0) {
      return reading.ofNothing();
    }
    long edge = reading.feature().window().edge(now, zone);
    if (isCountOfBytes(slot, reading)) {
      long count = LogCode.countAfter(open(slot), get(slot, TAG) & HEAD, newest[slot], edge);
      if (count != LogCode.NOT_ALONE) {
        return BigDecimal.valueOf(count);
      }
    }
    return kept(slot, reading.store()).value(reading, edge);
  }

  /** As {@link #value(FeatureSet, int, long, ZoneId)}, by the feature's name. */
  public Object value(FeatureSet set, String feature, long now, ZoneId zone) {
    int index = set.indexOf(feature);
    if (index < 0) {
      throw new IllegalArgumentException("no feature " + feature);
    }
    return value(set, index, now, zone);
  }

  /**
   * When a feature over a rolling window of length D next falls below a line because events leave
   * the window, if no further event comes: the earliest T, an event's time + D, such that the
   * feature over {@code (T-D, T]} is below the line and over {@code [T-D, T]} it was known and not
   * below. A missing value is not below.
   *
   * @param after the earliest T that counts, in epoch milliseconds
   * @return epoch milliseconds, or {@code Long.MAX_VALUE} for never, also for windows that do not
   *     roll and for values that are no numbers
   */
  public long nextFall(FeatureSet set, int feature, long after, BigDecimal line) {
    Reading reading = set.reading(feature);
    int slot = find(reading.store().key());
    if (slot < 0 || !(reading.feature().window() instanceof Window.Rolling rolling)) {
      return Kept.NEVER;
    }
    long length = rolling.lengthMillis();
    if (isCountOfBytes(slot, reading)) {
      int head = get(slot, TAG) & HEAD;
      long fall = LogCode.fallOfCount(open(slot), head, newest[slot], length, after, line);
      if (fall != LogCode.NOT_ALONE) {
        return fall;
      }
    }
    return kept(slot, reading.store()).nextFall(reading, length, after, line);
  }

  /** Whether it counts the events of a log that nobody has needed as objects yet. */
  private boolean isCountOfBytes(int slot, Reading reading) {
    return kept[slot] == null
        && form(slot) == TIMED
        && reading.feature().aggregate() == Aggregate.COUNT
        && reading.store() instanceof LogStore;
  }

  /** Drops what the set does not know, and what is too old for every window at {@code now}. */
  public void forgetBefore(FeatureSet set, long now) {
    int stays = 0;
    for (int slot = 0; slot < size; slot++) {
      Store store = set.store(get(slot, KEY));
      if (store != null && !isPast(slot, store, now)) {
        if (stays < slot) {
          System.arraycopy(slots, slot * STRIDE, slots, stays * STRIDE, STRIDE);
          newest[stays] = newest[slot];
          kept[stays] = kept[slot];
        }
        stays++;
      }
    }
    Arrays.fill(kept, stays, size, null);
    size = stays;
  }

  private boolean isPast(int slot, Store store, long now) {
    long retention = store.retention();
    if (retention == Span.FOR_EVER) {
      return false;
    }
    if (kept[slot] != null) {
      return kept[slot].isEmpty() || Span.isPast(kept[slot].newest(), retention, now);
    }
    return Span.isPast(newest(slot), retention, now);
  }

  private long newest(int slot) {
    if (form(slot) == WHOLE) {
      BlobReader in = open(slot);
      return TimeCode.readNewest(in, in.readByte());
    }
    return newest[slot];
  }

  private Kept kept(int slot, Store store) {
    if (kept[slot] == null) {
      BlobReader in = open(slot);
      boolean whole = form(slot) == WHOLE;
      if (!whole && store.isTimed() != (form(slot) == TIMED)) {
        throw new CorruptBlobException("what is kept of events has another form");
      }
      kept[slot] =
          whole ? store.readWhole(in) : store.read(get(slot, TAG) & HEAD, newest[slot], in);
    }
    return kept[slot];
  }

  private BlobReader open(int slot) {
    return new BlobReader(bytes, get(slot, FROM), get(slot, LENGTH));
  }

  private int get(int slot, int what) {
    return slots[slot * STRIDE + what];
  }

  private int form(int slot) {
    return get(slot, TAG) >>> TimeCode.HEAD_BITS;
  }

  private void change(int slot) {
    slots[slot * STRIDE + TAG] = CHANGED << TimeCode.HEAD_BITS;
  }

  private int find(int key) {
    for (int slot = 0; slot < size; slot++) {
      if (get(slot, KEY) == key) {
        return slot;
      }
    }
    return -1;
  }

  private int append(int key) {
    if (size == newest.length) {
      int capacity = size + 1 + size / 2;
      slots = Arrays.copyOf(slots, capacity * STRIDE);
      newest = Arrays.copyOf(newest, capacity);
      kept = Arrays.copyOf(kept, capacity);
    }
    slots[size * STRIDE + KEY] = key;
    return size++;
  }

  /** Whether nothing is kept. */
  public boolean isEmpty() {
    return size == 0;
  }

  /** Writes all that is kept; the writer's base is not before any event. */
  public void write(BlobWriter out) {
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
    return form(slot) != CHANGED || !kept[slot].isEmpty();
  }

  private void write(BlobWriter out, int slot) {
    out.fixedInt(get(slot, KEY));
    if (form(slot) != CHANGED) {
      out.writeByte(get(slot, TAG));
      if (form(slot) == TIMED) {
        out.age(newest[slot]);
      }
      out.unsigned(get(slot, LENGTH));
      out.raw(bytes, get(slot, FROM), get(slot, LENGTH));
      return;
    }
    Kept changed = kept[slot];
    int head = changed.head();
    out.writeByte((changed.isTimed() ? TIMED : TIMELESS) << TimeCode.HEAD_BITS | head);
    if (changed.isTimed()) {
      out.age(changed.newest());
    }
    int start = out.size();
    changed.write(out, head);
    out.lengthBefore(start);
  }

  /**
   * Reads what {@link #write} wrote. Keeps the reader's bytes, which must not change afterwards.
   *
   * @throws CorruptBlobException when it is something else; later, when a store is first needed, if
   *     only that store's bytes are wrong
   */
  public static FeatureStates read(BlobReader in) {
    int stores = in.count();
    FeatureStates states = new FeatureStates(in.bytes(), stores + 1);
    for (int i = 0; i < stores; i++) {
      int slot = states.append(in.fixedInt());
      int tag = in.readByte() & 0xFF;
      states.slots[slot * STRIDE + TAG] = tag;
      if (states.form(slot) == TIMED) {
        states.newest[slot] = in.age();
      } else if (states.form(slot) == CHANGED) {
        throw new CorruptBlobException("what is kept of events has no form");
      }
      states.place(slot, in);
    }
    return states;
  }

  private void place(int slot, BlobReader in) {
    int length = in.count();
    slots[slot * STRIDE + FROM] = in.position();
    slots[slot * STRIDE + LENGTH] = length;
    in.skip(length);
  }

  /** Reads what states of version 1 hold. */
  public static FeatureStates readVersion1(BlobReader in) {
    int stores = in.count();
    FeatureStates states = new FeatureStates(in.bytes(), stores + 1);
    for (int i = 0; i < stores; i++) {
      int slot = states.append(in.fixedInt());
      states.slots[slot * STRIDE + TAG] = WHOLE << TimeCode.HEAD_BITS;
      states.place(slot, in);
    }
    return states;
  }
}
