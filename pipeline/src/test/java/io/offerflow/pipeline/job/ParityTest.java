package io.offerflow.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.offerflow.event.Event;
import io.offerflow.feed.EventFile;
import io.offerflow.pipeline.demo.City;
import io.offerflow.testing.RandomWorkload;
import io.offerflow.testing.Surroundings;
import io.offerflow.workspace.Workspace;
import io.offerflow.workspace.WorkspaceReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The job decides exactly as replay does: the same records, to the byte, on the same events. What
 * is compared is the whole of {@code offerflow.decisions} and of the offers, and replay fires all
 * timers at the end as a job does whose input ends.
 */
class ParityTest {
  private static final long SEED = 20_261_122;

  @TempDir static Path folder;
  @RegisterExtension static final SharedJobs FIXTURE = new SharedJobs();

  @Test
  void randomEventsOfAllKindsAtEveryParallelism() throws Exception {
    WorkspaceFiles workspace = WorkspaceFiles.of(RandomWorkload.workspace().files());
    List<Event> events = RandomWorkload.events(SEED, 40, 6_000);
    Replayed replayed = Replayed.of(workspace.workspace(), events);
    assertThat(replayed.offers()).hasSizeGreaterThan(200);
    for (int parallelism : new int[] {1, 2, 4}) {
      JobRun run = FIXTURE.run(workspace).send(events).toTheEnd(parallelism);
      replayed.assertSame(run);
    }
  }

  @Test
  void aJobThatIsRestoredFromACheckpointInTheMiddle() throws Exception {
    WorkspaceFiles workspace = WorkspaceFiles.of(RandomWorkload.workspace().files());
    List<Event> events = RandomWorkload.events(SEED + 1, 40, 4_000);
    Replayed replayed = Replayed.of(workspace.workspace(), events);

    JobRun run = FIXTURE.run(workspace).send(events.subList(0, 1_500));
    RunningJob job = run.start(run.configuration(2), null);
    run.handled().awaitEvents(1_500);
    String checkpoint = job.checkpoint();
    // Decided and sent, but no checkpoint knows of it: the restored job decides it once more.
    run.send(events.subList(1_500, 2_000)).handled().awaitEvents(2_000);
    job.cancel();
    RunningJob again = run.start(run.configuration(4), checkpoint);
    run.send(events.subList(2_000, 4_000)).handled().awaitEvents(4_000 + 500);
    again.stop(folder.resolve("savepoints"), true);

    replayed.assertSame(run);
  }

  @Test
  void theSyntheticCity() throws Exception {
    WorkspaceFiles workspace = example("telecom");
    // In the past of every clock this runs by: what is ahead of its record is no event.
    Instant start = Instant.parse("2026-06-01T00:00:00Z");
    City city = new City(1, 60, start);
    List<Event> events = new ArrayList<>();
    for (int minute = 0; minute < 4_000; minute++) {
      events.add(city.next(start.toEpochMilli() + minute * 60_000L));
    }
    Replayed replayed = Replayed.of(workspace.workspace(), events);
    assertThat(replayed.decisions().values()).anyMatch(record -> record.contains("{\"due\""));
    replayed.assertSame(FIXTURE.run(workspace).send(events).toTheEnd(2));
  }

  @ParameterizedTest
  @CsvSource({
    "retail, orders, cdnow.txt",
    "telecom, calls, cdr.csv",
    "telecom, fixes, gps.csv",
    "telecom, subscribers, telco-customers.csv",
  })
  void realFilesAtEveryParallelism(String example, String feed, String file) throws Exception {
    Path data = Surroundings.sharedData(file);
    assumeTrue(data != null, "skipped: ../shared/data/" + file + " is not there");
    WorkspaceFiles workspace = example(example);
    List<Event> events = read(data, feed, workspace.workspace());
    Replayed replayed = Replayed.of(workspace.workspace(), events);
    assertThat(replayed.offers()).isNotEmpty();
    for (int parallelism : new int[] {1, 2, 4}) {
      replayed.assertSame(FIXTURE.run(workspace).send(events).toTheEnd(parallelism));
    }
  }

  private static List<Event> read(Path file, String feed, Workspace workspace) throws IOException {
    List<Event> events = new ArrayList<>();
    try (EventFile source =
        EventFile.open(file, workspace.feeds().get(feed), workspace.schema(), letter -> {})) {
      for (Event event = source.next(); event != null; event = source.next()) {
        events.add(event);
      }
    }
    return events;
  }

  /** The example records a share of what came to nothing; here every record is compared. */
  private static WorkspaceFiles example(String name) {
    Map<String, byte[]> files =
        new TreeMap<>(WorkspaceReader.read(Surroundings.example(name)).files());
    String policy = new String(files.get("policy.yaml"), StandardCharsets.UTF_8);
    String recordingAll = policy.replaceFirst("none: [0-9.]+%", "none: 100%");
    files.put("policy.yaml", recordingAll.getBytes(StandardCharsets.UTF_8));
    return WorkspaceFiles.of(files);
  }
}
