package io.offerflow.benchmarks;

import java.io.Serializable;

/**
 * How large a customer's state is after so many of her events, on average: exact for the first 64,
 * then in steps of an eighth.
 */
final class StateSizes implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final int EXACT = 64;
  private static final int PER_OCTAVE = 8;
  private static final int MOST = EXACT + PER_OCTAVE * 25;

  private final long[] bytes = new long[MOST];
  private final long[] states = new long[MOST];

  void add(int events, int size) {
    bytes[place(events)] += size;
    states[place(events)]++;
  }

  /** In bytes; for more events than were ever seen, as for the most that were. */
  int of(int events) {
    int place = place(events);
    while (place > 0 && states[place] == 0) {
      place--;
    }
    return states[place] == 0 ? 0 : (int) (bytes[place] / states[place]);
  }

  private static int place(int events) {
    if (events < EXACT) {
      return events;
    }
    double octaves = Math.log((double) events / EXACT) / Math.log(2);
    return Math.min(MOST - 1, EXACT + (int) (octaves * PER_OCTAVE));
  }
}
