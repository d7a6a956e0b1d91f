package io.offerflow.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.kafka.Topics;
import io.offerflow.pipeline.job.Intake.Arrival;
import io.offerflow.pipeline.metrics.DecisionMetrics;
import io.offerflow.testing.TestWorkspace;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.tasks.mailbox.Mail;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailbox;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** One subtask whose rules change while it runs, on its task's mail. */
abstract class LiveSubtask {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicInteger FEEDS = new AtomicInteger();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  static final String ALICE = "alice";
  static final long NOON = 1_700_000_000_000L;
  static final long MINUTE = 60_000;

  static final String RECHARGE = "{event: recharge}";
  private static final String GOLD = "if: ['customer.tier == \"gold\"']\n";
  static final WorkspaceFiles TOP_UP = files(topUp());
  static final WorkspaceFiles CHEAPER = files(topUp().campaign("top-up", RECHARGE, GOLD));

  final TestFeed feed = new TestFeed("operator-" + FEEDS.incrementAndGet());
  Counts counts;
  KeyedOneInputStreamOperatorTestHarness<String, Arrival, Outgoing> harness;
  private int events;

  static TestWorkspace topUp() {
    return new TestWorkspace().campaign("top-up", RECHARGE, "");
  }

  static WorkspaceFiles files(TestWorkspace workspace) {
    return WorkspaceFiles.of(workspace.files());
  }

  @BeforeEach
  void open() throws Exception {
    begin(TOP_UP, null);
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  void begin(WorkspaceFiles first, OperatorSubtaskState saved) throws Exception {
    counts = new Counts();
    JobRules rules = new JobRules(number(1, first), feed);
    DecideOperator operator =
        new DecideOperator(
            rules,
            Core.Factory.DECIDING,
            () -> counts,
            new Topics("t"),
            new StreamClock(0, 1000, false));
    operator.hold(100);
    harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new LeasingDecideFactory(operator, 1000),
            arrival -> arrival.event().customer(),
            Types.STRING);
    if (saved != null) {
      harness.initializeState(saved);
    }
    harness.open();
  }

  static Deployment number(long number, WorkspaceFiles files) {
    Deployment fixed = Deployment.of(files);
    return new Deployment(number, fixed.bundle(), fixed.paused(), files);
  }

  void recharge() throws Exception {
    events++;
    Fields ten = Fields.of("amount", BigDecimal.TEN);
    arrive(Event.of("recharge", "e-" + events, ALICE, NOON + events, ten));
  }

  void arrive(Event event) throws Exception {
    harness.processElement(new Arrival(event, event.time()), event.time());
  }

  void awaitNumber(long number) throws Exception {
    await(() -> counts.numbers.get(counts.numbers.size() - 1) == number);
  }

  interface Until {
    boolean holds();
  }

  /** Reads the subtask's mail until that is so. */
  void await(Until until) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!until.holds()) {
      Optional<Mail> mail = harness.getTaskMailbox().tryTake(TaskMailbox.MIN_PRIORITY);
      // There is no job manager, so what is said by the keeper says nothing.
      if (mail.isPresent() && mail.get().toString().contains("rules")) {
        mail.get().run();
      }
      Thread.onSpinWait();
      assertThat(System.nanoTime()).isLessThan(deadline);
    }
  }

  /** The subtask's own thread does nothing meanwhile. */
  static void awaitWithoutMail(Until until) throws Exception {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!until.holds()) {
      Thread.onSpinWait();
      assertThat(System.nanoTime()).isLessThan(deadline);
    }
  }

  List<String> texts(String topic) {
    return harness.extractOutputValues().stream()
        .filter(out -> out.topic().equals(topic))
        .map(out -> new String(out.value(), StandardCharsets.UTF_8))
        .toList();
  }

  private List<JsonNode> decisions() throws Exception {
    List<JsonNode> decisions = new ArrayList<>();
    for (String text : texts("t.decisions")) {
      decisions.add(JSON.readTree(text));
    }
    return decisions;
  }

  List<String> bundles() throws Exception {
    return decisions().stream().map(decision -> decision.get("bundle").asText()).toList();
  }

  /** Of each decision's only campaign. */
  List<String> results() throws Exception {
    return decisions().stream()
        .map(decision -> decision.get("considered").get(0).get("result").asText())
        .toList();
  }

  /** What became of a campaign in the last decision. */
  String lastConsidered(String campaign) throws Exception {
    List<JsonNode> decisions = decisions();
    for (JsonNode considered : decisions.get(decisions.size() - 1).get("considered")) {
      if (considered.get("campaign").asText().equals(campaign)) {
        return considered.get("result").asText();
      }
    }
    throw new AssertionError(campaign + " is not in " + decisions.get(decisions.size() - 1));
  }

  /** Remembers what was counted. */
  static final class Counts implements DecisionMetrics {
    final List<Long> numbers = new ArrayList<>();
    int failures;
    int offers;
    int deadLetters;

    @Override
    public void bundle(int task, long number) {
      numbers.add(number);
    }

    @Override
    public void bundleFailed() {
      failures++;
    }

    @Override
    public void offer(String channel) {
      offers++;
    }

    @Override
    public void deadLetter(String reason) {
      deadLetters++;
    }
  }
}
