package io.offerflow.pipeline.job;

import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.util.clock.RelativeClock;

/**
 * Says of a partition that nothing comes any more. What is on its way while brokers are away is no
 * silence: it counts only from when they are there again, and is believed only once they have
 * answered at its end.
 */
final class SilenceWatch implements WatermarkGenerator<Intake> {
  private final WatermarkGenerator<Intake> events;
  private final long idleNanos;
  private final RelativeClock input;
  private final Reach reach;
  private boolean heard = true;
  private long silentInput;
  private long silentSince;

  /**
   * @param idleNanos how long nothing must come
   * @param input stands still while nothing is let in
   */
  SilenceWatch(
      WatermarkGenerator<Intake> events, long idleNanos, RelativeClock input, Reach reach) {
    this.events = events;
    this.idleNanos = idleNanos;
    this.input = input;
    this.reach = reach;
  }

  @Override
  public void onEvent(Intake intake, long time, WatermarkOutput output) {
    heard = true;
    events.onEvent(intake, time, output);
  }

  @Override
  public void onPeriodicEmit(WatermarkOutput output) {
    if (heard || reach.missedSince(silentSince)) {
      heard = false;
      silentInput = input.relativeTimeNanos();
      silentSince = reach.now();
    }
    if (isSilent()) {
      output.markIdle();
    } else {
      events.onPeriodicEmit(output);
    }
  }

  private boolean isSilent() {
    return input.relativeTimeNanos() - silentInput > idleNanos
        && reach.heardAt() - silentSince > idleNanos;
  }
}
