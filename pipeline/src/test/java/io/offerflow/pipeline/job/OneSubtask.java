package io.offerflow.pipeline.job;

import io.offerflow.decision.Decision;
import io.offerflow.decision.Outcome;
import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.kafka.Topics;
import io.offerflow.pipeline.job.Intake.Arrival;
import io.offerflow.pipeline.metrics.DecisionMetrics;
import io.offerflow.testing.TestWorkspace;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** One subtask that decides, on a wall clock of its own. */
abstract class OneSubtask {
  static final String ALICE = "alice";
  static final long NOON = 1_700_000_000_000L;
  static final long SECOND = 1000;
  static final long DISORDER = 2 * SECOND;

  WaitingCore core;
  final TestReach reach = new TestReach();
  Counts counts;
  KeyedOneInputStreamOperatorTestHarness<String, Arrival, Outgoing> harness;

  @BeforeEach
  void open() throws Exception {
    harness = harness(true);
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  static JobRules rules(TestWorkspace workspace) {
    return JobRules.fixed(WorkspaceFiles.of(workspace.files()));
  }

  KeyedOneInputStreamOperatorTestHarness<String, Arrival, Outgoing> harness(boolean wallClock)
      throws Exception {
    core = new WaitingCore();
    return harness(rules(new TestWorkspace()), (rules, metrics, grants) -> core, wallClock);
  }

  KeyedOneInputStreamOperatorTestHarness<String, Arrival, Outgoing> harness(
      JobRules rules, boolean wallClock) throws Exception {
    return harness(rules, Core.Factory.DECIDING, wallClock);
  }

  private KeyedOneInputStreamOperatorTestHarness<String, Arrival, Outgoing> harness(
      JobRules rules, Core.Factory cores, boolean wallClock) throws Exception {
    counts = new Counts();
    DecideOperator operator =
        new DecideOperator(
            rules,
            cores,
            () -> counts,
            new Topics("t"),
            new StreamClock(DISORDER, SECOND, wallClock, reach));
    return new KeyedOneInputStreamOperatorTestHarness<>(
        operator, arrival -> arrival.event().customer(), Types.STRING);
  }

  /** The wall clock moves on as time does; the first call says where it stands. */
  void clock(long instant) throws Exception {
    reach.passes(instant - harness.getProcessingTime());
    harness.setProcessingTime(instant);
  }

  void arrive(Event event) throws Exception {
    harness.processElement(new Arrival(event, event.time()), event.time());
  }

  static Event event(String id, long time) {
    return Event.of("purchase", id, ALICE, time, Fields.NONE);
  }

  static Event waiting(String id, long time, long seconds) {
    return Event.of(
        "signalling", id, ALICE, time, Fields.of("duration_s", BigDecimal.valueOf(seconds)));
  }

  /** What the decisions that went out were about, in order. */
  List<String> causes() {
    return counts.causes;
  }

  /** Remembers what was counted. */
  static final class Counts implements DecisionMetrics {
    final List<String> causes = new ArrayList<>();
    final List<Decision.Kind> decisions = new ArrayList<>();
    final List<String> offers = new ArrayList<>();
    final List<String> refused = new ArrayList<>();
    int late;
    int duplicates;
    int states;

    @Override
    public void decision(Decision decision) {
      decisions.add(decision.outcome());
      causes.add(
          decision.cause() instanceof Decision.EventCause cause
              ? cause.id()
              : "due " + ((Decision.TimerCause) decision.cause()).due());
    }

    @Override
    public void offer(String channel) {
      offers.add(channel);
    }

    @Override
    public void refused(String channel) {
      refused.add(channel);
    }

    @Override
    public void late() {
      late++;
    }

    @Override
    public void handled(Outcome.Fate fate, int skipped) {
      if (fate == Outcome.Fate.DUPLICATE) {
        duplicates++;
      }
    }

    @Override
    public void stateBytes(int bytes) {
      states++;
    }
  }
}
