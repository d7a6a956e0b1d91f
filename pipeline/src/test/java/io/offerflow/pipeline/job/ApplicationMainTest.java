package io.offerflow.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateChangelogOptions;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.runtime.checkpoint.Checkpoints;
import org.apache.flink.runtime.checkpoint.metadata.CheckpointMetadata;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ApplicationMainTest {
  @TempDir private Path folder;
  private Path workspace;
  private Path checkpoints;

  @BeforeEach
  void write() throws IOException {
    workspace = Files.createDirectories(folder.resolve("workspace"));
    checkpoints = Files.createDirectories(folder.resolve("checkpoints"));
    Files.createDirectories(workspace.resolve(".git"));
    Files.writeString(workspace.resolve(".git/config"), "x");
    Files.writeString(
        workspace.resolve("workspace.yaml"),
        """
        offerflow: 1
        name: small
        timezone: Asia/Shanghai
        currency: CNY
        language: zh
        channels:
          sms: {address: customer}
        """);
  }

  @Test
  void theClustersSettingsBecomeTheJobs() throws IOException {
    JobGraph graph = graph(Map.of("offerflow.parallelism", "3"));
    assertThat(graph.getName()).isEqualTo("offerflow");
    assertThat(StreamSupport.stream(graph.getVertices().spliterator(), false))
        .filteredOn(vertex -> !vertex.getName().startsWith(OperatorNames.LEARN))
        .isNotEmpty()
        .allSatisfy(
            vertex -> {
              assertThat(vertex.getParallelism()).isEqualTo(3);
              assertThat(vertex.getMaxParallelism()).isEqualTo(JobSettings.MAX_PARALLELISM);
            });
    assertThat(graph.getSavepointRestoreSettings().restoreSavepoint()).isFalse();
  }

  @Test
  void itGoesOnFromTheNewestCheckpoint() throws IOException {
    checkpoint("chk-1", 1_000);
    Path newest = checkpoint("chk-3", 3_000);
    checkpoint("chk-2", 2_000);
    JobGraph graph = graph(Map.of());
    assertThat(Path.of(URI.create(graph.getSavepointRestoreSettings().getRestorePath())))
        .isEqualTo(newest);
    assertThat(graph.getSavepointRestoreSettings().allowNonRestoredState()).isTrue();
    assertThat(graph.getSavepointRestoreSettings().getRecoveryClaimMode())
        .isEqualTo(RecoveryClaimMode.CLAIM);
  }

  @Test
  void aCheckpointThatIsNamedGoesFirst() throws IOException {
    checkpoint("chk-1", 1_000);
    JobGraph graph = graph(Map.of("execution.state-recovery.path", "file:///elsewhere"));
    assertThat(graph.getSavepointRestoreSettings().getRestorePath()).isEqualTo("file:///elsewhere");
  }

  @Test
  void theClusterDoesNotSwitchTheChangelogOn() throws IOException {
    JobGraph graph = graph(Map.of("state.changelog.enabled", "true"));
    assertThat(graph.getJobConfiguration().get(StateChangelogOptions.ENABLE_STATE_CHANGE_LOG))
        .isFalse();
  }

  @Test
  void aWrongWorkspaceSaysWhere() throws IOException {
    Files.writeString(workspace.resolve("workspace.yaml"), "offerflow: 1\nnme: x\n");
    assertThatThrownBy(() -> graph(Map.of())).hasMessageStartingWith("workspace.yaml:");
  }

  @Test
  void theFolderIsItsOnlyArgument() {
    assertThatThrownBy(() -> ApplicationMain.main(new String[] {"a", "b"}))
        .hasMessageContaining("write one argument");
  }

  private JobGraph graph(Map<String, String> settings) throws IOException {
    Configuration cluster = Configuration.fromMap(settings);
    cluster.setString("offerflow.checkpoint.directory", checkpoints.toUri().toString());
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(cluster);
    JobRules rules = JobRules.fixed(ApplicationMain.read(workspace));
    ApplicationMain.build(env, JobSettings.of(env.getConfiguration()), rules);
    return env.getStreamGraph().getJobGraph();
  }

  private Path checkpoint(String name, long modified) throws IOException {
    Path chk = Files.createDirectories(checkpoints.resolve("0000").resolve(name));
    Path metadata = chk.resolve("_metadata");
    try (OutputStream out = Files.newOutputStream(metadata)) {
      Checkpoints.storeCheckpointMetadata(new CheckpointMetadata(1, List.of(), List.of()), out);
    }
    assertThat(metadata.toFile().setLastModified(modified)).isTrue();
    return chk;
  }
}
