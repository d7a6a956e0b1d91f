package io.offerflow.pipeline.job;

import io.offerflow.pipeline.job.Intake.Arrival;
import java.io.Serializable;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.BoundedOutOfOrdernessWatermarks;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;

/**
 * The stream's clock: the greatest event time on every live feed, less the disorder. It is one
 * millisecond ahead of the watermark, so that a timer due at T fires once the clock has passed T
 * and the events of time T have gone first.
 *
 * @param disorderMillis how far events may come out of order across customers
 * @param idleMillis a partition without events for so long is not waited for; 0 waits for ever
 * @param wallClock whether the wall clock goes on when no partition is live
 * @param reach whether partitions can be heard
 */
record StreamClock(long disorderMillis, long idleMillis, boolean wallClock, Reach reach)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** Of feeds that can always be heard. */
  StreamClock(long disorderMillis, long idleMillis, boolean wallClock) {
    this(disorderMillis, idleMillis, wallClock, Reach.ALWAYS);
  }

  /**
   * The watermark that the wall clock stands for. While feeds cannot be heard it stands: what was
   * sent meanwhile is still to come.
   */
  long watermark(long wallClockMillis) {
    long unheard = TimeUnit.NANOSECONDS.toMillis(Math.max(0, reach.now() - reach.heardAt()));
    return wallClockMillis - unheard - disorderMillis - 1;
  }

  /** For each partition of a source; the source takes the least of those that are live. */
  WatermarkStrategy<Intake> strategy() {
    WatermarkStrategy<Intake> strategy = context -> new EventsOnly(generator(context));
    return strategy.withTimestampAssigner(
        (intake, appended) ->
            intake instanceof Arrival arrival && arrival.event() != null
                ? arrival.event().time()
                : appended);
  }

  /** Of a source that neither moves the clock nor is ever waited for. */
  static WatermarkStrategy<Intake> none() {
    return context -> new Silent();
  }

  /** Says at every beat that nothing is to be waited for. */
  private static final class Silent implements WatermarkGenerator<Intake> {
    @Override
    public void onEvent(Intake intake, long time, WatermarkOutput output) {}

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      output.markIdle();
    }
  }

  private WatermarkGenerator<Intake> generator(WatermarkGeneratorSupplier.Context context) {
    // Flink's bound is already one millisecond behind the greatest time less the disorder.
    WatermarkGenerator<Intake> bound =
        new BoundedOutOfOrdernessWatermarks<>(Duration.ofMillis(disorderMillis));
    return idleMillis == 0
        ? bound
        : new SilenceWatch(
            bound,
            TimeUnit.MILLISECONDS.toNanos(idleMillis),
            context.getInputActivityClock(),
            reach);
  }

  /** A record that is no event neither moves the clock nor keeps its partition live. */
  private static final class EventsOnly implements WatermarkGenerator<Intake> {
    private final WatermarkGenerator<Intake> events;

    EventsOnly(WatermarkGenerator<Intake> events) {
      this.events = events;
    }

    @Override
    public void onEvent(Intake intake, long time, WatermarkOutput output) {
      if (intake instanceof Arrival) {
        events.onEvent(intake, time, output);
      }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      events.onPeriodicEmit(output);
    }
  }
}
