package io.offerflow.pipeline.job;

import io.offerflow.kafka.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.flink.util.FileUtils;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * The broker and the cluster that the test classes of one JVM share: starting both takes longer
 * than most tests. What a test leaves running ends with it, and the topics with its class.
 */
final class SharedJobs implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {
  private final List<Topics> used = new ArrayList<>();
  private JobFixture fixture;

  @Override
  public void beforeAll(ExtensionContext context) {
    fixture =
        context
            .getRoot()
            .getStore(Namespace.create(SharedJobs.class))
            .getOrComputeIfAbsent(Shared.class, key -> Shared.start(), Shared.class)
            .fixture();
  }

  /** New topics for a workspace, and jobs that decide by it. */
  JobRun run(WorkspaceFiles workspace) throws IOException {
    return run(workspace, Core.Factory.DECIDING);
  }

  /** New topics for a workspace, and jobs that decide by another core. */
  JobRun run(WorkspaceFiles workspace, Core.Factory core) throws IOException {
    return known(fixture.run(workspace, core));
  }

  /** New topics of so many partitions: with one, all is read in the order in which it was sent. */
  JobRun run(WorkspaceFiles workspace, int partitions) throws IOException {
    return known(fixture.run(workspace, partitions));
  }

  /** Topics of a certain name, which no other run may have had. */
  JobRun run(WorkspaceFiles workspace, Topics topics) throws IOException {
    return known(fixture.run(workspace, topics));
  }

  private JobRun known(JobRun run) {
    used.add(run.topics());
    return run;
  }

  /** Where the jobs of a run write their checkpoints. */
  Path checkpoints(Topics topics) {
    return fixture.checkpoints(topics);
  }

  /** What every client needs. */
  Properties kafka() {
    return fixture.kafka();
  }

  @Override
  public void afterEach(ExtensionContext context) throws IOException {
    fixture.cancelAll();
  }

  @Override
  public void afterAll(ExtensionContext context) throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(fixture.kafka())) {
      Set<String> names = new TreeSet<>(admin.listTopics().names().get());
      names.removeIf(name -> used.stream().noneMatch(one -> name.startsWith(one.prefix() + ".")));
      admin.deleteTopics(names).all().get();
    }
  }

  private record Shared(JobFixture fixture, Path folder) implements AutoCloseable {
    static Shared start() {
      try {
        Path folder = Files.createTempDirectory("offerflow-jobs");
        return new Shared(JobFixture.start(folder), folder);
      } catch (IOException e) {
        throw new AssertionError("the broker and the cluster of all tests do not start", e);
      }
    }

    @Override
    public void close() throws IOException {
      fixture.close();
      FileUtils.deleteDirectory(folder.toFile());
    }
  }
}
