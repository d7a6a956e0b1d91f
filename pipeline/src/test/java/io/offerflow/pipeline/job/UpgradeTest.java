package io.offerflow.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.event.Event;
import io.offerflow.kafka.Topics;
import io.offerflow.testing.RandomWorkload;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A job goes on from a savepoint that an earlier version made, and at another parallelism: with the
 * decisions of replay, to the byte. docs/upgrades.md says when and how a savepoint is added.
 */
class UpgradeTest {
  /** Where the savepoint of today's state goes when there is such a property. */
  private static final String WRITE_TO = "offerflow.savepoint";

  private static final int SENT = 1_200;
  private static final int EVENTS = 2_000;

  @TempDir static Path folder;
  @RegisterExtension static final SharedJobs FIXTURE = new SharedJobs();

  @ParameterizedTest
  @ValueSource(strings = {"state-1", "state-2"})
  void theSavepointOfEveryStateVersionIsGoneOnFrom(String version) throws Exception {
    try (InputStream zip = getClass().getResourceAsStream("/savepoints/" + version + ".zip")) {
      Archive archive = Archive.read(zip.readAllBytes());
      WorkspaceFiles workspace = WorkspaceFiles.of(archive.workspace());
      JobRun run = FIXTURE.run(workspace, new Topics(version));
      // What stands in the topics when the savepoint is gone on from.
      stoppedAfter(run, archive.events().subList(0, archive.sent()));
      Path savepoint = archive.unpack(folder.resolve(version));
      goOn(run, savepoint.toUri().toString(), archive.events(), archive.sent());
    }
  }

  @Test
  void aSavepointOfTodayIsGoneOnFrom() throws Exception {
    String name = System.getProperty(WRITE_TO, "today");
    WorkspaceFiles workspace = WorkspaceFiles.of(RandomWorkload.workspace().files());
    List<Event> events = RandomWorkload.events(7, 30, EVENTS);
    JobRun run = FIXTURE.run(workspace, new Topics(name));
    String savepoint = stoppedAfter(run, events.subList(0, SENT));
    Archive archive =
        new Archive(
            RandomWorkload.workspace().files(),
            events,
            SENT,
            Archive.files(Path.of(URI.create(savepoint))));
    if (System.getProperty(WRITE_TO) != null) {
      archive.write(Path.of("src/test/resources/savepoints", name + ".zip"));
    }
    goOn(run, savepoint, events, SENT);
  }

  /**
   * Handles them and what is due by the last of them, and stops; returns where the savepoint is.
   * What is due comes after the events: another run that stopped later may have it in its state.
   */
  private static String stoppedAfter(JobRun run, List<Event> events) throws Exception {
    RunningJob job = run.start(run.configuration(2), null);
    run.send(events).handled().awaitEvents(events.size());
    Set<String> due = Replayed.of(run.workspace().workspace(), events).until(run.clock());
    run.awaitDecisions(due::contains, due.size());
    return job.stop(folder.resolve("savepoints"), false);
  }

  private static void goOn(JobRun run, String savepoint, List<Event> events, int sent)
      throws Exception {
    RunningJob job = run.start(run.configuration(4), savepoint);
    run.send(events.subList(sent, events.size())).handled().awaitEvents(events.size());
    job.stop(folder.resolve("savepoints"), true);
    Replayed.of(run.workspace().workspace(), events).assertSame(run);
  }

  @Test
  void theParallelismGoesUpAndDownAgain() throws Exception {
    WorkspaceFiles workspace = WorkspaceFiles.of(RandomWorkload.workspace().files());
    List<Event> events = RandomWorkload.events(11, 30, EVENTS);
    JobRun run = FIXTURE.run(workspace);
    String savepoint = null;
    int sent = 0;
    for (int parallelism : new int[] {1, 2, 4, 1}) {
      RunningJob job = run.start(run.configuration(parallelism), savepoint);
      run.send(events.subList(sent, sent + EVENTS / 4));
      sent += EVENTS / 4;
      run.handled().awaitEvents(sent);
      savepoint = job.stop(folder.resolve("savepoints"), sent == EVENTS);
    }
    assertThat(sent).isEqualTo(events.size());
    Replayed.of(workspace.workspace(), events).assertSame(run);
  }
}
