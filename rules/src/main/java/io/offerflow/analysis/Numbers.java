package io.offerflow.analysis;

import io.offerflow.condition.Comparison;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/**
 * A set of numbers.
 *
 * @param ranges in ascending order, apart from each other
 * @param whole whether only the whole numbers in them count
 */
record Numbers(List<Range> ranges, boolean whole) implements Domain {
  static final Numbers ANY = new Numbers(List.of(new Range(null, false, null, false)), false);
  static final Numbers WHOLE = new Numbers(ANY.ranges, true);

  Numbers {
    ranges = List.copyOf(ranges);
  }

  /**
   * From one number to another.
   *
   * @param least null for no lower end
   * @param most null for no upper end
   * @param open... whether the end itself is not in it
   */
  record Range(BigDecimal least, boolean openBelow, BigDecimal most, boolean openAbove) {

    /** Null when nothing is in both. */
    Range and(Range other) {
      boolean mine = order(least, other.least, -1) >= 0;
      BigDecimal low = mine ? least : other.least;
      boolean openLow =
          order(least, other.least, -1) == 0
              ? openBelow || other.openBelow
              : mine ? openBelow : other.openBelow;
      boolean less = order(most, other.most, 1) <= 0;
      BigDecimal high = less ? most : other.most;
      boolean openHigh =
          order(most, other.most, 1) == 0
              ? openAbove || other.openAbove
              : less ? openAbove : other.openAbove;
      int width = low == null || high == null ? 1 : high.compareTo(low);
      boolean empty = width < 0 || (width == 0 && (openLow || openHigh));
      return empty ? null : new Range(low, openLow, high, openHigh);
    }

    /** The end without a number lies beyond all others, on the side that {@code sign} says. */
    private static int order(BigDecimal one, BigDecimal other, int sign) {
      if (one == null || other == null) {
        return one == other ? 0 : one == null ? sign : -sign;
      }
      return one.compareTo(other);
    }

    private boolean holdsWholeNumber() {
      if (least == null || most == null) {
        return true;
      }
      BigDecimal first = least.setScale(0, RoundingMode.CEILING);
      if (openBelow && first.compareTo(least) == 0) {
        first = first.add(BigDecimal.ONE);
      }
      int order = first.compareTo(most);
      return order < 0 || (order == 0 && !openAbove);
    }
  }

  static Numbers between(long least, long most) {
    BigDecimal low = BigDecimal.valueOf(least);
    return new Numbers(List.of(new Range(low, false, BigDecimal.valueOf(most), false)), true);
  }

  static Numbers atLeast(long least) {
    return new Numbers(List.of(new Range(BigDecimal.valueOf(least), false, null, false)), true);
  }

  /** All that compares so with that number. */
  static Numbers of(Comparison comparison, BigDecimal number) {
    Range below = new Range(null, false, number, true);
    Range at = new Range(number, false, number, false);
    Range above = new Range(number, true, null, false);
    List<Range> ranges =
        switch (comparison) {
          case EQUAL -> List.of(at);
          case UNEQUAL -> List.of(below, above);
          case LESS -> List.of(below);
          case AT_MOST -> List.of(new Range(null, false, number, false));
          case GREATER -> List.of(above);
          case AT_LEAST -> List.of(new Range(number, false, null, false));
        };
    return new Numbers(ranges, false);
  }

  /**
   * Some numbers, or all others.
   *
   * @param among whether the numbers themselves are meant
   */
  static Numbers of(Collection<BigDecimal> numbers, boolean among) {
    Numbers rest = ANY;
    List<Range> points = new ArrayList<>();
    for (BigDecimal number : new TreeSet<>(numbers)) {
      points.addAll(of(Comparison.EQUAL, number).ranges);
      rest = rest.and(of(Comparison.UNEQUAL, number));
    }
    return among ? new Numbers(points, false) : rest;
  }

  @Override
  public Numbers and(Domain other) {
    Numbers numbers = (Numbers) other;
    List<Range> both = new ArrayList<>();
    for (Range mine : ranges) {
      for (Range yours : numbers.ranges) {
        Range common = mine.and(yours);
        if (common != null) {
          both.add(common);
        }
      }
    }
    return new Numbers(both, whole || numbers.whole);
  }

  @Override
  public boolean isEmpty() {
    return ranges.stream().noneMatch(range -> !whole || range.holdsWholeNumber());
  }
}
