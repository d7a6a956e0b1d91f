package io.offerflow.feature;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.blob.CorruptBlobException;
import io.offerflow.condition.EventValues;
import io.offerflow.condition.Truth;
import io.offerflow.event.Event;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.function.BiConsumer;

/**
 * What one customer's features are calculated from; at first of one without any event. Mutable; not
 * safe for use by several threads.
 *
 * <p>What was read from bytes stays bytes until it is needed, and goes back as it came when nothing
 * was added to it: an event touches few stores.
 *
 * <p>Bounded: {@code latest} and features over a life keep one value, {@code distinct} at most 128
 * short texts, all others together a log for each kind of event they look at, of 128 events one by
 * one and about 257 merged ones for each length of window (see {@link EventLog}).
 */
public final class FeatureStates {
  private final Slots slots = new Slots();

  /**
   * Enters an event into every feature of its type whose {@code where} is true, whose field it
   * carries and whose currency fits. What no feature of the set looks at, or is too old for all of
   * its windows, is forgotten.
   *
   * @param values the event with her {@code now}, which is not before it
   * @param leftOut is told of each feature whose {@code where} could not be evaluated, and why: the
   *     event does not enter it
   * @return how many features skipped the event because of its currency
   */
  public int add(FeatureSet set, EventValues values, BiConsumer<String, String> leftOut) {
    forgetBefore(set, values.now());
    int skipped = 0;
    for (Store store : set.stores(values.event().type())) {
      if (store.where() == null || enters(set, store, values, leftOut)) {
        skipped += enter(store, values.event(), values.now());
      }
    }
    return skipped;
  }

  /** As above, with nobody to be told. */
  public int add(FeatureSet set, Event event, long now, ZoneId zone) {
    return add(set, new EventValues(event, now, zone), (feature, reason) -> {});
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
    for (int theirs = 0; theirs < other.slots.size(); theirs++) {
      Store store = set.store(other.slots.key(theirs));
      Open joining = other.slots.open(theirs, store);
      if (joining.isEmpty()) {
        continue;
      }
      int slot = slots.find(store.key());
      if (slot < 0) {
        slots.append(joining);
      } else if (slots.open(slot, store).isEmpty()) {
        slots.replace(slot, joining);
      } else {
        slots.open(slot, store).join(joining, now);
        slots.change(slot);
      }
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
    for (int theirs = 0; theirs < found.slots.size(); theirs++) {
      Store store = set.store(found.slots.key(theirs));
      Open filling = found.slots.open(theirs, store);
      if (filling.isEmpty()) {
        continue;
      }
      int slot = slots.find(store.key());
      if (slot < 0) {
        slots.append(filling);
        continue;
      }
      Open before = slots.open(slot, store);
      slots.replace(slot, before.isEmpty() ? filling : filling.with(before, now));
    }
  }

  private int enter(Store store, Event event, long now) {
    int slot = slots.find(store.key());
    if (slot >= 0) {
      int skipped = slots.addPacked(slot, store, event, now);
      if (skipped == PackedLog.NO_ROOM) {
        skipped = slots.open(slot, store).add(event, now);
        slots.change(slot);
      }
      return skipped;
    }
    Open fresh = store.empty();
    int skipped = fresh.add(event, now);
    if (!fresh.isEmpty()) {
      slots.append(fresh);
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
    return new FeatureReader(set).value(this, feature, now, zone);
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
    return new FeatureReader(set).nextFall(this, feature, after, line);
  }

  Slots slots() {
    return slots;
  }

  /** Drops what the set does not know, and what is too old for every window at {@code now}. */
  public void forgetBefore(FeatureSet set, long now) {
    slots.forgetBefore(set, now);
  }

  /** Whether nothing is kept. */
  public boolean isEmpty() {
    return slots.size() == 0;
  }

  /** Writes all that is kept; the writer's base is not before any event. */
  public void write(BlobWriter out) {
    slots.write(out);
  }

  /**
   * Reads what {@link #write} wrote. Keeps the reader, whose place is of no meaning to others once
   * anything is asked for, and its bytes, which must not change afterwards.
   *
   * @throws CorruptBlobException when it is something else; later, when a store is first needed, if
   *     only that store's bytes are wrong
   */
  public static FeatureStates read(BlobReader in) {
    FeatureStates states = new FeatureStates();
    states.fill(in);
    return states;
  }

  /** Becomes what {@link #read} would read, whatever it was. */
  public void fill(BlobReader in) {
    slots.fill(in, true);
  }

  /** Reads what states of version 1 hold. */
  public static FeatureStates readVersion1(BlobReader in) {
    FeatureStates states = new FeatureStates();
    states.slots.fill(in, false);
    return states;
  }
}
