package io.offerflow.pipeline.job;

import io.offerflow.kafka.ClientProperties;
import io.offerflow.kafka.EmbeddedBroker;
import io.offerflow.kafka.Topics;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A broker and a Flink cluster within the test's process, started once for a test class; each
 * {@link JobRun} has topics of its own.
 */
public final class JobFixture implements AutoCloseable {
  /** The most that a run of it may ask for. */
  public static final int PARALLELISM = 4;

  /** What a run has handled is kept by its topics' names: no two runs of a JVM may share them. */
  private static final AtomicInteger RUNS = new AtomicInteger();

  private final Path folder;
  private final EmbeddedBroker broker;
  private final Map<String, String> kafka;
  private final LocalCluster cluster;
  private final KafkaProducer<byte[], byte[]> producer;
  private final List<RunningJob> jobs = new ArrayList<>();

  private JobFixture(
      Path folder, EmbeddedBroker broker, Map<String, String> kafka, LocalCluster cluster) {
    this.folder = folder;
    this.broker = broker;
    this.kafka = kafka;
    this.cluster = cluster;
    Properties properties = kafka();
    properties.setProperty("acks", "all");
    producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /**
   * Starts both.
   *
   * @param folder for all that they write
   */
  public static JobFixture start(Path folder) throws IOException {
    return start(folder, EmbeddedBroker.start(folder.resolve("broker"), 0), Map.of());
  }

  /**
   * Starts a cluster beside a broker of another kind.
   *
   * @param kafka what every client needs for it
   */
  public static JobFixture start(Path folder, EmbeddedBroker broker, Map<String, String> kafka)
      throws IOException {
    Configuration config = new Configuration();
    config.set(JobOptions.PARALLELISM, PARALLELISM);
    config.set(JobOptions.ROCKSDB_MEMORY, MemorySize.ofMebiBytes(128));
    LocalCluster cluster = LocalCluster.start(JobSettings.of(config), folder.resolve("scratch"));
    JobFixture fixture = new JobFixture(folder, broker, kafka, cluster);
    Properties written = new Properties();
    written.putAll(kafka);
    try (Writer out = Files.newBufferedWriter(fixture.kafkaFile())) {
      written.store(out, null);
    }
    return fixture;
  }

  /** New topics for a workspace, and jobs that decide by it. */
  public JobRun run(WorkspaceFiles workspace) throws IOException {
    return run(workspace, Core.Factory.DECIDING);
  }

  /** New topics for a workspace, and jobs that decide by another core. */
  public JobRun run(WorkspaceFiles workspace, Core.Factory core) throws IOException {
    return new JobRun(this, newTopics(), workspace, core, JobRun.PARTITIONS);
  }

  /** New topics of so many partitions: with one, all is read in the order in which it was sent. */
  JobRun run(WorkspaceFiles workspace, int partitions) throws IOException {
    return new JobRun(this, newTopics(), workspace, Core.Factory.DECIDING, partitions);
  }

  private static Topics newTopics() {
    return new Topics("run-" + RUNS.incrementAndGet());
  }

  /** Topics of a certain name, which no other run may have had. */
  JobRun run(WorkspaceFiles workspace, Topics topics) throws IOException {
    return new JobRun(this, topics, workspace, Core.Factory.DECIDING, JobRun.PARTITIONS);
  }

  /**
   * Settings for events of the past: neither idleness nor the wall clock moves a timer, so that
   * what is late depends on the events alone.
   */
  Configuration configuration(Topics topics, int parallelism) {
    Configuration config = new Configuration();
    config.set(JobOptions.BOOTSTRAP_SERVERS, broker.bootstrapServers());
    if (!kafka.isEmpty()) {
      config.set(JobOptions.KAFKA_PROPERTIES_FILE, kafkaFile().toString());
    }
    config.set(JobOptions.TOPIC_PREFIX, topics.prefix());
    config.set(JobOptions.GROUP_ID, topics.prefix());
    config.set(JobOptions.PARALLELISM, parallelism);
    config.set(JobOptions.CHECKPOINT_INTERVAL, Duration.ofMinutes(10));
    config.set(JobOptions.CHECKPOINT_DIRECTORY, checkpoints(topics).toUri().toString());
    config.set(JobOptions.IDLE_TIMEOUT, Duration.ZERO);
    config.set(JobOptions.WALL_CLOCK, false);
    // However busy the machine is, nobody goes without what another subtask has.
    config.set(JobOptions.STOCK_PATIENCE, Duration.ofMinutes(1));
    config.set(JobOptions.METRICS_PORT, -1);
    return config;
  }

  /** What every client needs, credentials too, as a user would write it. */
  Path kafkaFile() {
    return folder.resolve("kafka.properties");
  }

  Path checkpoints(Topics topics) {
    return folder.resolve("checkpoints").resolve(topics.prefix());
  }

  Properties kafka() {
    return ClientProperties.of(broker.bootstrapServers(), kafka);
  }

  /** Appends records, each partition's in this order. */
  void append(List<ProducerRecord<byte[], byte[]>> records) {
    AtomicReference<Exception> failure = new AtomicReference<>();
    for (ProducerRecord<byte[], byte[]> record : records) {
      producer.send(record, (written, failed) -> failure.compareAndSet(null, failed));
    }
    producer.flush();
    if (failure.get() != null) {
      throw new AssertionError("the broker did not take a record", failure.get());
    }
  }

  RunningJob submit(StreamExecutionEnvironment env, String restoreFrom) throws IOException {
    RunningJob job = cluster.submit(env, restoreFrom);
    jobs.add(job);
    return job;
  }

  /** Ends what still runs, so that the next test finds free slots. */
  public void cancelAll() throws IOException {
    for (RunningJob job : jobs) {
      job.cancel();
    }
    jobs.clear();
  }

  @Override
  public void close() throws IOException {
    producer.close(Duration.ZERO);
    cluster.close();
    broker.close();
  }
}
