package io.offerflow.gateway;

/**
 * A rate of messages, kept by a bucket that fills with time. Small bursts are let through, of a
 * tenth of a second's worth; after silence no more than that. Not safe for several threads.
 */
final class Pace {
  private static final double BURST_SECONDS = 0.1;

  /** What rounding may take from a token that is whole. */
  private static final double CRUMB = 1e-6;

  private final double perNano;
  private final double most;
  private double tokens;
  private long filled;
  private boolean begun;

  /**
   * A rate.
   *
   * @param perSecond 0 for no limit
   */
  Pace(double perSecond) {
    perNano = perSecond / 1e9;
    most = Math.max(1, perSecond * BURST_SECONDS);
    tokens = most;
  }

  /** How long until the next message may go, in nanoseconds; 0 when it may at once. */
  long delay(long nanos) {
    if (perNano == 0) {
      return 0;
    }
    fill(nanos);
    return tokens >= 1 - CRUMB ? 0 : (long) Math.ceil((1 - tokens) / perNano);
  }

  /** A message goes, as so many of the rate; the next one waits for all of them. */
  void take(long nanos, int weight) {
    if (perNano > 0) {
      fill(nanos);
      tokens -= weight;
    }
  }

  private void fill(long nanos) {
    if (begun) {
      tokens = Math.min(most, tokens + Math.max(0, nanos - filled) * perNano);
    }
    begun = true;
    filled = nanos;
  }
}
