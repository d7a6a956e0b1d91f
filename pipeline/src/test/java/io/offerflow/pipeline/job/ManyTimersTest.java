package io.offerflow.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.flink.streaming.api.watermark.Watermark;
import org.junit.jupiter.api.Test;

/** At midnight something is due of everybody: events do not wait until all of it is decided. */
class ManyTimersTest extends WaitingSubtask {
  private static final int EVERYBODY = 2 * Wakeups.AT_ONCE + 20;

  private int before;

  private void midnight() throws Exception {
    begin(100, null);
    for (int i = 0; i < EVERYBODY; i++) {
      waiting("c-" + i, "e-" + i, 60);
    }
    before = causes.all.size();
    harness.processWatermark(NOON + 60 * SECOND);
  }

  private void goOn() throws Exception {
    harness.setProcessingTime(harness.getProcessingTime() + 10_000);
  }

  @Test
  void someFireAtATimeWithEventsBetween() throws Exception {
    midnight();
    assertThat(causes.since(before)).hasSize(Wakeups.AT_ONCE);
    arrive("alice", "between");
    harness.processWatermark(NOON + 61 * SECOND);
    assertThat(causes.since(before + Wakeups.AT_ONCE)).containsExactly("between");
    goOn();
    assertThat(causes.since(before)).hasSize(2 * Wakeups.AT_ONCE + 1);
    goOn();
    assertThat(causes.since(before)).hasSize(EVERYBODY + 1).containsOnlyOnce("between");
    goOn();
    assertThat(causes.since(before)).hasSize(EVERYBODY + 1);
  }

  @Test
  void downstreamTheClockMovesOnOnceAllHasFired() throws Exception {
    midnight();
    assertThat(harness.getOutput()).doesNotContain(mark(60));
    harness.processWatermark(NOON + 61 * SECOND);
    goOn();
    goOn();
    assertThat(causes.since(before)).hasSize(EVERYBODY);
    assertThat(harness.getOutput()).contains(mark(61)).doesNotContain(mark(60));
  }

  private static Watermark mark(long seconds) {
    return new Watermark(NOON + seconds * SECOND);
  }

  @Test
  void whatHasNotFiredIsSaved() throws Exception {
    midnight();
    SavedBeside saving = SavedBeside.begin(harness, 1);
    int decided = causes.all.size() - before;
    assertThat(decided).isEqualTo(Wakeups.AT_ONCE);

    beginAgain(saving.end());
    harness.processWatermark(NOON + 60 * SECOND);
    goOn();
    goOn();
    assertThat(causes.all).hasSize(EVERYBODY - decided).containsOnly(due(60));
  }

  @Test
  void atTheEndAllFire() throws Exception {
    midnight();
    harness.endInput();
    harness.getOperator().finish();
    assertThat(causes.since(before)).hasSize(EVERYBODY);
  }

  @Test
  void nothingFiresWhileTheStateIsFrozen() throws Exception {
    midnight();
    SavedBeside saving = SavedBeside.begin(harness, 1);
    int fired = causes.all.size();
    goOn();
    assertThat(isFrozen()).isTrue();
    assertThat(causes.all).hasSize(fired);
    saving.end();
    goOn();
    goOn();
    assertThat(causes.all).hasSize(before + EVERYBODY);
  }
}
