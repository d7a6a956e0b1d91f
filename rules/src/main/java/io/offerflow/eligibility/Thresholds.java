package io.offerflow.eligibility;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.SortedSet;

/**
 * The constants that the tests behind one trigger compare a number with, in order. Where the number
 * stands among them says of each of these tests whether it is true, whatever the scales are: a
 * hundred tests cost the few comparisons of a search and one of small integers each.
 */
final class Thresholds {
  /** Stands nowhere. */
  static final int MISSING = -1;

  private final int name;
  private final BigDecimal[] ascending;

  /**
   * @param name the slot of what is compared
   * @param constants no two of which compare as equal
   */
  Thresholds(int name, SortedSet<BigDecimal> constants) {
    this.name = name;
    this.ascending = constants.toArray(BigDecimal[]::new);
  }

  int name() {
    return name;
  }

  /** Before the first constant is 0, at it is 1, between it and the second is 2, and so on. */
  int placeOf(BigDecimal number) {
    if (number == null) {
      return MISSING;
    }
    int from = 0;
    int to = ascending.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      int order = number.compareTo(ascending[middle]);
      if (order == 0) {
        return 2 * middle + 1;
      } else if (order < 0) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    return 2 * from;
  }

  /** The places at which a test against one of the constants is true. */
  Range range(NumberTest test) {
    int at = 2 * Arrays.binarySearch(ascending, test.constant()) + 1;
    int least = test.below() ? 0 : test.equal() ? at : at + 1;
    int most = test.above() ? 2 * ascending.length : test.equal() ? at : at - 1;
    return new Range(this, least, most);
  }

  /** A test as the places at which it is true, both ends among them. */
  record Range(Thresholds thresholds, int least, int most) {

    boolean holds(Facts facts) {
      int place = facts.place(thresholds);
      return least <= place && place <= most;
    }
  }
}
