package io.offerflow.decision;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.blob.Fingerprint;
import io.offerflow.event.Event;
import java.util.Arrays;

/**
 * The latest {@value #LIMIT} events of one customer, by fingerprint of type and id, so that each
 * counts once. Two different ids share a fingerprint once in 2^64 pairs.
 */
public final class SeenEvents {
  static final int LIMIT = 512;
  static final long WINDOW_MILLIS = 24L * 60 * 60 * 1000;

  private long[] prints = new long[8];
  private long[] times = new long[8];
  private int size;

  private static long print(Event event) {
    return Fingerprint.of(event.type(), event.id());
  }

  /** Whether it was accepted at a time in {@code (now - 24h, now]}. */
  public boolean contains(Event event, long now) {
    long print = print(event);
    for (int i = size - 1; i >= 0; i--) {
      if (prints[i] == print && times[i] > now - WINDOW_MILLIS && times[i] <= now) {
        return true;
      }
    }
    return false;
  }

  public void add(Event event, long now) {
    dropUntil(now - WINDOW_MILLIS);
    if (size == LIMIT) {
      remove(1);
    }
    if (size == prints.length) {
      prints = Arrays.copyOf(prints, size * 2);
      times = Arrays.copyOf(times, size * 2);
    }
    prints[size] = print(event);
    times[size] = event.time();
    size++;
  }

  private void dropUntil(long epochMillis) {
    int kept = 0;
    for (int i = 0; i < size; i++) {
      if (times[i] > epochMillis) {
        prints[kept] = prints[i];
        times[kept] = times[i];
        kept++;
      }
    }
    size = kept;
  }

  private void remove(int count) {
    System.arraycopy(prints, count, prints, 0, size - count);
    System.arraycopy(times, count, times, 0, size - count);
    size -= count;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** First the fingerprints, side by side, then the times; both in order of arrival. */
  void write(BlobWriter out) {
    out.unsigned(size);
    for (int i = 0; i < size; i++) {
      out.fixedLong(prints[i]);
    }
    for (int i = 0; i < size; i++) {
      if (i == 0) {
        out.time(times[i]);
      } else {
        out.signed(times[i] - times[i - 1]);
      }
    }
  }

  static SeenEvents read(BlobReader in) {
    SeenEvents seen = new SeenEvents();
    int count = in.count();
    seen.prints = new long[Math.max(count, 8)];
    seen.times = new long[Math.max(count, 8)];
    for (int i = 0; i < count; i++) {
      seen.prints[i] = in.fixedLong();
    }
    for (int i = 0; i < count; i++) {
      seen.times[i] = i == 0 ? in.time() : seen.times[i - 1] + in.signed();
    }
    seen.size = count;
    return seen;
  }
}
