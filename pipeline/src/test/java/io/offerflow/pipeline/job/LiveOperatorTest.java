package io.offerflow.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offerflow.bundle.Activation;
import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.event.ProfileChange;
import io.offerflow.kafka.Topics;
import io.offerflow.pipeline.job.Intake.Arrival;
import io.offerflow.pipeline.metrics.DecisionMetrics;
import io.offerflow.testing.TestWorkspace;
import java.lang.management.ManagementFactory;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.tasks.mailbox.Mail;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailbox;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One subtask whose rules change while it runs. */
class LiveOperatorTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final AtomicInteger FEEDS = new AtomicInteger();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String ALICE = "alice";
  private static final long NOON = 1_700_000_000_000L;
  private static final long MINUTE = 60_000;

  private static final String RECHARGE = "{event: recharge}";
  private static final String GOLD = "if: ['customer.tier == \"gold\"']\n";
  private static final WorkspaceFiles TOP_UP = files(topUp());
  private static final WorkspaceFiles CHEAPER = files(topUp().campaign("top-up", RECHARGE, GOLD));

  private final TestFeed feed = new TestFeed("operator-" + FEEDS.incrementAndGet());
  private Counts counts;
  private KeyedOneInputStreamOperatorTestHarness<String, Arrival, Outgoing> harness;
  private int events;

  private static TestWorkspace topUp() {
    return new TestWorkspace().campaign("top-up", RECHARGE, "");
  }

  private static WorkspaceFiles files(TestWorkspace workspace) {
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

  private void begin(WorkspaceFiles first, OperatorSubtaskState saved) throws Exception {
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

  private static Deployment number(long number, WorkspaceFiles files) {
    Deployment fixed = Deployment.of(files);
    return new Deployment(number, fixed.bundle(), fixed.paused(), files);
  }

  @Test
  void itSwitchesBetweenTwoEventsAndEachDecisionNamesItsBundle() throws Exception {
    recharge();
    feed.deploy(2, CHEAPER);
    // Ready or not, nothing changes before the mail is read.
    recharge();
    awaitNumber(2);
    recharge();
    assertThat(bundles()).containsExactly(TOP_UP.version(), TOP_UP.version(), CHEAPER.version());
    assertThat(results()).containsExactly("won", "won", "missing");
  }

  @Test
  void aPauseIsAnOverlayOfWhichDecisionsTell() throws Exception {
    feed.deploy(2, TOP_UP, "top-up");
    awaitNumber(2);
    recharge();
    feed.deploy(3, TOP_UP);
    awaitNumber(3);
    recharge();
    assertThat(results()).containsExactly("inactive", "won");
    assertThat(bundles()).containsExactly(TOP_UP.version() + "+paused", TOP_UP.version());
    assertThat(CompiledRules.size()).as("nothing was compiled for it").isEqualTo(1);
  }

  @Test
  void aPauseDoesNotWaitForRulesThatAreBeingMadeReady() throws Exception {
    String paused = Activation.bundleName(TOP_UP.version(), new TreeSet<>(Set.of("top-up")));
    try (TestFeed.Gate gate = feed.hold()) {
      feed.deploy(2, CHEAPER);
      gate.awaitReached();
      recharge();
      feed.deploy(3, CHEAPER, "top-up");
      await(() -> decidesBy(paused));
      assertThat(lastConsidered("top-up")).isEqualTo("inactive");
      feed.deploy(4, CHEAPER);
      await(() -> decidesBy(TOP_UP.version()));
      assertThat(lastConsidered("top-up")).isEqualTo("won");
      feed.deploy(5, CHEAPER, "top-up");
      await(() -> decidesBy(paused));
      assertThat(counts.numbers).containsExactly(1L);
      OperatorSubtaskState saved = harness.snapshot(1, NOON);
      harness.close();
      begin(TOP_UP, saved);
      assertThat(decidesBy(paused)).as("a restore keeps what is paused").isTrue();
    }
    awaitNumber(5);
    recharge();
    assertThat(lastConsidered("top-up")).isEqualTo("inactive");
    assertThat(bundles()).as("no decision before the pause").doesNotContain(CHEAPER.version());
  }

  /** Tries it with an event. */
  private boolean decidesBy(String bundle) {
    try {
      recharge();
      List<String> bundles = bundles();
      return bundles.get(bundles.size() - 1).equals(bundle);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatIsOlderAndComesLateIsIgnored() throws Exception {
    feed.deploy(5, CHEAPER);
    awaitNumber(5);
    feed.deploy(4, TOP_UP);
    feed.deploy(6, CHEAPER, "top-up");
    awaitNumber(6);
    assertThat(counts.numbers).containsExactly(1L, 5L, 6L);
  }

  @Test
  void whatCannotBeTakenIsReportedAndTheOldOneGoesOn() throws Exception {
    feed.deploy(number(2, WorkspaceFiles.unread(Map.of("workspace.yaml", bytes("x: 1")), "bad")));
    await(() -> counts.failures == 1);
    recharge();
    feed.deploy(number(3, files(topUp().file("workspace.yaml", SLOWER))));
    await(() -> counts.failures == 2);
    feed.fail();
    await(() -> counts.failures == 3);
    recharge();
    assertThat(bundles()).containsOnly(TOP_UP.version());
    feed.deploy(4, CHEAPER);
    feed.deploy(number(5, WorkspaceFiles.unread(Map.of(), "bad")));
    await(() -> counts.failures == 4);
    awaitNumber(4);
    assertThat(counts.numbers).containsExactly(1L, 4L);
  }

  private static final String SLOWER =
      """
      offerflow: 1
      name: test
      timezone: UTC
      currency: EUR
      language: en
      disorder: 1h
      channels:
        sms: {address: customer}
        push: {address: push_token}
      """;

  @Test
  void aRestoreBringsBackWhatWasInForceAndThenMovesOn() throws Exception {
    feed.deploy(2, CHEAPER, "top-up");
    awaitNumber(2);
    OperatorSubtaskState saved = harness.snapshot(1, NOON);
    feed.deploy(3, CHEAPER);
    awaitNumber(3);
    harness.close();

    // The job begins with what it was made for: what is restored goes first.
    begin(TOP_UP, saved);
    assertThat(counts.numbers).containsExactly(2L);
    recharge();
    awaitNumber(3);
    recharge();
    assertThat(bundles()).containsExactly(CHEAPER.version() + "+paused", CHEAPER.version());
    assertThat(results()).containsExactly("inactive", "missing");
  }

  @Test
  void stateOfWhatDidNotChangeSurvives() throws Exception {
    TestWorkspace before =
        topUp()
            .features("spent: {sum: recharge.amount, last: 30d}\n")
            .file(
                "campaigns/mark.yaml", "campaign: mark\nwhen: {event: app_view}\ntag: {keen: 7d}\n")
            .campaign("remind", "{event: app_view, without: {event: recharge}, within: 1h}", "");
    TestWorkspace after =
        before
            .campaign("rich", RECHARGE, "if: ['spent >= 30', 'tags contains \"keen\"']\n")
            .policy(
                """
                classes: {service: {}, sales: {}}
                consent: {sms: opt-out, push: opt-in}
                caps: [{max: 2, last: 24h}]
                """);
    harness.close();
    begin(files(copy(before, "rich")), null);
    arrive(Event.of("app_view", "v", ALICE, NOON, Fields.NONE));
    recharge();
    recharge();
    feed.deploy(2, files(after));
    awaitNumber(2);
    recharge();
    // The window and the tag are there; the two contacts fill the cap that is new.
    assertThat(lastConsidered("rich")).isEqualTo("cap");
    // The wait was ended by a recharge, one that is open ends by the clock.
    arrive(Event.of("app_view", "v2", ALICE, NOON + 10 * MINUTE, Fields.NONE));
    feed.deploy(3, files(after.campaign("more", "{event: app_view}", "")));
    awaitNumber(3);
    harness.processWatermark(NOON + 71 * MINUTE);
    assertThat(lastConsidered("remind")).isEqualTo("cap");
  }

  /** The same files without one campaign. */
  private static TestWorkspace copy(TestWorkspace workspace, String without) {
    TestWorkspace copy = new TestWorkspace();
    workspace
        .files()
        .forEach(
            (path, bytes) -> {
              if (!path.equals("campaigns/" + without + ".yaml") && !path.equals("policy.yaml")) {
                copy.file(path, new String(bytes, StandardCharsets.UTF_8));
              }
            });
    return copy;
  }

  @Test
  void newDaysReachThoseWhoSendNoEvent() throws Exception {
    Map<String, Object> born = Map.of("birth_date", LocalDate.of(1990, 11, 16));
    for (int i = 0; i < 3 * Review.BATCH; i++) {
      Event profile = Event.profile("p", "c-" + i, NOON, ProfileChange.set(born));
      harness.processElement(new Arrival(profile, NOON), NOON);
    }
    harness.processWatermark(NOON);
    assertThat(harness.numEventTimeTimers()).isZero();
    feed.deploy(2, files(topUp().campaign("birthday", "{yearly: birth_date, at: \"09:00\"}", "")));
    awaitNumber(2);
    for (int i = 1; i < 6; i++) {
      harness.setProcessingTime(i * Review.MILLIS);
    }
    assertThat(harness.numEventTimeTimers()).isEqualTo(3 * Review.BATCH);
    harness.processWatermark(NOON + 3 * 24 * 60 * MINUTE);
    assertThat(counts.offers).isEqualTo(3 * Review.BATCH);
  }

  @Test
  void whatIsDueEarlierByTheNewRulesComesInTime() throws Exception {
    harness.close();
    TestWorkspace spending =
        topUp().features("spent: {sum: recharge.amount, last: 1h}\n").campaign("x", RECHARGE, "");
    begin(files(spending), null);
    recharge();
    harness.processWatermark(NOON);
    feed.deploy(2, files(spending.campaign("idle", "{cross: spent, below: 5}", "")));
    awaitNumber(2);
    harness.setProcessingTime(Review.MILLIS);
    harness.processWatermark(NOON + 61 * MINUTE);
    assertThat(lastConsidered("idle")).isEqualTo("won");
  }

  @Test
  void anEventThatWasDecodedByAnotherSchemaComesToWhatItWouldNow() throws Exception {
    feed.deploy(
        2,
        files(
            topUp()
                .file(
                    "schema.yaml",
                    """
                    customer: {push_token: {type: text, pii: true}}
                    events: {recharge: {amount: text}}
                    """)));
    awaitNumber(2);
    arrive(Event.of("app_view", "gone", ALICE, NOON, Fields.NONE));
    arrive(Event.of("recharge", "other", ALICE, NOON, Fields.of("amount", BigDecimal.TEN)));
    arrive(Event.of("recharge", "good", ALICE, NOON, Fields.NONE));
    assertThat(counts.deadLetters).isEqualTo(2);
    assertThat(texts("t.dead-letters"))
        .hasSize(2)
        .allSatisfy(letter -> assertThat(letter).contains("\"position\":\"in flight\""));
    assertThat(results()).containsExactly("won");
  }

  /** Drools keeps what it compiles in static tables, from which each build must be taken out. */
  @Test
  void manySwitchesLeaveNothingBehind() throws Exception {
    switchTo(2, 6);
    int before = classes();
    switchTo(7, 26);
    // Others in this process load classes as well, and the collector takes its time.
    await(() -> classes() < before + 50);
    assertThat(CompiledRules.size()).isEqualTo(1);
    recharge();
    assertThat(results()).containsExactly("won");
  }

  /** Through that many versions, each compiled. */
  private void switchTo(int from, int to) throws Exception {
    for (int number = from; number <= to; number++) {
      feed.deploy(number, files(topUp().campaign("top-up", RECHARGE, "lever: " + number + "\n")));
      awaitNumber(number);
    }
  }

  private static int classes() {
    System.gc();
    System.gc();
    return ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
  }

  private void recharge() throws Exception {
    events++;
    Fields ten = Fields.of("amount", BigDecimal.TEN);
    arrive(Event.of("recharge", "e-" + events, ALICE, NOON + events, ten));
  }

  private void arrive(Event event) throws Exception {
    harness.processElement(new Arrival(event, event.time()), event.time());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void awaitNumber(long number) throws Exception {
    await(() -> counts.numbers.get(counts.numbers.size() - 1) == number);
  }

  private interface Until {
    boolean holds();
  }

  /** Reads the subtask's mail until that is so. */
  private void await(Until until) throws Exception {
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

  private List<String> texts(String topic) {
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

  private List<String> bundles() throws Exception {
    return decisions().stream().map(decision -> decision.get("bundle").asText()).toList();
  }

  /** Of each decision's only campaign. */
  private List<String> results() throws Exception {
    return decisions().stream()
        .map(decision -> decision.get("considered").get(0).get("result").asText())
        .toList();
  }

  /** What became of a campaign in the last decision. */
  private String lastConsidered(String campaign) throws Exception {
    List<JsonNode> decisions = decisions();
    for (JsonNode considered : decisions.get(decisions.size() - 1).get("considered")) {
      if (considered.get("campaign").asText().equals(campaign)) {
        return considered.get("result").asText();
      }
    }
    throw new AssertionError(campaign + " is not in " + decisions.get(decisions.size() - 1));
  }

  /** Remembers what was counted. */
  private static final class Counts implements DecisionMetrics {
    private final List<Long> numbers = new ArrayList<>();
    private int failures;
    private int offers;
    private int deadLetters;

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
