package io.offerflow.pipeline.job;

import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;

/**
 * Has all customers looked at once, a few at a time, where other things are due by the clock than
 * was looked for before: what is due next of those who send no event may be due earlier.
 */
final class Reviewing implements AutoCloseable {
  private final TaskRules rules;
  private final Background background;
  private final LongSupplier watermark;
  private final Callable<Review> all;
  private final Review.Step step;
  private Review review;
  private long timing;

  /**
   * @param frozen whether what is written now is waited for
   * @param all everybody who is known
   * @param step looks at one of them
   */
  Reviewing(
      TaskRules rules,
      ProcessingTimeService time,
      BooleanSupplier frozen,
      LongSupplier watermark,
      Callable<Review> all,
      Review.Step step) {
    this.rules = Objects.requireNonNull(rules);
    this.background = new Background(time, frozen, () -> Review.MILLIS, this::goOn);
    this.watermark = Objects.requireNonNull(watermark);
    this.all = Objects.requireNonNull(all);
    this.step = Objects.requireNonNull(step);
  }

  /** Rules of that timing are in force, after a restore or a switch. */
  void look(long ofRules) throws Exception {
    timing = ofRules;
    if (rules.isReviewed(timing)) {
      return;
    }
    close();
    review = all.call();
    background.begin();
  }

  /** Only once the clock is known: what it has passed must not occur any more. */
  private boolean goOn() throws Exception {
    if (watermark.getAsLong() == Long.MIN_VALUE || review.next(step)) {
      return true;
    }
    close();
    rules.reviewed(timing);
    return false;
  }

  @Override
  public void close() {
    if (review != null) {
      review.close();
      review = null;
    }
  }
}
