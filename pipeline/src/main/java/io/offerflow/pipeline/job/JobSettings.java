package io.offerflow.pipeline.job;

import io.offerflow.bundle.TrustedKeys;
import io.offerflow.kafka.ClientProperties;
import io.offerflow.kafka.Topics;
import io.offerflow.pipeline.backend.FreezingBackendFactory;
import io.offerflow.pipeline.metrics.Expectations;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.ReadableConfig;
import org.apache.flink.configuration.StateBackendOptions;
import org.apache.flink.configuration.StateChangelogOptions;
import org.apache.flink.core.execution.CheckpointingMode;

/**
 * The job's settings, read once; {@link JobOptions} says what each means.
 *
 * @param checkpointDirectory null for the cluster's own
 * @param rocksdbFolder null for one among the cluster's other temporary files
 * @param idleTimeout zero for never
 * @param publicKeys files; empty where rules need no signature
 */
public record JobSettings(
    String bootstrapServers,
    Map<String, String> kafkaProperties,
    String groupId,
    Topics topics,
    int parallelism,
    Duration checkpointInterval,
    String checkpointDirectory,
    Duration bufferTimeout,
    MemorySize rocksdbMemory,
    String rocksdbFolder,
    int heldCustomers,
    Duration idleTimeout,
    boolean wallClock,
    int metricsPort,
    Duration learningInterval,
    List<String> publicKeys,
    Duration stockPatience) {

  /**
   * The greatest parallelism a state can ever be restored at: divisible by every number of subtasks
   * up to six and by most up to sixteen, so that key groups spread evenly.
   */
  public static final int MAX_PARALLELISM = 720;

  public JobSettings {
    kafkaProperties = Map.copyOf(kafkaProperties);
    publicKeys = List.copyOf(publicKeys);
    require(
        parallelism >= 1 && parallelism <= MAX_PARALLELISM,
        JobOptions.PARALLELISM.key() + " is " + parallelism + "; write 1 to " + MAX_PARALLELISM);
    require(
        checkpointInterval.toMillis() >= 10,
        JobOptions.CHECKPOINT_INTERVAL.key() + " is under 10 ms");
    require(heldCustomers >= 0, JobOptions.HELD_CUSTOMERS.key() + " is negative");
    require(!bufferTimeout.isNegative(), JobOptions.BUFFER_TIMEOUT.key() + " is negative");
    require(!idleTimeout.isNegative(), JobOptions.IDLE_TIMEOUT.key() + " is negative");
    require(
        learningInterval.toMillis() >= 10, JobOptions.LEARNING_INTERVAL.key() + " is under 10 ms");
    require(!stockPatience.isNegative(), JobOptions.STOCK_PATIENCE.key() + " is negative");
    require(
        metricsPort >= -1 && metricsPort <= 65_535,
        JobOptions.METRICS_PORT.key() + " is " + metricsPort + "; write -1 to 65535");
  }

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException naming the first that cannot be
   */
  public static JobSettings of(ReadableConfig config) {
    return new JobSettings(
        config.get(JobOptions.BOOTSTRAP_SERVERS),
        kafkaProperties(config),
        config.get(JobOptions.GROUP_ID),
        new Topics(config.get(JobOptions.TOPIC_PREFIX)),
        config.get(JobOptions.PARALLELISM),
        config.get(JobOptions.CHECKPOINT_INTERVAL),
        config.get(JobOptions.CHECKPOINT_DIRECTORY),
        config.get(JobOptions.BUFFER_TIMEOUT),
        config.get(JobOptions.ROCKSDB_MEMORY),
        config.get(JobOptions.ROCKSDB_FOLDER),
        config.get(JobOptions.HELD_CUSTOMERS),
        config.get(JobOptions.IDLE_TIMEOUT),
        config.get(JobOptions.WALL_CLOCK),
        config.get(JobOptions.METRICS_PORT),
        config.get(JobOptions.LEARNING_INTERVAL),
        config.get(JobOptions.BUNDLES_PUBLIC_KEYS),
        config.get(JobOptions.STOCK_PATIENCE));
  }

  /**
   * The file's first, then those that stand in the settings themselves. Of the latter none may be
   * secret: Flink writes its settings into its log, and a command line is there for all to see.
   */
  private static Map<String, String> kafkaProperties(ReadableConfig config) {
    Map<String, String> properties = new TreeMap<>();
    String file = config.get(JobOptions.KAFKA_PROPERTIES_FILE);
    if (file != null) {
      try {
        properties.putAll(ClientProperties.read(Path.of(file)));
      } catch (IOException e) {
        throw new IllegalArgumentException(e.getMessage(), e);
      }
    }
    config
        .get(JobOptions.KAFKA_PROPERTIES)
        .forEach(
            (key, value) -> {
              require(
                  !ClientProperties.isSecret(key) || value.startsWith("${"),
                  JobOptions.KAFKA_PROPERTIES.key()
                      + " holds "
                      + key
                      + ", a secret that others could read; write it into a file and name"
                      + " that with "
                      + JobOptions.KAFKA_PROPERTIES_FILE.key());
              properties.put(key, value);
            });
    return properties;
  }

  /** Says nothing of the Kafka properties but their names: some are secrets. */
  @Override
  public String toString() {
    return "JobSettings["
        + bootstrapServers
        + ", "
        + topics
        + ", "
        + kafkaProperties.keySet()
        + "]";
  }

  /**
   * What Flink must be told so that the job is right and fast. RATIONALE.md says why for those that
   * are not plain.
   */
  public Configuration toFlink() {
    Configuration flink = new Configuration();
    flink.set(PipelineOptions.NAME, "offerflow");
    flink.set(CoreOptions.DEFAULT_PARALLELISM, parallelism);
    flink.set(PipelineOptions.GENERIC_TYPES, false);
    flink.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    flink.set(PipelineOptions.OBJECT_REUSE, true);
    flink.set(PipelineOptions.OPERATOR_CHAINING, true);
    flink.set(PipelineOptions.MAX_PARALLELISM, MAX_PARALLELISM);
    flink.set(ExecutionOptions.BUFFER_TIMEOUT, bufferTimeout);
    flink.set(StateBackendOptions.STATE_BACKEND, FreezingBackendFactory.class.getName());
    flink.set(CheckpointingOptions.INCREMENTAL_CHECKPOINTS, true);
    // It loses changes of the state when a job goes to more subtasks and back:
    // benchmarks/README.md.
    flink.set(StateChangelogOptions.ENABLE_STATE_CHANGE_LOG, false);
    flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, checkpointInterval);
    flink.set(CheckpointingOptions.CHECKPOINTING_CONSISTENCY_MODE, CheckpointingMode.EXACTLY_ONCE);
    flink.set(CheckpointingOptions.ENABLE_UNALIGNED, false);
    // A full disk is no reason to stop deciding; the age of the last checkpoint tells of it.
    flink.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);
    flink.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    if (checkpointDirectory != null) {
      flink.set(CheckpointingOptions.CHECKPOINT_STORAGE, "filesystem");
      flink.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpointDirectory);
    }
    return flink;
  }

  /** What a job with these settings has when it is well. */
  public Expectations expectations() {
    Duration old = checkpointInterval.multipliedBy(10);
    Duration least = Duration.ofMinutes(2);
    return new Expectations(kafka(), old.compareTo(least) < 0 ? least : old);
  }

  /** What every Kafka client of the job is given. */
  public Properties kafka() {
    return ClientProperties.of(bootstrapServers, kafkaProperties);
  }

  /**
   * Reads the files of the public keys of those who may deploy.
   *
   * @throws IOException naming the file that is none
   */
  public TrustedKeys trustedKeys() throws IOException {
    return TrustedKeys.read(publicKeys.stream().map(Path::of).toList());
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
