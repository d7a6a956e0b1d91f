package io.offerflow.pipeline.job;

import io.offerflow.event.Event;
import io.offerflow.testing.RandomWorkload;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.core.execution.SavepointFormatType;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One job after another, each of which goes on from what the one before has saved: with the
 * decisions of replay, to the byte.
 */
class RestoreTest {
  private static final int EVENTS = 2_000;

  @TempDir static Path folder;
  @RegisterExtension static final SharedJobs FIXTURE = new SharedJobs();

  /** As {@code run} does that is stopped, started, killed and started again. */
  @ParameterizedTest
  @EnumSource
  void aCheckpointOfAJobThatCameFromASavepointIsGoneOnFrom(SavepointFormatType format)
      throws Exception {
    List<Event> events = RandomWorkload.events(13, 30, EVENTS);
    JobRun run = FIXTURE.run(WorkspaceFiles.of(RandomWorkload.workspace().files()));
    // A file of its own for every part of a checkpoint, as larger states have.
    run.set(CheckpointingOptions.FS_SMALL_FILE_THRESHOLD, MemorySize.ZERO);
    RunningJob job = run.start(run.configuration(2), null);
    run.send(events.subList(0, 800)).handled().awaitEvents(800);
    String savepoint = job.stop(folder.resolve("savepoints"), false, format);

    job = run.start(run.configuration(2), savepoint);
    run.send(events.subList(800, 1_200)).handled().awaitEvents(1_200);
    String first = job.checkpoint();
    job.cancel();

    job = run.start(run.configuration(2), first);
    run.send(events.subList(1_200, 1_600)).handled().awaitEvents(1_600);
    String second = job.checkpoint();
    job.cancel();

    job = run.start(run.configuration(4), second);
    run.send(events.subList(1_600, EVENTS)).handled().awaitEvents(EVENTS);
    job.stop(folder.resolve("savepoints"), true);
    Replayed.of(run.workspace().workspace(), events).assertSame(run);
  }
}
