package io.offerflow.pipeline.job;

import io.offerflow.pipeline.metrics.MicrometerMetrics;
import io.offerflow.workspace.WorkspaceReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * What Flink's application mode starts: the job on a cluster of its own. The argument is the
 * workspace's folder on the job manager, for a job of which nothing was deployed yet; without one
 * it waits until something is. Settings are the cluster's own, {@link JobOptions}.
 */
public final class ApplicationMain {
  private ApplicationMain() {}

  public static void main(String[] args) throws Exception {
    if (args.length > 1) {
      throw new IllegalArgumentException("write one argument, the workspace's folder, or none");
    }
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    if (args.length == 0) {
      JobSettings settings = JobSettings.of(env.getConfiguration());
      build(env, settings, StartingRules.await(settings));
    } else {
      build(env, Path.of(args[0]));
    }
    env.execute();
  }

  /**
   * Adds the job to an environment that has the settings of a cluster.
   *
   * @param workspace the folder to begin with while nothing was deployed
   */
  public static void build(StreamExecutionEnvironment env, Path workspace) throws IOException {
    JobSettings settings = JobSettings.of(env.getConfiguration());
    String author = System.getProperty("user.name");
    build(env, settings, StartingRules.of(read(workspace), settings, author));
  }

  static WorkspaceFiles read(Path folder) throws IOException {
    return WorkspaceFiles.of(WorkspaceReader.read(folder).files());
  }

  static void build(StreamExecutionEnvironment env, JobSettings settings, JobRules rules)
      throws IOException {
    rules.feed().provide(rules.workspace());
    Configuration flink = settings.toFlink();
    Optional<String> checkpoint = newestCheckpoint(env.getConfiguration(), settings);
    if (checkpoint.isPresent()) {
      flink.set(StateRecoveryOptions.SAVEPOINT_PATH, checkpoint.get());
      // Unless it is claimed Flink leaves one checkpoint behind for ever at each start.
      flink.set(StateRecoveryOptions.RESTORE_MODE, Restore.mode(checkpoint.get()));
      // A feed that the workspace no longer names leaves offsets behind that nothing needs.
      flink.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, true);
    }
    env.configure(flink);
    env.setParallelism(settings.parallelism());
    new OfferflowJob(
            rules.workspace(),
            settings,
            KafkaEndpoints.of(rules, settings),
            Core.Factory.DECIDING,
            MicrometerMetrics.factory(settings.metricsPort(), settings.expectations()))
        .build(env);
  }

  /** A job manager that starts again without high availability remembers nothing by itself. */
  private static Optional<String> newestCheckpoint(ReadableConfig cluster, JobSettings settings)
      throws IOException {
    String folder = settings.checkpointDirectory();
    if (cluster.getOptional(StateRecoveryOptions.SAVEPOINT_PATH).isPresent() || folder == null) {
      return Optional.empty();
    }
    URI uri = URI.create(folder);
    if (uri.getScheme() != null && !uri.getScheme().equals("file")) {
      return Optional.empty();
    }
    return LocalCluster.latestCheckpoint(Path.of(uri.getPath()));
  }
}
