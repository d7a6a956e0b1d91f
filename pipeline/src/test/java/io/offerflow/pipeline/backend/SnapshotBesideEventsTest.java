package io.offerflow.pipeline.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RunnableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.runtime.state.KeyedStateHandle;
import org.apache.flink.runtime.state.SnapshotResult;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SnapshotBesideEventsTest {
  private final Freeze freeze = new Freeze();
  private final AtomicInteger thawed = new AtomicInteger();
  private final AtomicInteger written = new AtomicInteger();
  private final FutureTask<SnapshotResult<KeyedStateHandle>> writing =
      new FutureTask<>(
          () -> {
            assertThat(freeze.isOn()).as("while it is written away").isFalse();
            written.incrementAndGet();
            return SnapshotResult.empty();
          });

  @BeforeEach
  void begin() {
    freeze.goOn(thawed::incrementAndGet);
    freeze.begin();
  }

  private SnapshotBesideEvents taking(
      Callable<RunnableFuture<SnapshotResult<KeyedStateHandle>>> step) {
    return new SnapshotBesideEvents(step, freeze);
  }

  @Test
  void theStateThawsOnceTheSnapshotIsTakenAndBeforeItIsWrittenAway() throws Exception {
    assertThat(freeze.isOn()).isTrue();
    taking(() -> writing).call();
    assertThat(written).hasValue(1);
    assertThat(thawed).hasValue(1);
  }

  @Test
  void theStateThawsWhenItCannotBeTaken() {
    SnapshotBesideEvents snapshot =
        taking(
            () -> {
              throw new IOException("the disk is full");
            });
    assertThatThrownBy(snapshot::call).hasMessage("the disk is full");
    assertThat(freeze.isOn()).isFalse();
    assertThat(thawed).hasValue(1);
  }

  @Test
  void whatIsGivenUpBeforeItBeginsIsNeverTaken() {
    SnapshotBesideEvents snapshot = taking(() -> writing);
    snapshot.cancel();
    assertThat(freeze.isOn()).isFalse();
    assertThatThrownBy(snapshot::call).isInstanceOf(CancellationException.class);
    assertThat(writing.isDone()).isFalse();
    assertThat(thawed).hasValue(1);
  }

  @Test
  void whatNobodyWantsAnyMoreIsNotWrittenAway() {
    SnapshotBesideEvents[] snapshot = new SnapshotBesideEvents[1];
    snapshot[0] =
        taking(
            () -> {
              snapshot[0].cancel();
              assertThat(freeze.isOn()).as("until it is taken").isTrue();
              return writing;
            });
    assertThatThrownBy(snapshot[0]::call).isInstanceOf(CancellationException.class);
    assertThat(written).hasValue(0);
    assertThat(thawed).hasValue(1);
  }

  @Test
  void whatMustNotBeginAnyMoreGoesOnIfItHasBegun() throws Exception {
    SnapshotBesideEvents[] snapshot = new SnapshotBesideEvents[1];
    snapshot[0] =
        taking(
            () -> {
              snapshot[0].mustNotBegin();
              assertThat(freeze.isOn()).isTrue();
              return writing;
            });
    snapshot[0].call();
    assertThat(written).hasValue(1);
  }
}
