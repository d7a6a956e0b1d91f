package io.offerflow.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.streaming.runtime.tasks.TestProcessingTimeService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BackgroundTest {
  private final TestProcessingTimeService time = new TestProcessingTimeService();
  private final List<Long> done = new ArrayList<>();
  private boolean frozen;
  private int left;

  private final Background background = new Background(time, () -> frozen, () -> 20, this::goOn);

  private boolean goOn() {
    done.add(time.getCurrentProcessingTime());
    return --left > 0;
  }

  @Test
  void itGoesOnBitByBitUntilNothingIsLeft() throws Exception {
    begin(3);
    begin(3);
    until(200);
    assertThat(done).containsExactly(20L, 40L, 60L);
    begin(1);
    until(300);
    assertThat(done).endsWith(220L).hasSize(4);
  }

  @Test
  void nothingIsDoneWhileTheStateIsFrozen() throws Exception {
    begin(2);
    until(30);
    frozen = true;
    until(100);
    assertThat(done).containsExactly(20L);
    frozen = false;
    until(200);
    assertThat(done).containsExactly(20L, 120L);
  }

  @BeforeEach
  void theClockStarts() throws Exception {
    time.setCurrentTime(0);
  }

  private void begin(int bits) {
    left = bits;
    background.begin();
  }

  private void until(long instant) throws Exception {
    for (long now = time.getCurrentProcessingTime() + 10; now <= instant; now += 10) {
      time.setCurrentTime(now);
    }
  }
}
