package io.offerflow.measure;

import java.util.Arrays;

/** Durations, each kept, so that their quantiles are exact: 8 bytes for each stage reached. */
final class Durations {
  private long[] millis = new long[4];
  private int size;

  void add(long one) {
    if (size == millis.length) {
      millis = Arrays.copyOf(millis, size * 2);
    }
    millis[size++] = one;
  }

  void addAll(Durations more) {
    for (int i = 0; i < more.size; i++) {
      add(more.millis[i]);
    }
  }

  Funnel.Took took() {
    Arrays.sort(millis, 0, size);
    return new Funnel.Took(size, quantile(0.5), quantile(0.9));
  }

  /** The least that at least that share does not exceed. */
  private long quantile(double share) {
    return millis[Math.max(0, (int) Math.ceil(share * size) - 1)];
  }
}
