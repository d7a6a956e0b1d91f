package io.offerflow.pipeline.job;

import java.util.concurrent.TimeUnit;

/** Brokers that are away when a test says so, and a clock that nothing but the test moves. */
final class TestReach implements Reach {
  private static final long serialVersionUID = 1L;

  private long now;
  private long heard;
  private long missed = Long.MIN_VALUE / 2;

  /** So much time passes, in which they answer. */
  TestReach passes(long millis) {
    now += TimeUnit.MILLISECONDS.toNanos(millis);
    heard = now;
    return this;
  }

  /** So much time passes, in which they do not. */
  TestReach passesAway(long millis) {
    now += TimeUnit.MILLISECONDS.toNanos(millis);
    missed = now;
    return this;
  }

  @Override
  public long now() {
    return now;
  }

  @Override
  public long heardAt() {
    return heard;
  }

  @Override
  public boolean missedSince(long instant) {
    return missed > instant;
  }
}
