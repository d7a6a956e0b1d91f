package io.offerflow.feature;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
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
  private static final int ROOM = 4;
  private static final byte[] NOTHING = {};

  private int size;
  private int[] keys;

  /** What has been read; null where only bytes are known so far. */
  private Kept[] kept;

  /** Where the bytes begin; -1 where something was added since. */
  private int[] from;

  private int[] lengths;
  private final byte[] bytes;

  /** Of a customer without any event. */
  public FeatureStates() {
    this(NOTHING, 0);
  }

  private FeatureStates(byte[] bytes, int capacity) {
    this.bytes = bytes;
    keys = new int[capacity];
    kept = new Kept[capacity];
    from = new int[capacity];
    lengths = new int[capacity];
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
      Store store = set.store(other.keys[theirs]);
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
      from[slot] = -1;
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
      Store store = set.store(found.keys[theirs]);
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
      from[slot] = -1;
    }
  }

  private int enter(Store store, Event event, long now) {
    int slot = find(store.key());
    if (slot >= 0) {
      int skipped = kept(slot, store).add(event, now);
      from[slot] = -1;
      return skipped;
    }
    Kept fresh = store.empty();
    int skipped = fresh.add(event, now);
    if (!fresh.isEmpty()) {
      slot = append(store.key());
      kept[slot] = fresh;
      from[slot] = -1;
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
    return kept(slot, reading.store()).value(reading, reading.feature().window().edge(now, zone));
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
    return kept(slot, reading.store()).nextFall(reading, rolling.lengthMillis(), after, line);
  }

  /** Drops what the set does not know, and what is too old for every window at {@code now}. */
  public void forgetBefore(FeatureSet set, long now) {
    int stays = 0;
    for (int slot = 0; slot < size; slot++) {
      Store store = set.store(keys[slot]);
      if (store != null && !isPast(slot, store, now)) {
        keys[stays] = keys[slot];
        kept[stays] = kept[slot];
        from[stays] = from[slot];
        lengths[stays] = lengths[slot];
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
    BlobReader in = new BlobReader(bytes, from[slot], lengths[slot]);
    return Span.isPast(TimeCode.readNewest(in, in.readByte()), retention, now);
  }

  private Kept kept(int slot, Store store) {
    if (kept[slot] == null) {
      kept[slot] = store.read(new BlobReader(bytes, from[slot], lengths[slot]));
    }
    return kept[slot];
  }

  private int find(int key) {
    for (int slot = 0; slot < size; slot++) {
      if (keys[slot] == key) {
        return slot;
      }
    }
    return -1;
  }

  private int append(int key) {
    if (size == keys.length) {
      int capacity = size + ROOM;
      keys = Arrays.copyOf(keys, capacity);
      kept = Arrays.copyOf(kept, capacity);
      from = Arrays.copyOf(from, capacity);
      lengths = Arrays.copyOf(lengths, capacity);
    }
    keys[size] = key;
    return size++;
  }

  /** Whether nothing is kept. */
  public boolean isEmpty() {
    return size == 0;
  }

  /** Writes all that is kept. */
  public void write(BlobWriter out) {
    int stores = 0;
    for (int slot = 0; slot < size; slot++) {
      stores += isWritten(slot) ? 1 : 0;
    }
    out.unsigned(stores);
    for (int slot = 0; slot < size; slot++) {
      if (!isWritten(slot)) {
        continue;
      }
      out.fixedInt(keys[slot]);
      if (from[slot] >= 0) {
        out.unsigned(lengths[slot]);
        out.raw(bytes, from[slot], lengths[slot]);
      } else {
        int start = out.size();
        kept[slot].write(out);
        out.lengthBefore(start);
      }
    }
  }

  private boolean isWritten(int slot) {
    return from[slot] >= 0 || !kept[slot].isEmpty();
  }

  /**
   * Reads what {@link #write} wrote. Keeps the reader's bytes, which must not change afterwards.
   *
   * @throws io.offerflow.blob.CorruptBlobException when it is something else; later, when a store
   *     is first needed, if only that store's bytes are wrong
   */
  public static FeatureStates read(BlobReader in) {
    int stores = in.count();
    FeatureStates states = new FeatureStates(in.bytes(), stores + 1);
    for (int i = 0; i < stores; i++) {
      int slot = states.append(in.fixedInt());
      int length = in.count();
      states.from[slot] = in.position();
      states.lengths[slot] = length;
      in.skip(length);
    }
    return states;
  }
}
