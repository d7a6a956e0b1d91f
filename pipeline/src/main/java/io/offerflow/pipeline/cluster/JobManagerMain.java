package io.offerflow.pipeline.cluster;

import io.offerflow.kafka.TopicSetup;
import io.offerflow.pipeline.job.ApplicationMain;
import io.offerflow.pipeline.job.JobSettings;
import io.offerflow.workspace.WorkspaceReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.LoggerFactory;

/**
 * A Flink job manager with the job as a process of its own: the folder of {@code config.yaml} and
 * the workspace. Whenever it starts, the job goes on from the newest checkpoint.
 */
public final class JobManagerMain {
  /** Each waits for the broker for a quarter of a minute. */
  private static final int TRIES = 8;

  private JobManagerMain() {}

  public static void main(String[] args) {
    if (args.length != 2) {
      throw new IllegalArgumentException("write the folder of config.yaml and the workspace");
    }
    try {
      run(args[0], Path.of(args[1]));
    } catch (Exception e) {
      LoggerFactory.getLogger(JobManagerMain.class).error("the job manager ends", e);
      System.err.println("the job manager ends: " + e.getMessage());
      // Flink's threads would keep it, and nobody would start it again.
      System.exit(1);
    }
  }

  private static void run(String folder, Path workspace) throws Exception {
    Configuration flink = GlobalConfiguration.loadConfiguration(folder);
    StandaloneSessionClusterEntrypoint cluster = new StandaloneSessionClusterEntrypoint(flink);
    cluster.startCluster();
    Configuration client = new Configuration(flink);
    client.set(DeploymentOptions.TARGET, "remote");
    client.set(RestOptions.PORT, cluster.getRestPort());
    StreamExecutionEnvironment env = new StreamExecutionEnvironment(client);
    makeTopics(flink, workspace);
    ApplicationMain.build(env, workspace);
    env.executeAsync();
    cluster.getTerminationFuture().get();
  }

  /** The broker is started at the same time, and may not answer yet. */
  private static void makeTopics(Configuration flink, Path workspace) throws IOException {
    JobSettings settings = JobSettings.of(flink);
    Set<String> channels =
        WorkspaceReader.read(workspace).workspace().settings().channels().keySet();
    for (int tries = 1; ; tries++) {
      try {
        int partitions = settings.parallelism();
        TopicSetup.ensure(settings.kafka(), settings.topics(), channels, partitions);
        return;
      } catch (IOException notYet) {
        if (tries == TRIES) {
          throw notYet;
        }
      }
    }
  }
}
