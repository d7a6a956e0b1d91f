package io.offerflow.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.decision.Input;
import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The job as it runs: broker, source, shuffle, RocksDB, sinks; with a core that is foreseeable. */
class JobOnKafkaTest {
  private static final int CUSTOMERS = 20;
  private static final long NOON = 1_700_000_000_000L;
  private static final long SECOND = 1000;

  private static final byte[] SETTINGS =
      text(
          """
          offerflow: 1
          name: test
          timezone: UTC
          disorder: 2s
          channels:
            sms: {address: customer}
          """);
  private static final byte[] POLICY = text("record: {none: 100%}\n");
  private static final byte[] FEEDS =
      text(
          """
          shop:
            topic: shop
            format: json
            event: purchase
            id: "{/no}"
            customer: "{/who}"
            time: {column: /at, unit: ms}
            fields: {amount: /sum}
          """);

  @TempDir static Path folder;
  @RegisterExtension static final SharedJobs FIXTURE = new SharedJobs();
  private static WorkspaceFiles workspace;

  @BeforeAll
  static void start() throws IOException {
    workspace = WorkspaceFiles.of(Map.of("workspace.yaml", SETTINGS, "policy.yaml", POLICY));
  }

  @Test
  void everyEventIsDecidedOnAndEveryTimerFires() throws Exception {
    List<Event> events = events(0, 600);
    SortedMap<String, String> alone = run(events).toTheEnd(1).decisions();
    // Each event is one decision, and what the last event of a customer left is one more.
    assertThat(alone).hasSizeGreaterThan(600);
    assertThat(run(events).toTheEnd(4).decisions()).isEqualTo(alone);
  }

  @Test
  void aJobThatGoesOnFromACheckpointDecidesTheSame() throws Exception {
    List<Event> events = events(0, 600);
    SortedMap<String, String> whole = run(events).toTheEnd(2).decisions();

    JobRun broken = run(events.subList(0, 300));
    RunningJob job = broken.start(broken.configuration(2), null);
    broken.handled().awaitEvents(300);
    String checkpoint = job.checkpoint();
    // These are handled and their decisions are out, but no checkpoint knows of them.
    broken.send(events.subList(300, 400)).handled().awaitEvents(400);
    job.cancel();
    RunningJob again = broken.start(broken.configuration(4), checkpoint);
    broken.send(events.subList(400, 600)).handled().awaitEvents(600 + 100);
    again.stop(folder.resolve("savepoints"), true);
    assertThat(broken.decisions()).isEqualTo(whole);
  }

  @Test
  void aFailureInTheMiddleLosesNothing() throws Exception {
    List<Event> events = events(0, 600);
    SortedMap<String, String> whole = run(events).toTheEnd(2).decisions();

    FAIL.set(false);
    JobRun broken =
        FIXTURE
            .run(workspace, (rules, metrics, grants) -> new FailingOnce())
            .send(events.subList(0, 300));
    RunningJob job = broken.start(broken.configuration(2), null);
    broken.handled().awaitEvents(300);
    job.checkpoint();
    broken.send(events.subList(300, 400)).handled().awaitEvents(400);
    FAIL.set(true);
    broken.send(events.subList(400, 600));
    // How many are handled twice depends on when the failure met the other task.
    broken.awaitDecisions(id -> id.contains("EventCause"), 600);
    job.awaitRunning();
    job.stop(folder.resolve("savepoints"), true);
    assertThat(FAIL).isFalse();
    assertThat(broken.decisions()).isEqualTo(whole);
  }

  /** As Ctrl-C does while the job starts again after a failure. */
  @Test
  void aJobThatIsStartingAgainSavesItsStateBeforeItEnds() throws Exception {
    List<Event> events = events(0, 300);
    SortedMap<String, String> whole = run(events).toTheEnd(2).decisions();

    FAIL.set(true);
    JobRun broken = FIXTURE.run(workspace, (rules, metrics, grants) -> new FailingOnce());
    broken.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofSeconds(1));
    RunningJob job = broken.start(broken.configuration(2), null);
    broken.send(events.subList(0, 200));
    JobRun.await("the failure", () -> !FAIL.get());
    Path saved = folder.resolve("saved-by-a-job-that-started-again");
    job.stopOnceRunning(saved, Duration.ofMinutes(2));
    String savepoint = LocalCluster.latestCheckpoint(saved).orElseThrow();

