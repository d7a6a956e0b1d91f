package io.offerflow.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BelievedClockTest {
  private static final long NOON = 1_772_452_800_000L;
  private static final long HOUR = 3_600_000;

  private final BelievedClock clock = new BelievedClock(NOON, 0);
  private long millis;

  /** What is believed after so much time, with a wall clock that is wrong by that. */
  private long after(long passed, long wrong) {
    millis += passed;
    return clock.at(NOON + millis + wrong, TimeUnit.MILLISECONDS.toNanos(millis)) - NOON - millis;
  }

  @Test
  void oneThatIsKeptRightIsFollowed() {
    assertThat(after(200, 0)).isZero();
    assertThat(after(200, 30)).isEqualTo(30);
    assertThat(after(200, -1_500)).isEqualTo(-1_500);
  }

  @Test
  void aJumpThatIsTakenBackMovesNothing() {
    for (long jump : new long[] {3 * HOUR, -3 * HOUR}) {
      assertThat(after(200, jump)).isZero();
      assertThat(after(30_000, jump)).isZero();
      assertThat(after(200, 0)).isZero();
      assertThat(after(40_000, jump)).as("doubted anew").isZero();
      assertThat(after(40_000, jump)).isZero();
      assertThat(after(200, 0)).isZero();
    }
  }

  @Test
  void aJumpThatStaysIsBelievedAfterAMinute() {
    assertThat(after(200, HOUR)).isZero();
    assertThat(after(59_999, HOUR)).isZero();
    assertThat(after(1, HOUR)).isEqualTo(HOUR);
    assertThat(after(200, HOUR)).isEqualTo(HOUR);
  }

  @Test
  void oneThatJumpsOnAndOnIsNotBelieved() {
    for (int i = 1; i < 100; i++) {
      assertThat(after(10_000, i * HOUR)).isZero();
    }
  }
}
