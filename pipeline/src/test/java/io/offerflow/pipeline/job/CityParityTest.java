package io.offerflow.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.codec.DecisionEncoder;
import io.offerflow.decision.Bundle;
import io.offerflow.decision.Decision;
import io.offerflow.event.Event;
import io.offerflow.pipeline.demo.City;
import io.offerflow.replay.Replay;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The synthetic city through broker and job decides what replay decides, byte for byte. */
class CityParityTest {
  private static final int EVENTS = 4_000;
  private static final long STEP_MILLIS = 60_000;

  @TempDir static Path folder;
  private static JobFixture fixture;
  private static WorkspaceFiles workspace;
  private static List<Event> events;
  private static SortedMap<String, String> replayed;

  @BeforeAll
  static void replay() throws IOException {
    workspace = WorkspaceFiles.of(recordingAll(ApplicationMain.contents(telecom())));
    events = city();
    replayed = new TreeMap<>();
    try (Replay replay = new Replay(Bundle.of(workspace.workspace()), CityParityTest::remember)) {
      events.forEach(replay::accept);
      replay.until(Long.MAX_VALUE - 1);
    }
    fixture = JobFixture.start(folder);
  }

  @AfterAll
  static void close() throws IOException {
    fixture.close();
  }

  @AfterEach
  void endWhatAFailedTestLeft() throws IOException {
    fixture.cancelAll();
  }

  @Test
  void theCityIsWorthComparing() {
    assertThat(replayed.values()).anyMatch(record -> record.contains("\"outcome\":\"offered\""));
    assertThat(replayed.values()).anyMatch(record -> record.contains("\"cause\":{\"due\""));
    assertThat(replayed).hasSizeGreaterThan(100);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4})
  void theJobDecidesWhatReplayDecides(int parallelism) throws IOException {
    JobRun run = fixture.run(workspace).send(events).toTheEnd(parallelism);
    assertThat(run.deadLetters()).isEmpty();
    assertThat(run.handled().lateEvents()).isZero();
    assertThat(run.decisions()).isEqualTo(replayed);
  }

  @Test
  void soDoesOneThatIsBrokenOffAndGoesOnFromACheckpoint() throws Exception {
    JobRun run = fixture.run(workspace).send(events.subList(0, EVENTS / 2));
    RunningJob job = run.start(run.configuration(2), null);
    run.handled().awaitEvents(EVENTS / 2);
    String checkpoint = job.checkpoint();
    run.send(events.subList(EVENTS / 2, EVENTS / 2 + 500)).handled().awaitEvents(EVENTS / 2 + 500);
    job.cancel();

    RunningJob again = run.start(run.configuration(4), checkpoint);
    run.send(events.subList(EVENTS / 2 + 500, EVENTS)).handled().awaitEvents(EVENTS + 500);
    again.stop(folder.resolve("savepoints"), true);
    assertThat(run.decisions()).isEqualTo(replayed);
  }

  private static void remember(Decision decision) {
    replayed.put(
        decision.id(), new String(DecisionEncoder.decision(decision), StandardCharsets.UTF_8));
  }

  private static List<Event> city() {
    // In the past of every clock this runs by: what is ahead of its record is no event.
    Instant start = Instant.parse("2026-06-01T00:00:00Z");
    City city = new City(1, 60, start);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      events.add(city.next(start.toEpochMilli() + i * STEP_MILLIS));
    }
    return events;
  }

  /** The example records a share of what came to nothing; here every record is compared. */
  private static Map<String, byte[]> recordingAll(Map<String, byte[]> files) {
    String policy = new String(files.get("policy.yaml"), StandardCharsets.UTF_8);
    assertThat(policy).contains("none: 1%");
    files.put(
        "policy.yaml", policy.replace("none: 1%", "none: 100%").getBytes(StandardCharsets.UTF_8));
    return files;
  }

  private static Path telecom() {
    Path root = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(root.resolve("rules/examples"))) {
      root = root.getParent();
    }
    return root.resolve("rules/examples/telecom");
  }
}
