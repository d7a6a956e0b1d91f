package io.offerflow.pipeline.job;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What an operator fears: the job goes on, and nobody gets anything else for it. */
class BadDaysTest {
  private static final long NOON = Story.at("2026-03-02T12:00:00Z");

  @TempDir static Path folder;
  @RegisterExtension static final SharedJobs FIXTURE = new SharedJobs();

  /** Whoever recharges and looks at nothing for two hours gets the pack. */
  private static WorkspaceFiles workspace() {
    return WorkspaceFiles.of(
        new TestWorkspace()
            .features("spent: {sum: recharge.amount, last: 7d}\n")
            .campaign("remind", "{event: recharge, without: {event: app_view}, within: 2h}", "")
            .files());
  }

  private static Event recharge(int customer, long time) {
    return Event.of(
        "recharge",
        "r-" + customer + "-" + time,
        "c-" + customer,
        time,
        Fields.of("amount", BigDecimal.TEN));
  }

  @Test
  void oneEventDated2099IsADeadLetterAndFiresNobodysTimers() throws Exception {
    JobRun run = FIXTURE.run(workspace());
    RunningJob job = run.start(run.configuration(2), null);
    run.send(List.of(recharge(1, NOON)));
    String wrong =
        "{\"id\":\"x\",\"type\":\"recharge\",\"customer\":\"c-2\",\"time\":\"2099-01-01T00:00:00Z\"}";
    for (int customer = 2; customer < 10; customer++) {
      // In every partition, so that no other one holds the clock back.
      run.send(run.topics().events(), "c-" + customer, wrong);
    }
    run.send(List.of(recharge(1, NOON + 1_000), recharge(2, NOON + 60_000)));
    run.handled().awaitEvents(3);
    job.stop(folder.resolve("savepoints"), false);
    assertThat(run.deadLetters()).hasSize(8).allMatch(letter -> letter.contains("2099"));
    assertThat(run.decisions()).isEmpty();
    assertThat(run.handled().lateEvents()).isZero();
  }

  @Test
  void tenThousandTimersAreDueAtOnce() throws Exception {
    int customers = 10_000;
    JobRun run = FIXTURE.run(workspace());
    List<Event> events = new ArrayList<>();
    for (int customer = 0; customer < customers; customer++) {
      events.add(recharge(customer, NOON));
    }
    RunningJob job = run.start(run.configuration(4), null);
    run.send(events).handled().awaitEvents(customers);
    List<Event> later = new ArrayList<>();
    for (int customer = customers; customer < customers + 40; customer++) {
      later.add(recharge(customer, NOON + 3 * 3_600_000L));
    }
    run.send(later).handled().awaitWakeups(customers);
    job.stop(folder.resolve("savepoints"), false);
    assertThat(run.offers("sms").size()).isEqualTo(customers);
  }

  /** As with a full disk: what was to be written is not, and the job goes on without. */
  @Test
  void checkpointsThatCannotBeWrittenDoNotStopTheJob() throws Exception {
    JobRun run = FIXTURE.run(workspace());
    Configuration config = run.configuration(2);
    // None of its own: it could make the folder anew between the move and the file in the way.
    config.set(JobOptions.CHECKPOINT_INTERVAL, Duration.ofHours(1));
    RunningJob job = run.start(config, null);
    run.send(List.of(recharge(1, NOON)));
    run.handled().awaitEvents(1);
    job.checkpoint();
    Path directory = FIXTURE.checkpoints(run.topics());
    Path aside = directory.resolveSibling("aside");
    Files.move(directory, aside);
    Files.writeString(directory, "in the way");

    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(job::checkpoint).isInstanceOf(IOException.class);
    }
    run.send(List.of(recharge(2, NOON), recharge(1, NOON + 1_000)));
    run.handled().awaitEvents(3);

    Files.delete(directory);
    Files.move(aside, directory);
    assertThat(job.checkpoint()).isNotEmpty();
    run.send(List.of(recharge(3, NOON)));
    run.handled().awaitEvents(4);
    job.cancel();
    assertThat(run.handled().events()).as("none is decided again").isEqualTo(4);
  }

  /**
   * The same on a file system of its own that has no room left, where this machine gives us one.
   */
  @Test
  void aDiskThatIsFullDoesNotStopTheJob() throws Exception {
    Path disk = Files.createDirectories(folder.resolve("disk"));
    assumeThat(ran("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString()))
        .as("a file system of our own")
        .isTrue();
    try {
      JobRun run = FIXTURE.run(workspace());
      Configuration config = run.configuration(2);
      config.set(JobOptions.CHECKPOINT_DIRECTORY, disk.resolve("checkpoints").toUri().toString());
      config.set(JobOptions.CHECKPOINT_INTERVAL, Duration.ofMillis(100));
      RunningJob job = run.start(config, null);
      run.send(List.of(recharge(1, NOON)));
      run.handled().awaitEvents(1);
      job.checkpoint();
      Path filler = disk.resolve("filler");
      fillUntilNoneCanBeWritten(filler, job);
      run.send(List.of(recharge(2, NOON), recharge(1, NOON + 1_000)));
      run.handled().awaitEvents(3);
      Files.delete(filler);
      assertThat(job.checkpoint()).isNotEmpty();
      run.send(List.of(recharge(3, NOON)));
      run.handled().awaitEvents(4);
      job.cancel();
      assertThat(run.handled().events()).as("none is decided again").isEqualTo(4);
    } finally {
      ran("umount", "-l", disk.toString());
    }
  }

  /**
   * Once is not enough: a checkpoint that was being written while the disk filled up makes room
   * when it is done, for the one before it is deleted then.
   */
  private static void fillUntilNoneCanBeWritten(Path file, RunningJob job) throws IOException {
    int tries = 0;
    do {
      assertThat(++tries).as("checkpoints on a full disk").isLessThan(100);
      fill(file);
    } while (!isRefused(job));
  }

  private static boolean isRefused(RunningJob job) {
    try {
      job.checkpoint();
      return false;
    } catch (IOException full) {
      return true;
    }
  }

  private static void fill(Path file) throws IOException {
    byte[] some = new byte[4096];
    try (OutputStream out = Files.newOutputStream(file, CREATE, APPEND)) {
      while (true) {
        out.write(some);
      }
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("space");
    }
  }

  private static boolean ran(String... command) throws Exception {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor() == 0;
    } catch (IOException noSuchProgram) {
      return false;
    }
  }
}
