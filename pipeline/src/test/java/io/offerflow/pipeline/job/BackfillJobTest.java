package io.offerflow.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offerflow.event.Event;
import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import io.offerflow.workspace.Workspace;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.apache.flink.api.connector.sink2.Sink;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Features that are deployed with a back-fill while a job runs are right from the first decision.
 */
class BackfillJobTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long START = Story.at("2026-03-02T10:00:00Z");
  private static final int CUSTOMERS = 40;
  private static final String VIEW = "{event: app_view}";

  @RegisterExtension static final SharedJobs FIXTURE = new SharedJobs();

  private final List<Event> all = new ArrayList<>();
  private int accepted;
  private int numbered;
  private JobRun run;

  private static TestWorkspace workspace(String features) {
    TestWorkspace workspace =
        new TestWorkspace()
            .features(features)
            .policy("{classes: {sales: {}}, consent: {sms: opt-out}, record: {none: 100%}}");
    features
        .lines()
        .map(line -> line.substring(0, line.indexOf(':')))
        .forEach(name -> workspace.campaign("probe-" + name, VIEW, "if: " + name + " < 0\n"));
    return workspace;
  }

  private static final String KEPT = "spend_7d: {sum: recharge.amount, last: 7d}\n";

  private static final WorkspaceFiles BEFORE = WorkspaceFiles.of(workspace(KEPT).files());

  private static final WorkspaceFiles AFTER =
      WorkspaceFiles.of(
          workspace(
                  KEPT
                      + """
                      spend_30d: {sum: recharge.amount, last: 30d}
                      number_7d: {count: recharge, last: 7d}
                      big: {count: recharge, where: 'amount > 4'}
                      views_30d: {count: app_view, last: 30d}
                      """)
              .files());

  private Event event(String customer, String type, Object... fields) {
    int number = numbered++;
    return Event.of(type, "e-" + number, customer, START + number * 60_000L, Story.fields(fields));
  }

  private static String customer(int number) {
    return "c-" + number % CUSTOMERS;
  }

  private void send(List<Event> events) {
    run.send(events);
    all.addAll(events);
    accepted += events.size();
  }

  private List<Event> recharges(int count) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      events.add(event(customer(i * 7), "recharge", "amount", i % 10));
    }
    return events;
  }

  /** What comes by two topics has no order: of ids that were merged away nothing goes along. */
  private static boolean isInOrder(Event event) {
    return !event.customer().equals("c-1") && !event.customer().equals("c-11");
  }

  private List<Event> load() {
    return recharges(100).stream().filter(BackfillJobTest::isInOrder).toList();
  }

  private List<Event> views() {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < CUSTOMERS; i++) {
      events.add(event(customer(i), "app_view"));
    }
    return events.stream().filter(BackfillJobTest::isInOrder).toList();
  }

  private void awaitAll() throws InterruptedException {
    run.handled().awaitEvents(accepted);
  }

  /** Recharges, some of them twice, erasures, and ids that turn out to be one customer. */
  private void history() throws InterruptedException {
    List<Event> events = recharges(400);
    send(events);
    send(events.subList(300, 400));
    send(List.of(event("c-3", "erase"), event("c-4", "erase")));
    send(recharges(400));
    send(List.of(event("c-1", "merge", "into", "c-2"), event("c-11", "merge", "into", "c-12")));
    awaitAll();
    send(recharges(200));
    awaitAll();
  }

  /** All that was decided by the new rules is what replay decides by them from the beginning. */
  private void assertAsReplayed(int least) throws IOException {
    Workspace workspace = AFTER.workspace();
    SortedMap<String, String> expected = Replayed.of(workspace, all).decisions();
    Map<String, String> decided = new TreeMap<>();
    for (Map.Entry<String, String> record : run.decisions().entrySet()) {
      JsonNode decision = JSON.readTree(record.getValue());
      if (decision.get("bundle").asText().equals(AFTER.version())) {
        decided.put(record.getKey(), record.getValue());
      }
    }
    assertThat(decided).hasSizeGreaterThanOrEqualTo(least);
    decided.forEach((id, record) -> assertThat(record).isEqualTo(expected.get(id)));
    assertThat(run.deadLetters()).isEmpty();
  }

  @Test
  void aFeatureIsRightFromItsFirstDecisionThoughEventsComeInMeanwhile() throws Exception {
    run = FIXTURE.run(BEFORE);
    run.startLive(run.configuration(2), null);
    history();
    run.deploy(AFTER, 2, true);
    run.deploy(AFTER, 3, false, "probe-big");
    run.deploy(AFTER, 4, false);
    RulesFeed feed = KafkaRulesFeed.of(JobSettings.of(run.configuration(2)));
    LiveRules live = LiveRules.await(new JobRules(Deployment.of(BEFORE), feed));
    long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
    while (live.awaitSettled().number() < 4) {
      assertThat(System.nanoTime()).as("settled in time").isLessThan(deadline);
      send(load());
      send(views());
      // No faster than they are handled, or the job is never done with them.
      run.handled().awaitEvents(accepted - 500);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
    send(recharges(100));
    awaitAll();
    send(views());
    run.awaitDecisions(id -> true, Replayed.of(AFTER.workspace(), all).decisions().size());
    assertAsReplayed(CUSTOMERS - 2);
  }

  @Test
  void aRunThatBreaksOffAmidItBeginsAnew() throws Exception {
    run = FIXTURE.run(BEFORE);
    String name = run.topics().prefix();
    CountDownLatch half = Gated.close(name);
    RunningJob job =
        run.startLive(run.configuration(2), null, endpoints -> new GatedEndpoints(endpoints, name));
    history();
    run.deploy(AFTER, 2, true);
    assertThat(half.await(2, TimeUnit.MINUTES)).as("half of it is read").isTrue();
    send(load());
    awaitAll();
    String checkpoint = job.checkpoint();
    int before = accepted;
    send(load());
    send(List.of(event("c-5", "erase")));
    awaitAll();
    job.cancel();
    // What came after the checkpoint is handled once more.
    accepted += accepted - before;
    RunningJob again = run.startLive(run.configuration(3), checkpoint);
    run.handled().awaitBundle(3, 2);
    String applied = again.checkpoint();
    send(load());
    again.cancel();
    run.startLive(run.configuration(4), applied);
    run.handled().awaitBundle(4, 2);
    send(views());
    run.awaitDecisions(id -> true, CUSTOMERS - 2);
    assertAsReplayed(CUSTOMERS - 2);
  }

  /** Reads half of what it should at first, and no more until the run is over. */
  private record Gated(PastEvents past, String name) implements PastEvents {
    private static final long serialVersionUID = 1L;
    private static final Map<String, CountDownLatch> HALF = new ConcurrentHashMap<>();

    static CountDownLatch close(String name) {
      return HALF.computeIfAbsent(name, unused -> new CountDownLatch(2));
    }

    @Override
    public List<String> topics() {
      return past.topics();
    }

    @Override
    public Reading open(Workspace workspace, Predicate<String> customers) throws IOException {
      Reading reading = past.open(workspace, customers);
      return new Reading() {
        private int taken;

        @Override
        public void read(Positions until, Taker to) throws InterruptedException {
          reading.read(
              until,
              event -> {
                to.take(event);
                if (++taken == 300) {
                  HALF.get(name).countDown();
                  new CountDownLatch(1).await();
                }
              });
        }

        @Override
        public void close() {
          reading.close();
        }
      };
    }
  }

  private record GatedEndpoints(Endpoints endpoints, String name) implements Endpoints {
    @Override
    public List<Inlet> inlets() {
      return endpoints.inlets();
    }

    @Override
    public JobRules rules() {
      return endpoints.rules();
    }

    @Override
    public Sink<Outgoing> decisions() {
      return endpoints.decisions();
    }

    @Override
    public Sink<Outgoing> deadLetters() {
      return endpoints.deadLetters();
    }

    @Override
    public PastEvents past() {
      return new Gated(endpoints.past(), name);
    }
  }
}
