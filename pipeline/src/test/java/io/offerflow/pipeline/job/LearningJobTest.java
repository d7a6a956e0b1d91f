package io.offerflow.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offerflow.codec.DecisionEncoder;
import io.offerflow.decision.Bundle;
import io.offerflow.decision.Decision;
import io.offerflow.event.Event;
import io.offerflow.learning.Arm;
import io.offerflow.learning.Counts;
import io.offerflow.learning.Knowledge;
import io.offerflow.learning.Model;
import io.offerflow.replay.Replay;
import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A job of several subtasks learns from all of them, and says with what each decision was made. */
class LearningJobTest {
  private static final long START = Story.at("2026-03-02T10:00:00Z");
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir static Path folder;
  @RegisterExtension static final SharedJobs FIXTURE = new SharedJobs();

  private static WorkspaceFiles workspace() {
    return WorkspaceFiles.of(
        new TestWorkspace()
            .policy(
                """
                classes: {sales: {}}
                consent: {sms: opt-out}
                learning: {half life: 7d}
                """)
            .campaign("a", "{event: app_view}", "")
            .campaign("b", "{event: app_view}", "offer: care\n")
            .files());
  }

  /** Views of an app by twenty customers, each answered: `pack` is liked, `care` is not. */
  private static List<Event> events(int from, int to) {
    List<Event> events = new ArrayList<>();
    for (int i = from; i < to; i++) {
      String customer = "c-" + i % 20;
      long time = START + i * 60_000L;
      events.add(Event.of("app_view", "v-" + i, customer, time, Story.fields("product", "p")));
      events.add(answer("p-" + i, customer, time + 1, "pack", "accepted"));
      events.add(answer("q-" + i, customer, time + 2, "care", "declined"));
    }
    return events;
  }

  private static Event answer(String id, String customer, long time, String offer, String kind) {
    return Event.of("response", id, customer, time, Story.fields("offer", offer, "kind", kind));
  }

  /** Tells each decision what the job's record of it says that it was told. */
  private static final class Recorded implements Knowledge {
    private final SortedMap<String, String> decisions;
    private final Map<String, Model> versions;

    Recorded(SortedMap<String, String> decisions, List<Model> published) {
      this.decisions = decisions;
      this.versions = new HashMap<>();
      versions.put(Model.EMPTY.version(), Model.EMPTY);
      published.forEach(model -> versions.put(model.version(), model));
    }

    @Override
    public Knowledge to(String decision) {
      try {
        JsonNode record = JSON.readTree(decisions.get(decision));
        return versions.get(record.get("model").asText());
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public String version() {
      throw new AssertionError("each decision has its own");
    }

    @Override
    public long asOf() {
      throw new AssertionError("each decision has its own");
    }

    @Override
    public Counts of(Arm arm) {
      throw new AssertionError("each decision has its own");
    }
  }

  private static List<Model> published(JobRun run) {
    return run.read(run.topics().models()).stream().map(made -> Model.of(made.value())).toList();
  }

  /** What comes after the checkpoint is decided, learned and published twice, and counts once. */
  @Test
  void versionsTravelAndEveryDecisionIsMadeAgainFromTheOneItNames() throws Exception {
    WorkspaceFiles workspace = workspace();
    List<Event> before = events(0, 200);
    List<Event> twice = events(200, 280);
    List<Event> after = events(280, 400);
    JobRun run = FIXTURE.run(workspace).send(before);
    Configuration config = run.configuration(4);
    config.set(JobOptions.LEARNING_INTERVAL, Duration.ofMillis(50));
    RunningJob job = run.start(config, null);
    run.handled().awaitEvents(before.size());
    awaitModel(run, 200);
    String checkpoint = job.checkpoint();
    run.send(twice).handled().awaitEvents(before.size() + twice.size());
    awaitModel(run, 280);
    job.cancel();
    RunningJob again = run.start(config, checkpoint);
    run.send(after).handled().awaitEvents(before.size() + 2 * twice.size() + after.size());
    again.stop(folder.resolve("savepoints"), true);

    List<Model> models = published(run);
    Model last = models.get(models.size() - 1);
    // One contact for each view, whatever was offered, and each taught once.
    assertThat(last.number()).isEqualTo(400);
    assertThat(last.of(new Arm("pack", "sms", "")).contacts())
        .isEqualTo(last.of(new Arm("pack", "sms", "")).accepted());
    assertThat(last.of(new Arm("care", "sms", "")).accepted()).isZero();

    SortedMap<String, String> decisions = firstRecords(run);
    assertThat(run.read(run.topics().offers("sms"))).hasSize(400);
    assertThat(decisions).hasSize(400);
    assertThat(decisions.values()).anyMatch(record -> !record.contains("\"model\":\"0-"));
    SortedMap<String, String> replayed = new TreeMap<>();
    try (Replay replay =
        Replay.knowing(
            new Recorded(decisions, models),
            Bundle.of(workspace.workspace()),
            made -> replayed.put(made.id(), text(made)))) {
      before.forEach(replay::accept);
      twice.forEach(replay::accept);
      after.forEach(replay::accept);
      replay.until(Long.MAX_VALUE);
    }
    assertThat(replayed).isEqualTo(decisions);
  }

  /** What was decided once more after the failure was told more by then, and chose the same. */
  private static SortedMap<String, String> firstRecords(JobRun run) throws IOException {
    SortedMap<String, String> first = new TreeMap<>();
    for (ConsumerRecord<byte[], byte[]> written : run.read(run.topics().decisions())) {
      String text = new String(written.value(), StandardCharsets.UTF_8);
      JsonNode record = JSON.readTree(text);
      String before = first.putIfAbsent(record.get("decision").asText(), text);
      if (before != null) {
        assertThat(record.get("campaign")).isEqualTo(JSON.readTree(before).get("campaign"));
      }
    }
    return first;
  }

  private static void awaitModel(JobRun run, long lessons) throws IOException {
    JobRun.await(
        lessons + " lessons",
        () -> published(run).stream().anyMatch(model -> model.number() >= lessons));
  }

  private static String text(Decision decision) {
    return new String(DecisionEncoder.decision(decision), StandardCharsets.UTF_8);
  }
}
