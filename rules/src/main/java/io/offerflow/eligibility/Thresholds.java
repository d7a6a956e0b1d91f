package io.offerflow.eligibility;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.SortedSet;

/**
 * Numbers, in order: before the first of them is 0, at it is 1, between it and the second is 2, and
 * so on, whatever the scales are.
 */
final class Thresholds extends Places {
  private final BigDecimal[] ascending;

  /**
   * @param name the slot of what is compared
   * @param constants no two of which compare as equal
   */
  Thresholds(int name, SortedSet<BigDecimal> constants) {
    super(name);
    this.ascending = constants.toArray(BigDecimal[]::new);
  }

  @Override
  int placeOf(Object value) {
    if (value == null) {
      return MISSING;
    }
    BigDecimal number = (BigDecimal) value;
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

  @Override
  public Within lookup(ConstantTest test) {
    int at = 2 * Arrays.binarySearch(ascending, (BigDecimal) test.constants().get(0)) + 1;
    if (test.below() && test.above()) {
      return Within.stretch(this, at, at, false);
    }
    int least = test.below() ? 0 : test.at() ? at : at + 1;
    int most = test.above() ? 2 * ascending.length : test.at() ? at : at - 1;
    return Within.stretch(this, least, most, true);
  }
}
