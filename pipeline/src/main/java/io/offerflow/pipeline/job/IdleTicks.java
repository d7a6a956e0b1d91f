package io.offerflow.pipeline.job;

import java.util.concurrent.ScheduledFuture;
import java.util.function.LongSupplier;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;

/** While every feed is silent the wall clock, less the disorder, moves the stream's clock. */
final class IdleTicks {
  /** How often the wall clock is looked at. */
  static final long MILLIS = 200;

  private final StreamClock clock;
  private final ProcessingTimeService time;
  private final Step step;
  private final BelievedClock wall;
  private final LongSupplier nanos;
  private ScheduledFuture<?> ticker;

  /** What is done with each watermark, which may be behind the one of now. */
  interface Step {
    void advance(Watermark mark) throws Exception;
  }

  IdleTicks(StreamClock clock, ProcessingTimeService time, Step step) {
    this.clock = clock;
    this.time = time;
    this.step = step;
    this.nanos = clock.reach()::now;
    this.wall = new BelievedClock(time.getCurrentProcessingTime(), nanos.getAsLong());
  }

  /** Every feed is silent. */
  void begin() {
    end();
    if (clock.wallClock()) {
      ticker = time.scheduleWithFixedDelay(this::tick, MILLIS, MILLIS);
    }
  }

  private void tick(long scheduled) throws Exception {
    long believed = wall.at(time.getCurrentProcessingTime(), nanos.getAsLong());
    step.advance(new Watermark(clock.watermark(believed)));
  }

  /** Some feed is live, or nothing is decided any more. */
  void end() {
    if (ticker != null) {
      ticker.cancel(false);
      ticker = null;
    }
  }
}
