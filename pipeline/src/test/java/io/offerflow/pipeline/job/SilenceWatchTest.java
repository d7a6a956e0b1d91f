package io.offerflow.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.util.clock.ManualClock;
import org.junit.jupiter.api.Test;

class SilenceWatchTest {
  private static final long IDLE = 10_000;

  private final TestReach reach = new TestReach();
  private final ManualClock input = new ManualClock(0);
  private final Heard heard = new Heard();
  private final SilenceWatch watch =
      new SilenceWatch(heard, TimeUnit.MILLISECONDS.toNanos(IDLE), input, reach);

  /** What the source was told last. */
  private static final class Heard implements WatermarkGenerator<Intake>, WatermarkOutput {
    private boolean idle;

    @Override
    public void onEvent(Intake intake, long time, WatermarkOutput output) {}

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      idle = false;
    }

    @Override
    public void emitWatermark(Watermark watermark) {}

    @Override
    public void markIdle() {
      idle = true;
    }

    @Override
    public void markActive() {
      idle = false;
    }
  }

  private boolean isIdleAfter(long millis) {
    input.advanceTime(millis, TimeUnit.MILLISECONDS);
    reach.passes(millis);
    watch.onPeriodicEmit(heard);
    return heard.idle;
  }

  private boolean isIdleAfterAway(long millis) {
    input.advanceTime(millis, TimeUnit.MILLISECONDS);
    reach.passesAway(millis);
    watch.onPeriodicEmit(heard);
    return heard.idle;
  }

  @Test
  void silenceIsToldOnceItHasLasted() {
    assertThat(isIdleAfter(0)).isFalse();
    assertThat(isIdleAfter(IDLE)).isFalse();
    assertThat(isIdleAfter(1)).isTrue();
    watch.onEvent(null, 0, heard);
    assertThat(isIdleAfter(1)).isFalse();
    assertThat(isIdleAfter(IDLE + 1)).isTrue();
  }

  @Test
  void itIsNotBelievedBeforeBrokersHaveAnsweredAtItsEnd() {
    assertThat(isIdleAfter(0)).isFalse();
    input.advanceTime(2 * IDLE, TimeUnit.MILLISECONDS);
    watch.onPeriodicEmit(heard);
    assertThat(heard.idle).as("the question is still open").isFalse();
    reach.passes(2 * IDLE);
    watch.onPeriodicEmit(heard);
    assertThat(heard.idle).isTrue();
  }

  @Test
  void whileBrokersAreAwayNobodyIsSilent() {
    assertThat(isIdleAfter(0)).isFalse();
    assertThat(isIdleAfter(IDLE - 1)).isFalse();
    assertThat(isIdleAfterAway(10 * IDLE)).isFalse();
    assertThat(isIdleAfter(IDLE)).as("from their return on").isFalse();
    assertThat(isIdleAfter(1)).isTrue();
  }

  @Test
  void whoWasSilentBeforeTheyWentIsLiveAgain() {
    isIdleAfter(0);
    assertThat(isIdleAfter(IDLE + 1)).isTrue();
    assertThat(isIdleAfterAway(IDLE)).isFalse();
    assertThat(isIdleAfter(IDLE + 1)).isTrue();
  }

  @Test
  void whatIsNotLetInIsNotSilent() {
    isIdleAfter(0);
    reach.passes(2 * IDLE);
    watch.onPeriodicEmit(heard);
    assertThat(heard.idle).isFalse();
  }
}
