package io.offerflow.feature;

import java.math.BigDecimal;

/**
 * Sums up the values of a window, from the newest to the oldest; of equal times the last to arrive
 * goes first.
 */
final class Tally {
  private Aggregate aggregate;
  private long count;
  private long micros;
  private BigDecimal beyondMicros;
  private long chosenMicros;
  private Object chosen;

  Tally(Aggregate aggregate) {
    begin(aggregate);
  }

  /** Forgets what was added, to sum up other values. */
  void begin(Aggregate of) {
    aggregate = of;
    count = 0;
    micros = 0;
    beyondMicros = BigDecimal.ZERO;
    chosenMicros = Decimals.ABSENT;
    chosen = null;
  }

  /** Whether nothing that is added can make it less. */
  boolean grows() {
    return aggregate == Aggregate.COUNT;
  }

  void count(long more) {
    count += more;
  }

  void add(long value) {
    count++;
    switch (aggregate) {
      case SUM, AVERAGE -> addMicros(value);
      case MIN, MAX, FIRST -> {
        if (replaces(value)) {
          chosenMicros = value;
          chosen = null;
        }
      }
      default -> {}
    }
  }

  void add(Object value) {
    count++;
    switch (aggregate) {
      case SUM, AVERAGE -> beyondMicros = beyondMicros.add(Decimals.rounded((BigDecimal) value));
      case MIN, MAX, FIRST -> choose(value);
      default -> {}
    }
  }

  void add(ColumnTotal total) {
    count += total.count;
    switch (aggregate) {
      case SUM, AVERAGE -> total.addTo(this);
      case MIN -> choose(total.min);
      case MAX -> choose(total.max);
      case FIRST -> choose(total.first);
      default -> {}
    }
  }

  /** The aggregate of what was added; null when it is missing. */
  Object result() {
    return switch (aggregate) {
      case COUNT, DISTINCT -> BigDecimal.valueOf(count);
      case SUM -> beyondMicros.signum() == 0 ? Decimals.ofMicros(micros) : Decimals.plain(sum());
      case AVERAGE -> count == 0 ? null : Decimals.average(sum(), count);
      default ->
          chosen != null || chosenMicros == Decimals.ABSENT
              ? chosen
              : Decimals.ofMicros(chosenMicros);
    };
  }

  /**
   * Whether the result is a number below that line; a missing one is not.
   *
   * @param lineMicros the same line as {@link Decimals#micros} gives it, to compare without objects
   */
  boolean isBelow(BigDecimal line, long lineMicros) {
    if (lineMicros != Decimals.OTHER) {
      if (aggregate == Aggregate.SUM && beyondMicros.signum() == 0) {
        return micros < lineMicros;
      }
      if (aggregate == Aggregate.COUNT) {
        return count * 1_000_000 < lineMicros;
      }
    }
    return result() instanceof BigDecimal number && number.compareTo(line) < 0;
  }

  private BigDecimal sum() {
    return micros == 0 ? beyondMicros : beyondMicros.add(Decimals.ofMicros(micros));
  }

  void addBeyond(BigDecimal value) {
    beyondMicros = beyondMicros.add(value);
  }

  void addMicros(long value) {
    long next = micros + value;
    if (((micros ^ next) & (value ^ next)) < 0) {
      beyondMicros = beyondMicros.add(Decimals.ofMicros(micros));
      next = value;
    }
    micros = next;
  }

  private boolean replaces(long value) {
    if (aggregate == Aggregate.FIRST) {
      return true;
    }
    if (chosen != null) {
      return isBetter(Decimals.compare(Decimals.ofMicros(value), chosen));
    }
    return chosenMicros == Decimals.ABSENT || isBetter(Long.compare(value, chosenMicros));
  }

  private void choose(Object value) {
    if (value == null) {
      return;
    }
    Object current = result();
    if (aggregate == Aggregate.FIRST
        || current == null
        || isBetter(Decimals.compare(value, current))) {
      chosen = value;
    }
  }

  private boolean isBetter(int comparison) {
    return aggregate == Aggregate.MIN ? comparison < 0 : comparison > 0;
  }
}
