package io.offerflow.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offerflow.decision.Input;
import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.pipeline.metrics.DecisionMetrics;
import io.offerflow.stock.Grants;
import io.offerflow.stock.Resource;
import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What is bounded over all customers, among parallel tasks: never exceeded, all sold. */
class StockJobTest {
  private static final int STOCK = 400;

  /** Hardly more than there is. */
  private static final int DEMAND = 404;

  private static final int CUSTOMERS = 300;
  private static final long START = Story.at("2026-03-02T10:00:00Z");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  @RegisterExtension static final SharedJobs FIXTURE = new SharedJobs();

  private static WorkspaceFiles workspace(String stock, String limits) {
    return WorkspaceFiles.of(
        new TestWorkspace()
            .file(
                "offers.yaml",
                """
                pack:
                  value: 10
                  cost: 0.3
                  start propensity: 0.1
                  %s
                  content: {sms: {en: "A pack"}}
                care:
                  value: 1
                  start propensity: 0.5
                  content: {sms: {en: "We care"}}
                """
                    .formatted(stock))
            .policy("classes: {sales: {}}\nconsent: {sms: opt-out}\n")
            .campaign("best", "{event: recharge}", limits)
            .campaign("next", "{event: recharge}", "offer: care\n")
            .files());
  }

  private static List<Event> recharges(int from, int to) {
    List<Event> events = new ArrayList<>();
    for (int i = from; i < to; i++) {
      String customer = "c-" + i % CUSTOMERS;
      events.add(Event.of("recharge", "e-" + i, customer, START + i * 10L, Fields.of()));
    }
    return events;
  }

  /** How often each push of that offer stands in the topic. */
  private static Map<String, Integer> pushes(JobRun run, String offer) throws IOException {
    Map<String, Integer> pushes = new TreeMap<>();
    for (ConsumerRecord<byte[], byte[]> record : run.read(run.topics().offers("sms"))) {
      JsonNode push = JSON.readTree(record.value());
      if (push.get("offer").asText().equals(offer)) {
        pushes.merge(push.get("decision").asText(), 1, Integer::sum);
      }
    }
    return pushes;
  }

  @Test
  void fourTasksShareTheStockAndTheRunnerUpGoesOutWhenItIsGone() throws Exception {
    JobRun run = FIXTURE.run(workspace("stock: " + STOCK, ""));
    run.send(recharges(0, DEMAND)).toTheEnd(4);
    assertThat(pushes(run, "pack").size()).isEqualTo(STOCK);
    assertThat(pushes(run, "care").size()).isEqualTo(DEMAND - STOCK);
    assertThat(run.decisions().values().stream().filter(StockJobTest::isGranted).count())
        .isEqualTo(STOCK);
  }

  private static boolean isGranted(String record) {
    return record.contains("\"granted\":true");
  }

  @Test
  void costsStayWithinTheBudget() throws Exception {
    JobRun run = FIXTURE.run(workspace("", "limits: {budget: 120.2}\n"));
    run.send(recharges(0, DEMAND)).toTheEnd(4);
    assertThat(pushes(run, "pack").size()).isEqualTo(STOCK);
  }

  @Test
  void whatWasSoldAfterTheCheckpointIsSoldAlsoAtAnotherParallelism() throws Exception {
    JobRun run = FIXTURE.run(workspace("stock: " + STOCK, ""));
    run.send(recharges(0, 100));
    RunningJob job = run.start(run.configuration(4), null);
    run.handled().awaitEvents(100);
    String checkpoint = job.checkpoint();
    run.send(recharges(100, 250)).handled().awaitEvents(250);
    // What is on its way to Kafka when a job is cancelled may be lost.
    awaitPushes(run, 250);
    job.cancel();
    int sold = pushes(run, "pack").size();

    RunningJob again = run.start(run.configuration(2), checkpoint);
    run.send(recharges(250, DEMAND)).handled().awaitEvents(DEMAND + 150);
    again.stop(folder.resolve("savepoints"), true);
    Map<String, Integer> pushes = pushes(run, "pack");
    assertThat(sold).isGreaterThan(100);
    assertThat(pushes.size()).isEqualTo(STOCK);
    assertThat(pushes.values()).containsOnly(1);
  }

  @Test
  void aRunThatBreaksOffTakesItsLeasesWithIt() throws Exception {
    WorkspaceFiles workspace = workspace("stock: " + STOCK, "");
    JobRun run = FIXTURE.run(workspace, new FailingOnce(Core.Factory.DECIDING));
    run.send(recharges(0, 100));
    RunningJob job = run.start(run.configuration(4), null);
    run.handled().awaitEvents(100);
    job.checkpoint();
    run.send(recharges(100, 250)).handled().awaitEvents(250);
    FAIL.set(true);
    run.send(recharges(250, DEMAND));
    awaitPushes(run, DEMAND);
    job.awaitRunning();
    job.stop(folder.resolve("savepoints"), true);
    Map<String, Integer> pushes = pushes(run, "pack");
    assertThat(FAIL).isFalse();
    assertThat(pushes.size()).isEqualTo(STOCK);
    assertThat(pushes.values()).containsOnly(1);
    assertThat(pushes(run, "care").values()).containsOnly(1);
  }

  /** Every recharge comes to one, of one offer or the other. */
  private static void awaitPushes(JobRun run, int wanted) throws IOException {
    JobRun.await(
        wanted + " pushes",
        () -> pushes(run, "pack").size() + pushes(run, "care").size() >= wanted);
  }

  private static final AtomicBoolean FAIL = new AtomicBoolean();

  /** Fails at the first input after it is told to, as a lost machine would. */
  private record FailingOnce(Core.Factory cores) implements Core.Factory {
    private static final long serialVersionUID = 1L;

    @Override
    public Core open(Deployment rules, DecisionMetrics metrics, Grants grants) {
      return failing(cores.open(rules, metrics, grants));
    }

    private static Core failing(Core core) {
      return new Core() {
        @Override
        public Held read(byte[] state) {
          return core.read(state);
        }

        @Override
        public Answer handle(Held state, Input input) {
          if (FAIL.compareAndSet(true, false)) {
            throw new IllegalStateException("failed on purpose");
          }
          return core.handle(state, input);
        }

        @Override
        public SortedMap<Resource, Long> sizes() {
          return core.sizes();
        }

        @Override
        public void close() {
          core.close();
        }
      };
    }
  }
}