    RunningJob again = broken.start(broken.configuration(2), savepoint);
    broken.send(events.subList(200, 300));
    broken.awaitDecisions(id -> id.contains("EventCause"), 300);
    again.stop(folder.resolve("savepoints"), true);
    assertThat(broken.decisions()).isEqualTo(whole);
  }

  @Test
  void aRecordThatIsNoEventGoesAsideAndTheStreamGoesOn() throws Exception {
    JobRun run = FIXTURE.run(workspace, (rules, metrics, grants) -> new WaitingCore());
    run.send(run.topics().events(), "c-1", "no json at all");
    run.send(List.of(event("e-1", "c-1", NOON, 0)));
    run.toTheEnd(2);
    assertThat(run.decisions()).hasSize(1);
    assertThat(run.deadLetters())
        .singleElement()
        .asString()
        .contains("no json at all")
        .containsPattern(run.topics().events() + "-\\d@0");
  }

  @Test
  void aForeignTopicIsReadThroughItsFeed() throws Exception {
    WorkspaceFiles withFeed =
        WorkspaceFiles.of(
            Map.of("workspace.yaml", SETTINGS, "policy.yaml", POLICY, "feeds.yaml", FEEDS));
    JobRun run = FIXTURE.run(withFeed, (rules, metrics, grants) -> new WaitingCore());
    run.createTopic("shop");
    run.send("shop", "c-1", "{\"no\":\"p-1\",\"who\":\"c-1\",\"at\":" + NOON + ",\"sum\":3}");
    run.toTheEnd(2);
    assertThat(run.decisions()).hasSize(1);
    assertThat(run.deadLetters()).isEmpty();
  }

  @Test
  void aTimerFiresByTheWallClockWhenAllFeedsFallSilent() throws Exception {
    JobRun run = FIXTURE.run(workspace, (rules, metrics, grants) -> new WaitingCore());
    Configuration config = run.configuration(2);
    config.set(JobOptions.IDLE_TIMEOUT, Duration.ofMillis(200));
    config.set(JobOptions.WALL_CLOCK, true);
    RunningJob job = run.start(config, null);
    // Longer ago than the disorder, so that the wall clock has passed what is due already.
    long past = System.currentTimeMillis() - 60 * SECOND;
    run.send(List.of(event("e-1", "c-1", past, 10)));
    run.handled().awaitWakeups(1);
    job.stop(folder.resolve("savepoints"), false);
    assertThat(run.decisions()).hasSize(2);
  }

  @Test
  void afterARestartWithSilentFeedsTheWallClockGoesOn() throws Exception {
    JobRun run = FIXTURE.run(workspace, (rules, metrics, grants) -> new WaitingCore());
    RunningJob job = run.start(run.configuration(2), null);
    long past = System.currentTimeMillis() - 60 * SECOND;
    run.send(List.of(event("e-1", "c-1", past, 10))).handled().awaitEvents(1);
    String savepoint = job.stop(folder.resolve("savepoints"), false);
    assertThat(run.decisions()).hasSize(1);

    Configuration config = run.configuration(4);
    config.set(JobOptions.IDLE_TIMEOUT, Duration.ofMillis(200));
    config.set(JobOptions.WALL_CLOCK, true);
    RunningJob again = run.start(config, savepoint);
    run.handled().awaitWakeups(1);
    again.stop(folder.resolve("savepoints"), false);
    assertThat(run.decisions()).hasSize(2);
  }

  private static JobRun run(List<Event> events) throws IOException {
    return FIXTURE.run(workspace, (rules, metrics, grants) -> new WaitingCore()).send(events);
  }

  /** Events in order of time; every fifth makes something due a minute later. */
  private static List<Event> events(int from, int to) {
    List<Event> events = new ArrayList<>();
    for (int i = from; i < to; i++) {
      String customer = "c-" + i * 7 % CUSTOMERS;
      events.add(event("e-" + i, customer, NOON + i * SECOND, i % 5 == 0 ? 60 : 0));
    }
    return events;
  }

  private static Event event(String id, String customer, long time, long waitSeconds) {
    Fields fields =
        waitSeconds == 0 ? Fields.NONE : Fields.of("duration_s", BigDecimal.valueOf(waitSeconds));
    return Event.of("signalling", id, customer, time, fields);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static final AtomicBoolean FAIL = new AtomicBoolean();

  /** Fails at the first input after it is told to, as a lost machine would. */
  private static final class FailingOnce implements Core {
    private final WaitingCore core = new WaitingCore();

    @Override
    public Answer handle(Held state, Input input) {
      if (FAIL.compareAndSet(true, false)) {
        throw new IllegalStateException("failed on purpose");
      }
      return core.handle(state, input);
    }
  }
}
