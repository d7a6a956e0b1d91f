package io.offerflow.pipeline.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A Flink cluster within this process, for {@code run}, {@code demo} and tests. */
public final class LocalCluster implements AutoCloseable {
  private final MiniCluster cluster;

  private LocalCluster(MiniCluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Starts one with as many slots as the settings' parallelism.
   *
   * @param scratch where RocksDB works; nothing there outlives the cluster
   */
  public static LocalCluster start(JobSettings settings, Path scratch) throws IOException {
    return start(settings, scratch, new Configuration());
  }

  /**
   * The same, with more of Flink's own settings.
   *
   * @param more what is not set by the job's
   */
  public static LocalCluster start(JobSettings settings, Path scratch, Configuration more)
      throws IOException {
    Configuration flink = new Configuration(more);
    flink.set(CoreOptions.TMP_DIRS, Files.createDirectories(scratch).toAbsolutePath().toString());
    flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, settings.rocksdbMemory());
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(flink)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(settings.parallelism())
                .withRandomPorts()
                .setCommonBindAddress("127.0.0.1")
                .build());
    try {
      cluster.start();
    } catch (Exception e) {
      throw new IOException("cannot start a Flink cluster in this process: " + e.getMessage(), e);
    }
    return new LocalCluster(cluster);
  }

  /**
   * Submits a job.
   *
   * @param environment that the job was built into
   * @param restoreFrom a checkpoint or savepoint, which becomes the job's own as far as {@link
   *     Restore#mode} says; null to start anew
   */
  public RunningJob submit(StreamExecutionEnvironment environment, String restoreFrom)
      throws IOException {
    JobGraph graph = environment.getStreamGraph().getJobGraph();
    if (restoreFrom != null) {
      // A feed that the workspace no longer names leaves offsets behind that nothing needs.
      graph.setSavepointRestoreSettings(
          SavepointRestoreSettings.forPath(restoreFrom, true, Restore.mode(restoreFrom)));
    }
    try {
      cluster.submitJob(graph).get();
    } catch (ExecutionException e) {
      throw new IOException("the job was not taken: " + e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the job was submitted", e);
    }
    return new RunningJob(cluster, graph.getJobID());
  }

  /**
   * The newest complete checkpoint or savepoint in a folder, for {@link #submit}.
   *
   * @param folder what {@code offerflow.checkpoint.directory} names
   */
  public static Optional<String> latestCheckpoint(Path folder) throws IOException {
    Objects.requireNonNull(folder);
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.walk(folder, 3)) {
      return files
          .filter(file -> file.endsWith("_metadata"))
          .max(Comparator.comparingLong(file -> file.toFile().lastModified()))
          .map(file -> file.getParent().toUri().toString());
    }
  }

  @Override
  public void close() throws IOException {
    try {
      cluster.close();
    } catch (Exception e) {
      throw new IOException("the Flink cluster did not end cleanly: " + e.getMessage(), e);
    }
  }
}
