package io.offerflow.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.decision.Decision;
import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.kafka.Topics;
import io.offerflow.pipeline.backend.FreezingBackendFactory;
import io.offerflow.pipeline.backend.FreezingKeyedBackend;
import io.offerflow.pipeline.job.Intake.Arrival;
import io.offerflow.pipeline.metrics.DecisionMetrics;
import io.offerflow.testing.TestWorkspace;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.tasks.mailbox.Mail;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailbox;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Events go on while a snapshot is taken, and what it saves is the state of its barrier. */
class DecideWhileSavedTest {
  private static final long NOON = 1_700_000_000_000L;
  private static final long SECOND = 1000;
  private static final String SMS = "t.offers.sms";

  private final Causes causes = new Causes();
  private KeyedOneInputStreamOperatorTestHarness<String, Arrival, Outgoing> harness;

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  private void begin(int held, OperatorSubtaskState saved) throws Exception {
    causes.all.clear();
    DecideOperator operator =
        new DecideOperator(
            JobRules.fixed(WorkspaceFiles.of(new TestWorkspace().files())),
            (rules, metrics, grants) -> new WaitingCore(),
            () -> causes,
            new Topics("t"),
            new StreamClock(0, SECOND, false));
    operator.hold(held);
    harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new LeasingDecideFactory(operator, 1000),
            arrival -> arrival.event().customer(),
            Types.STRING);
    harness.setStateBackend(
        new FreezingBackendFactory()
            .createFromConfig(new Configuration(), getClass().getClassLoader()));
    if (saved != null) {
      harness.initializeState(saved);
    }
    harness.open();
  }

  private void beginAgain(OperatorSubtaskState saved) throws Exception {
    harness.close();
    begin(100, saved);
  }

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

  private boolean isFrozen() {
    DecideOperator operator = (DecideOperator) harness.getOperator();
    return ((FreezingKeyedBackend<?>) operator.getKeyedStateBackend()).freeze().isOn();
  }

  private void readMail() throws Exception {
    Optional<Mail> mail = harness.getTaskMailbox().tryTake(TaskMailbox.MIN_PRIORITY);
    while (mail.isPresent()) {
      // There is no job manager, so what is said by the keeper says nothing.
      if (mail.get().toString().contains("thaw")) {
        mail.get().run();
      }
      mail = harness.getTaskMailbox().tryTake(TaskMailbox.MIN_PRIORITY);
    }
  }

  private void arrive(String customer, String id) throws Exception {
    arrive(Event.of("purchase", id, customer, NOON, Fields.NONE));
  }

  private void waiting(String customer, String id, long seconds) throws Exception {
    Fields fields = Fields.of("duration_s", BigDecimal.valueOf(seconds));
    arrive(Event.of("signalling", id, customer, NOON, fields));
  }

  private void arrive(Event event) throws Exception {
    harness.processElement(new Arrival(event, event.time()), event.time());
  }

  private static String due(long seconds) {
    return "due " + (NOON + seconds * SECOND);
  }

  /** What the decisions that went out were about, in order. */
  private static final class Causes implements DecisionMetrics {
    private final List<String> all = new ArrayList<>();

    List<String> since(int known) {
      return all.subList(known, all.size());
    }

    @Override
    public void decision(Decision decision) {
      all.add(
          decision.cause() instanceof Decision.EventCause cause
              ? cause.id()
              : "due " + ((Decision.TimerCause) decision.cause()).due());
    }
  }
}
