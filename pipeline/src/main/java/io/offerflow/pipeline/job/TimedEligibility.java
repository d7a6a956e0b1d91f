package io.offerflow.pipeline.job;

import io.offerflow.condition.Values;
import io.offerflow.eligibility.Eligibility;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;

/** Says how long Drools takes for each kind of moment that it is asked about. */
final class TimedEligibility implements Eligibility.Session {
  private final Eligibility.Session session;
  private final LongConsumer tookNanos;

  TimedEligibility(Eligibility.Session session, LongConsumer tookNanos) {
    this.session = session;
    this.tookNanos = tookNanos;
  }

  @Override
  public void eligible(String trigger, Values values, IntConsumer found) {
    long start = System.nanoTime();
    session.eligible(trigger, values, found);
    tookNanos.accept(System.nanoTime() - start);
  }

  @Override
  public void warmUp() {
    session.warmUp();
  }

  @Override
  public void close() {
    session.close();
  }
}
