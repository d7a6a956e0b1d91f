package io.offerflow.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.decision.Input;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.junit.jupiter.api.Test;

/** When timers fire, and what counts as late. */
class OperatorClockTest extends OneSubtask {
  @Test
  void aTimerFiresOnlyOnceTheClockHasPassedIt() throws Exception {
    arrive(waiting("e-1", NOON, 60));
    harness.processWatermark(NOON + 60 * SECOND - 1);
    assertThat(causes()).containsExactly("e-1");
    harness.processWatermark(NOON + 60 * SECOND);
    assertThat(causes()).containsExactly("e-1", "due " + (NOON + 60 * SECOND));
    assertThat(core.inputs.get(1)).isEqualTo(new Input.Wakeup(ALICE, NOON + 60 * SECOND));
  }

  @Test
  void atTheEndOfAllTimeEveryTimerFires() throws Exception {
    arrive(waiting("e-1", NOON, 60));
    harness.processWatermark(Long.MAX_VALUE);
    assertThat(causes()).containsExactly("e-1", "due " + (NOON + 60 * SECOND));
  }

  @Test
  void whileAllFeedsAreSilentTheWallClockGoesOn() throws Exception {
    clock(NOON);
    arrive(waiting("e-1", NOON, 60));
    harness.processWatermarkStatus(WatermarkStatus.IDLE);
    clock(NOON + 60 * SECOND + DISORDER);
    assertThat(causes()).containsExactly("e-1");
    clock(NOON + 60 * SECOND + DISORDER + IdleTicks.MILLIS);
    assertThat(causes()).containsExactly("e-1", "due " + (NOON + 60 * SECOND));
  }

  @Test
  void theWallClockStopsWhenAFeedIsLiveAgain() throws Exception {
    clock(NOON);
    harness.processWatermarkStatus(WatermarkStatus.IDLE);
    harness.processWatermarkStatus(WatermarkStatus.ACTIVE);
    arrive(waiting("e-1", NOON, 60));
    clock(NOON + 600 * SECOND);
    assertThat(causes()).containsExactly("e-1");
  }

  @Test
  void theClockNeverGoesBack() throws Exception {
    clock(NOON);
    harness.processWatermarkStatus(WatermarkStatus.IDLE);
    clock(NOON + 60 * SECOND);
    harness.processWatermarkStatus(WatermarkStatus.ACTIVE);
    harness.processWatermark(NOON);
    arrive(event("e-1", NOON + 10 * SECOND));
    assertThat(counts.late).isEqualTo(1);
  }

  @Test
  void withoutTheWallClockSilenceFiresNothing() throws Exception {
    harness.close();
    harness = harness(false);
    harness.open();
    clock(NOON);
    arrive(waiting("e-1", NOON, 60));
    harness.processWatermarkStatus(WatermarkStatus.IDLE);
    clock(NOON + 600 * SECOND);
    assertThat(causes()).containsExactly("e-1");
  }

  @Test
  void whileBrokersAreAwayTheWallClockStands() throws Exception {
    clock(NOON);
    arrive(waiting("e-1", NOON, 60));
    harness.processWatermarkStatus(WatermarkStatus.IDLE);
    clock(NOON + 30 * SECOND);
    reach.passesAway(600 * SECOND);
    harness.setProcessingTime(NOON + 630 * SECOND);
    assertThat(causes()).containsExactly("e-1");
    arrive(event("e-2", NOON + 40 * SECOND));
    assertThat(counts.late).as("it was sent meanwhile").isZero();
  }

  @Test
  void aWallClockThatJumpsFiresNothing() throws Exception {
    clock(NOON);
    arrive(waiting("e-1", NOON, 60));
    harness.processWatermarkStatus(WatermarkStatus.IDLE);
    harness.setProcessingTime(NOON + 3_600 * SECOND);
    reach.passes(30 * SECOND);
    harness.setProcessingTime(NOON + 3_630 * SECOND);
    assertThat(causes()).containsExactly("e-1");
    arrive(event("e-2", NOON + 40 * SECOND));
    assertThat(counts.late).isZero();
    reach.passes(60 * SECOND);
    harness.setProcessingTime(NOON + 3_690 * SECOND);
    assertThat(causes()).as("after a minute it is believed").hasSize(3);
  }

  @Test
  void onlyWhatIsBehindTheClockIsLate() throws Exception {
    arrive(event("e-1", NOON));
    harness.processWatermark(NOON - DISORDER - 1);
    arrive(event("e-2", NOON - DISORDER));
    assertThat(counts.late).isZero();
    arrive(event("e-3", NOON - DISORDER - 1));
    assertThat(counts.late).isEqualTo(1);
  }
}
