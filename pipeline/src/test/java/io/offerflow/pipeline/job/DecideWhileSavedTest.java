package io.offerflow.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;

/** Events go on while a snapshot is taken, and what it saves is the state of its barrier. */
class DecideWhileSavedTest extends WaitingSubtask {
  private static final String SMS = "t.offers.sms";

  @Test
  void eventsGoOnAndTheStateOfTheBarrierIsSaved() throws Exception {
    begin(100, null);
    arrive("alice", "e-1");
    arrive("alice", "e-2");
    waiting("bob", "b-1", 60);
    SavedBeside saving = SavedBeside.begin(harness, 1);
    arrive("alice", "e-3");
    waiting("carol", "c-1", 30);
    waiting("bob", "b-2", 90);
    assertThat(isFrozen()).isTrue();
    assertThat(causes.all).containsExactly("e-1", "e-2", "b-1", "e-3", "c-1", "b-2");

    OperatorSubtaskState saved = saving.end();
    assertThat(isFrozen()).isFalse();
    harness.processWatermark(NOON + 90 * SECOND);
    assertThat(causes.since(6)).containsExactly(due(30), due(90));

    beginAgain(saved);
    arrive("alice", "e-3");
    assertThat(offered()).as("it is her third event once more").isTrue();
    harness.processWatermark(NOON + 90 * SECOND);
    assertThat(causes.since(1)).as("of Carol nothing is known").containsExactly(due(60));
  }

  @Test
  void theClockStandsStillUntilTimersCanFire() throws Exception {
    begin(100, null);
    waiting("bob", "b-1", 60);
    SavedBeside saving = SavedBeside.begin(harness, 1);
    waiting("carol", "c-1", 30);
    harness.processWatermark(NOON + 60 * SECOND);
    arrive("alice", "e-1");
    assertThat(isFrozen()).isTrue();
    assertThat(causes.all).containsExactly("b-1", "c-1", "e-1");

    OperatorSubtaskState saved = saving.end();
    readMail();
    assertThat(causes.since(3)).containsExactly(due(30), due(60));

    beginAgain(saved);
    harness.processWatermark(NOON + 60 * SECOND);
    assertThat(causes.all).containsExactly(due(60));
  }

  @Test
  void whereNobodyIsHeldEventsWaitUntilTheyCanBeWritten() throws Exception {
    begin(0, null);
    arrive("alice", "e-1");
    SavedBeside saving = SavedBeside.begin(harness, 1);
    arrive("alice", "e-2");
    assertThat(isFrozen()).isFalse();
    assertThat(causes.all).containsExactly("e-1", "e-2");

    beginAgain(saving.end());
    arrive("alice", "e-2");
    assertThat(offered()).isFalse();
    arrive("alice", "e-3");
    assertThat(offered()).isTrue();
  }

  @Test
  void whoMustMakeRoomForTooManyWaits() throws Exception {
    begin(2, null);
    SavedBeside saving = SavedBeside.begin(harness, 1);
    for (String customer : List.of("a", "b", "c", "d")) {
      arrive(customer, customer + "-1");
    }
    assertThat(isFrozen()).isTrue();
    arrive("e", "e-1");
    assertThat(isFrozen()).isFalse();
    assertThat(causes.all).containsExactly("a-1", "b-1", "c-1", "d-1", "e-1");
    beginAgain(saving.end());
    arrive("a", "a-1");
    arrive("a", "a-2");
    assertThat(offered()).isFalse();
  }

  @Test
  void theNextSnapshotHasWhatCameDuringTheLast() throws Exception {
    begin(100, null);
    SavedBeside first = SavedBeside.begin(harness, 1);
    waiting("carol", "c-1", 30);
    harness.processWatermark(NOON + 10 * SECOND);
    SavedBeside second = SavedBeside.begin(harness, 2);
    first.end();
    waiting("bob", "b-1", 20);

    beginAgain(second.end());
    harness.processWatermark(NOON + 60 * SECOND);
    assertThat(causes.all).containsExactly(due(30));
  }

  @Test
  void aTaskThatEndsMeanwhileLosesNothing() throws Exception {
    begin(100, null);
    arrive("alice", "e-1");
    SavedBeside saving = SavedBeside.begin(harness, 1);
    waiting("carol", "c-1", 30);
    harness.processWatermark(Long.MAX_VALUE);
    harness.endInput();
    assertThat(causes.all).containsExactly("e-1", "c-1");
    harness.getOperator().finish();
    assertThat(causes.since(2)).containsExactly(due(30));

    beginAgain(saving.end());
    harness.processWatermark(Long.MAX_VALUE);
    assertThat(causes.all).isEmpty();
  }

  /** Of a customer's third event. */
  private boolean offered() {
    return harness.extractOutputValues().stream().anyMatch(out -> out.topic().equals(SMS));
  }
}
