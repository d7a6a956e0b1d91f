package io.offerflow.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offerflow.decision.Bundle;
import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.replay.Replay;
import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A job of two subtasks whose rules change through the topic of bundles while events come in. */
class LiveJobTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long START = Story.at("2026-03-02T10:00:00Z");
  private static final int CUSTOMERS = 40;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir static Path folder;
  @RegisterExtension static final SharedJobs FIXTURE = new SharedJobs();

  private final AtomicInteger sent = new AtomicInteger();

  private static TestWorkspace before() {
    return new TestWorkspace()
        .campaign("top-up", "{event: recharge}", "")
        .campaign("viewed", "{event: app_view}", "offer: care\n");
  }

  /** With another campaign, a bounded offer and a type of event that was not there. */
  private static TestWorkspace after() {
    return before()
        .file(
            "schema.yaml",
            """
            customer: {push_token: {type: text, pii: true}}
            events: {recharge: {amount: number}, app_view: {product: text}, cart: {worth: number}}
            """)
        .campaign("full", "{event: cart}", "if: ['event.worth > 0']\nlimits: {total: 30}\n");
  }

  private static WorkspaceFiles files(TestWorkspace workspace) {
    return WorkspaceFiles.of(workspace.files());
  }

  private List<Event> recharges(int count) {
    return events("recharge", Fields.NONE, count);
  }

  private List<Event> events(String type, Fields fields, int count) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int number = sent.getAndIncrement();
      String customer = "c-" + number % CUSTOMERS;
      events.add(Event.of(type, "e-" + number, customer, START + number * 10L, fields));
    }
    return events;
  }

  private static void deploy(JobRun run, WorkspaceFiles files, long number, String... paused)
      throws IOException {
    run.deploy(files, number, false, paused);
  }

  /** Sources are the last to follow: when they do, all tasks have. */
  private static void awaitSettled(RulesFeed feed, JobRules rules, long number) throws Exception {
    LiveRules live = LiveRules.await(new JobRules(rules.first(), feed));
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (live.awaitSettled().number() < number) {
      assertThat(System.nanoTime()).as("settled in time").isLessThan(deadline);
    }
  }

  @Test
  void noEventIsLostAndEveryDecisionIsByOneOfTheTwo() throws Exception {
    WorkspaceFiles first = files(before());
    WorkspaceFiles second = files(after());
    JobRun run = FIXTURE.run(first);
    Configuration config = run.configuration(2);
    List<Event> all = new ArrayList<>(recharges(400));
    run.send(all);
    RunningJob job = run.startLive(config, null);
    JobRules rules = JobRules.fixed(first);
    RulesFeed feed = KafkaRulesFeed.of(JobSettings.of(config));
    run.handled().awaitBundle(2, 1);
    // Those before the first deployment are decided by the first rules, however soon it follows.
    run.handled().awaitEvents(all.size());
    deploy(run, second, 2);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (LiveRules.await(new JobRules(rules.first(), feed)).awaitSettled().number() < 2) {
      assertThat(System.nanoTime()).as("settled in time").isLessThan(deadline);
      List<Event> more = recharges(50);
      run.send(more);
      all.addAll(more);
      // No faster than they are handled, or the job is never done with them.
      run.handled().awaitEvents(all.size() - 500);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    run.handled().awaitBundle(2, 2);
    List<Event> carts = events("cart", Fields.of("worth", BigDecimal.ONE), 200);
    run.send(carts);
    all.addAll(carts);
    run.handled().awaitEvents(all.size());
    deploy(run, second, 3, "full");
    awaitSettled(feed, rules, 3);
    List<Event> paused = events("cart", Fields.of("worth", BigDecimal.ONE), 20);
    run.send(paused).handled().awaitEvents(all.size() + paused.size());
    all.addAll(paused);
    job.stop(folder.resolve("savepoints"), true);

    Map<String, JsonNode> decided = byEvent(run);
    assertThat(run.deadLetters()).isEmpty();
    assertThat(decided).hasSize(all.size());
    assertThat(decided.values().stream().map(LiveJobTest::bundle).distinct())
        .hasSize(3)
        .startsWith(first.version())
        .contains(second.version())
        .anyMatch(name -> name.startsWith(second.version() + "+"));
    assertNobodyGoesBack(all, decided, List.of(first.version(), second.version()));
    assertThat(offers(decided, "full")).isEqualTo(30);
    assertThat(results(decided, paused, "full")).containsOnly("inactive");
    assertThat(ids(decided)).isEqualTo(replayedIds(second, all));
  }

  /** Each customer's decisions switch once. */
  private static void assertNobodyGoesBack(
      List<Event> events, Map<String, JsonNode> decided, List<String> versions) {
    Map<String, Integer> reached = new TreeMap<>();
    for (Event event : events) {
      String bundle = bundle(decided.get(event.id()));
      int at = versions.indexOf(bundle.replaceAll("\\+.*", ""));
      assertThat(at).isGreaterThanOrEqualTo(reached.getOrDefault(event.customer(), 0));
      reached.put(event.customer(), at);
    }
  }

  private static Map<String, JsonNode> byEvent(JobRun run) throws IOException {
    Map<String, JsonNode> byEvent = new TreeMap<>();
    for (String record : run.decisions().values()) {
      JsonNode decision = JSON.readTree(record);
      byEvent.put(decision.get("cause").get("event").asText(), decision);
    }
    return byEvent;
  }

  private static String bundle(JsonNode decision) {
    return decision.get("bundle").asText();
  }

  private static long offers(Map<String, JsonNode> decided, String campaign) {
    return decided.values().stream()
        .filter(decision -> decision.path("campaign").asText().equals(campaign))
        .count();
  }

  private static List<String> results(
      Map<String, JsonNode> decided, List<Event> events, String campaign) {
    List<String> results = new ArrayList<>();
    for (Event event : events) {
      for (JsonNode considered : decided.get(event.id()).get("considered")) {
        if (considered.get("campaign").asText().equals(campaign)) {
          results.add(considered.get("result").asText());
        }
      }
    }
    return results;
  }

  private static Set<String> ids(Map<String, JsonNode> decided) {
    Set<String> ids = new TreeSet<>();
    decided.values().forEach(decision -> ids.add(decision.get("decision").asText()));
    return ids;
  }

  private static Set<String> replayedIds(WorkspaceFiles workspace, List<Event> events) {
    Set<String> ids = new TreeSet<>();
    try (Replay replay = new Replay(Bundle.of(workspace.workspace()), made -> ids.add(made.id()))) {
      events.forEach(replay::accept);
    }
    return ids;
  }

  @Test
  void aJobThatDemandsSignaturesGoesOnWithoutWhatIsNotSigned() throws Exception {
    WorkspaceFiles first = files(before());
    JobRun run = FIXTURE.run(first);
    Configuration config = run.configuration(2);
    config.set(JobOptions.BUNDLES_PUBLIC_KEYS, List.of(publicKey().toString()));
    run.startLive(config, null);
    run.handled().awaitBundle(2, 0);
    deploy(run, files(after()), 1);
    run.handled().awaitFailures(2);
    run.send(recharges(10)).handled().awaitEvents(10);
    run.awaitDecisions(id -> true, 10);
    assertThat(byEvent(run).values()).extracting(LiveJobTest::bundle).containsOnly(first.version());
  }

  @Test
  void whatWasDeployedIsFoundByItsNumber() throws Exception {
    WorkspaceFiles first = files(before());
    WorkspaceFiles second = files(after());
    JobRun run = FIXTURE.run(first);
    RulesFeed feed = KafkaRulesFeed.of(JobSettings.of(run.configuration(1)));
    deploy(run, first, 1);
    deploy(run, second, 2, "full");
    Deployment found = feed.find(2).orElseThrow();
    assertThat(found.number()).isEqualTo(2);
    assertThat(found.files().version()).isEqualTo(second.version());
    assertThat(found.paused()).containsExactly("full");
    assertThat(feed.find(1).orElseThrow().files().version()).isEqualTo(first.version());
    assertThat(feed.find(3)).isEmpty();
  }

  private static Path publicKey() throws Exception {
    byte[] encoded =
        KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPublic().getEncoded();
    return Files.writeString(
        folder.resolve("key.pem"),
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder().encodeToString(encoded)
            + "\n-----END PUBLIC KEY-----\n");
  }

  @Test
  void whatIsDeployedGoesBeforeTheFolderAndARestoreBringsItBack() throws Exception {
    JobRun run = FIXTURE.run(files(before()));
    WorkspaceFiles second = files(after());
    deploy(run, second, 1);
    RunningJob job = run.startLive(run.configuration(2), null);
    run.send(recharges(10)).handled().awaitEvents(10);
    String saved = job.stop(folder.resolve("savepoints"), false);
    // At another parallelism, with the folder's rules as what the job is made for.
    run.startLive(run.configuration(4), saved);
    run.handled().awaitBundle(4, 1);
    run.send(recharges(10)).handled().awaitEvents(20);
    run.awaitDecisions(id -> true, 20);
    assertThat(byEvent(run).values())
        .extracting(LiveJobTest::bundle)
        .containsOnly(second.version());
  }
}
