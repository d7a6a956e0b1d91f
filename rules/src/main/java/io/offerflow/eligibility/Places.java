package io.offerflow.eligibility;

import java.util.BitSet;

/** Constants among which a value stands at one place. */
abstract sealed class Places implements Constants permits Thresholds, Words {
  /** Stands nowhere. */
  static final int MISSING = -1;

  private final int name;

  /**
   * @param name the slot of the value
   */
  Places(int name) {
    this.name = name;
  }

  int name() {
    return name;
  }

  /** From 0, or {@link #MISSING} where the value is null. */
  abstract int placeOf(Object value);

  /**
   * A test as the places at which it is true: a stretch of them, both ends among them, or all but
   * these.
   *
   * @param only which of the stretch, counted from its least; or null for all
   * @param inside false where it is true of all others
   */
  record Within(Places places, int least, int most, long[] only, boolean inside) implements Lookup {

    static Within stretch(Places places, int least, int most, boolean inside) {
      return new Within(places, least, most, null, inside);
    }

    static Within some(Places places, BitSet some, boolean inside) {
      int least = some.nextSetBit(0);
      int most = some.length() - 1;
      boolean all = some.nextClearBit(least) > most;
      long[] only = all ? null : some.get(least, most + 1).toLongArray();
      return new Within(places, least, most, only, inside);
    }

    @Override
    public boolean isTrue(Facts facts) {
      int place = facts.place(places);
      if (place < least || place > most) {
        return !inside && place != MISSING;
      }
      return inside == (only == null || has(only, place - least));
    }

    private static boolean has(long[] bits, int bit) {
      return (bits[bit >> 6] & 1L << bit) != 0;
    }
  }
}
