package io.offerflow.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.bundle.Activation;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.tasks.mailbox.TaskMailbox;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** One subtask whose rules change while it runs. */
class LiveOperatorTest extends LiveSubtask {
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
  void noFileIsReadByTheThreadThatDecides() throws Exception {
    harness.close();
    WorkspaceFiles first = WorkspaceFiles.unread(TOP_UP.contents(), TOP_UP.version());
    // Another subtask of this process came before, with files of its own, and has them compiled.
    LiveRules elsewhere = LiveRules.join(new JobRules(number(1, TOP_UP), feed));
    try (CompiledRules.Lease compiled = CompiledRules.lease(TOP_UP)) {
      begin(first, null);
      assertThat(compiled.bundle().version()).isEqualTo(first.version());
      assertThat(first.isRead()).isFalse();
      feed.deploy(2, CHEAPER);
      awaitWithoutMail(first::isRead);
      awaitNumber(2);
    } finally {
      elsewhere.leave();
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
    assertThat(bundles()).as("resumed meanwhile").containsExactly(CHEAPER.version());
    awaitNumber(3);
    recharge();
    assertThat(bundles()).containsOnly(CHEAPER.version());
    assertThat(results()).containsExactly("missing", "missing");
  }

  @Test
  void aRestoreDoesNotEndAPauseThatItsCheckpointKnowsNothingOf() throws Exception {
    OperatorSubtaskState saved = harness.snapshot(1, NOON);
    feed.deploy(2, TOP_UP, "top-up");
    awaitNumber(2);
    harness.close();
    begin(TOP_UP, saved);
    recharge();
    assertThat(counts.numbers).as("before anything was read").containsExactly(1L);
    assertThat(results()).containsExactly("inactive");
  }

  @Test
  void aPauseThatComesBetweenRulesThatAreReadyAndTheSwitchHoldsFromTheSwitchOn() throws Exception {
    TaskMailbox mails = harness.getTaskMailbox();
    int before = mails.size();
    feed.deploy(2, CHEAPER);
    // What tells it to follow pauses, and what tells it to switch.
    awaitWithoutMail(() -> mails.size() >= before + 2);
    feed.deploy(3, CHEAPER, "top-up");
    await(() -> counts.numbers.contains(2L));
    recharge();
    assertThat(counts.numbers).containsExactly(1L, 2L);
    assertThat(bundles()).isNotEmpty().doesNotContain(CHEAPER.version());
    assertThat(lastConsidered("top-up")).isEqualTo("inactive");
  }

  /** Subtasks do not all switch at one instant, and at another parallelism customers move. */
  @Test
  void allBeginWithWhatTheFurthestSubtaskHadInForce() throws Exception {
    OperatorSubtaskState behind = harness.snapshot(1, NOON);
    feed.deploy(2, CHEAPER);
    awaitNumber(2);
    OperatorSubtaskState ahead = harness.snapshot(1, NOON);
    harness.close();
    begin(TOP_UP, together(behind, ahead));
    recharge();
    assertThat(counts.numbers).as("before anything was read").containsExactly(2L);
    assertThat(bundles()).containsExactly(CHEAPER.version());
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

  /** The operator state of two subtasks, at the start of a single one. */
  private static OperatorSubtaskState together(OperatorSubtaskState one, OperatorSubtaskState other)
      throws Exception {
    return AbstractStreamOperatorTestHarness.repartitionOperatorState(
        AbstractStreamOperatorTestHarness.repackageState(one, other), 128, 2, 1, 0);
  }

  private static int classes() {
    System.gc();
    System.gc();
    return ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
