package io.offerflow.feature;

import io.offerflow.feature.EventLog.Merged;
import java.util.BitSet;

/**
 * Brings two logs of the same customer's events together: one made anew of all events that are
 * still to be had, and one that was kept. An event that is in both counts once.
 *
 * <p>Where events stand one by one, those of one time and the same values are the same ones, as
 * many of them as the other log has; what the kept log does not know of an event, because nothing
 * asked for that field then, is no difference. Where either has merged events, the log made anew
 * goes before, and of the other one stays what is older than all of it.
 */
final class LogUnion {
  private final EventLog found;
  private final EventLog kept;

  /** Entries of the log made anew that are in the other one as well. */
  private final BitSet paired = new BitSet();

  LogUnion(EventLog found, EventLog kept) {
    this.found = found;
    this.kept = kept;
  }

  /** Afterwards the log made anew has all; returns whether it had not before. */
  boolean run() {
    long merged = Math.max(newestMerged(found), newestMerged(kept));
    long begin = oldest();
    BitSet missing = new BitSet();
    for (int entry = 0; entry < kept.size; entry++) {
      boolean single = kept.times[entry] > merged;
      missing.set(entry, single ? !isPaired(entry, true) : kept.times[entry] < begin);
    }
    for (int entry = missing.nextSetBit(0); entry >= 0; entry = missing.nextSetBit(entry + 1)) {
      if (kept.times[entry] > merged && isPaired(entry, false)) {
        missing.clear(entry);
      }
    }
    // From the newest on: each goes before those of its time.
    for (int entry = missing.length() - 1; entry >= 0; entry = missing.previousSetBit(entry - 1)) {
      found.insertFirst(kept, entry);
    }
    return !missing.isEmpty();
  }

  private static long newestMerged(EventLog log) {
    for (int entry = log.size - 1; entry >= 0; entry--) {
      if (log.merged(entry) != null) {
        return log.times[entry];
      }
    }
    return Long.MIN_VALUE;
  }

  private long oldest() {
    long oldest = Long.MAX_VALUE;
    for (int entry = 0; entry < found.size; entry++) {
      Merged events = found.merged(entry);
      oldest = Math.min(oldest, events == null ? found.times[entry] : events.oldest);
    }
    return oldest;
  }

  /** Pairs it with one that is not paired yet. */
  private boolean isPaired(int entry, boolean exactly) {
    for (int i = found.size - 1; i >= 0 && found.times[i] >= kept.times[entry]; i--) {
      if (found.times[i] == kept.times[entry] && !paired.get(i) && isSame(entry, i, exactly)) {
        paired.set(i);
        return true;
      }
    }
    return false;
  }

  private boolean isSame(int mine, int other, boolean exactly) {
    for (int c = 0; c < kept.numbers.length; c++) {
      Object value = kept.get(c, mine);
      Object wanted = found.get(c, other);
      if (value == null ? exactly && wanted != null : !value.equals(wanted)) {
        return false;
      }
    }
    return true;
  }
}
