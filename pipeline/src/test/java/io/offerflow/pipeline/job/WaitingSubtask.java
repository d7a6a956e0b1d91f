package io.offerflow.pipeline.job;

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

/** One subtask whose core is small enough to foresee, on RocksDB. */
abstract class WaitingSubtask {
  static final long NOON = 1_700_000_000_000L;
  static final long SECOND = 1000;

  final Causes causes = new Causes();
  KeyedOneInputStreamOperatorTestHarness<String, Arrival, Outgoing> harness;

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  void begin(int held, OperatorSubtaskState saved) throws Exception {
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

  void beginAgain(OperatorSubtaskState saved) throws Exception {
    harness.close();
    begin(100, saved);
  }

  boolean isFrozen() {
    DecideOperator operator = (DecideOperator) harness.getOperator();
    return ((FreezingKeyedBackend<?>) operator.getKeyedStateBackend()).freeze().isOn();
  }

  void readMail() throws Exception {
    Optional<Mail> mail = harness.getTaskMailbox().tryTake(TaskMailbox.MIN_PRIORITY);
    while (mail.isPresent()) {
      // There is no job manager, so what is said by the keeper says nothing.
      if (mail.get().toString().contains("thaw")) {
        mail.get().run();
      }
      mail = harness.getTaskMailbox().tryTake(TaskMailbox.MIN_PRIORITY);
    }
  }

  void arrive(String customer, String id) throws Exception {
    arrive(Event.of("purchase", id, customer, NOON, Fields.NONE));
  }

  void waiting(String customer, String id, long seconds) throws Exception {
    Fields fields = Fields.of("duration_s", BigDecimal.valueOf(seconds));
    arrive(Event.of("signalling", id, customer, NOON, fields));
  }

  void arrive(Event event) throws Exception {
    harness.processElement(new Arrival(event, event.time()), event.time());
  }

  static String due(long seconds) {
    return "due " + (NOON + seconds * SECOND);
  }

  /** What the decisions that went out were about, in order. */
  static final class Causes implements DecisionMetrics {
    final List<String> all = new ArrayList<>();

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
