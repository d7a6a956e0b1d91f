package io.offerflow.pipeline.job;

import static org.apache.flink.configuration.ConfigOptions.key;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.MemorySize;

/** The job's settings, as Flink options. */
public final class JobOptions {
  public static final ConfigOption<String> BOOTSTRAP_SERVERS =
      key("offerflow.kafka.bootstrap-servers")
          .stringType()
          .defaultValue("localhost:9092")
          .withDescription("The Kafka brokers, `host:port`, comma-separated.");

  public static final ConfigOption<Map<String, String>> KAFKA_PROPERTIES =
      key("offerflow.kafka.properties")
          .mapType()
          .defaultValue(Map.of())
          .withDescription(
              "More properties for every Kafka client, such as `security.protocol`. No secrets:"
                  + " they go into the file below.");

  public static final ConfigOption<String> KAFKA_PROPERTIES_FILE =
      key("offerflow.kafka.properties-file")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "A file of properties for every Kafka client, credentials among them, as Kafka's own"
                  + " tools take it. Read where the job is started; what a value refers to by"
                  + " `${env:NAME}`, `${file:/path:key}` or `${dir:/folder:file}` is read where the"
                  + " client runs.");

  public static final ConfigOption<String> GROUP_ID =
      key("offerflow.kafka.group-id")
          .stringType()
          .defaultValue("offerflow")
          .withDescription(
              "The consumer group that offsets are committed to. A job without a checkpoint to"
                  + " start from goes on where the group left off, or at the earliest record.");

  public static final ConfigOption<String> TOPIC_PREFIX =
      key("offerflow.topic-prefix")
          .stringType()
          .defaultValue("offerflow")
          .withDescription("What the names of all of Offerflow's topics begin with.");

  public static final ConfigOption<Integer> PARALLELISM =
      key("offerflow.parallelism")
          .intType()
          .defaultValue(2)
          .withDescription("How many subtasks each operator has, 1 to 720.");

  public static final ConfigOption<Duration> CHECKPOINT_INTERVAL =
      key("offerflow.checkpoint.interval")
          .durationType()
          .defaultValue(Duration.ofSeconds(10))
          .withDescription(
              "How often the state is saved. After a failure at most so much is read and decided"
                  + " again.");

  public static final ConfigOption<String> CHECKPOINT_DIRECTORY =
      key("offerflow.checkpoint.directory")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Where the state is saved to, a URI or a folder; kept when the job is cancelled."
                  + " `run` keeps it in its data folder; without it the cluster's own setting"
                  + " holds.");

  public static final ConfigOption<Duration> BUFFER_TIMEOUT =
      key("offerflow.buffer-timeout")
          .durationType()
          .defaultValue(Duration.ofMillis(1))
          .withDescription(
              "How long an event may wait for its network buffer to fill; 0 sends each at once.");

  public static final ConfigOption<MemorySize> ROCKSDB_MEMORY =
      key("offerflow.rocksdb.memory")
          .memoryType()
          .defaultValue(MemorySize.ofMebiBytes(512))
          .withDescription(
              "RocksDB's memory over all subtasks of a local cluster. On a cluster of its own Flink"
                  + " gives each slot its share of the managed memory.");

  public static final ConfigOption<String> ROCKSDB_FOLDER =
      key("offerflow.rocksdb.folder")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "Where RocksDB of `run` and `demo` works; without it in the data folder. In memory,"
                  + " such as `/dev/shm`, checkpoints are done sooner"
                  + " ([why it may matter](#what-a-checkpoint-makes-wait))."
                  + " On a cluster of its own it is Flink's `state.backend.rocksdb.localdir`.");

  public static final ConfigOption<Integer> HELD_CUSTOMERS =
      key("offerflow.held-customers")
          .intType()
          .defaultValue(4_000)
          .withDescription(
              "How many customers each subtask holds in memory between two of their events, so that"
                  + " a burst of events reads and writes RocksDB once"
                  + " ([memory](operations.md#sizing)); 0 for none.");

  public static final ConfigOption<Duration> IDLE_TIMEOUT =
      key("offerflow.idle-timeout")
          .durationType()
          .defaultValue(Duration.ofSeconds(10))
          .withDescription(
              "A partition without events for so long is not live: the stream's clock no longer"
                  + " waits for it. When none is live the wall clock goes on. 0 waits for ever.");

  public static final ConfigOption<Boolean> WALL_CLOCK =
      key("offerflow.wall-clock")
          .booleanType()
          .defaultValue(true)
          .withDescription(
              "Whether the wall clock moves timers while no feed is live, and refuses pushes that"
                  + " are past their deadline. Off for events of the past.");

  public static final ConfigOption<Duration> LEARNING_INTERVAL =
      key("offerflow.learning.interval")
          .durationType()
          .defaultValue(Duration.ofSeconds(10))
          .withDescription(
              "How often a version of what was learned is published, where policy.yaml has"
                  + " `learning` ([learning](learning.md)).");

  public static final ConfigOption<List<String>> BUNDLES_PUBLIC_KEYS =
      key("offerflow.bundles.public-keys")
          .stringType()
          .asList()
          .defaultValues()
          .withDescription(
              "PEM files with the public keys (Ed25519) of those who may deploy, with semicolons"
                  + " between. With any, rules that none of them has signed are refused; read where"
                  + " the job is started.");
  public static final ConfigOption<Duration> STOCK_PATIENCE =
      key("offerflow.stock.patience")
          .durationType()
          .defaultValue(Duration.ofSeconds(1))
          .withDescription(
              "How long a decision waits at most for the last units of a stock, total or budget"
                  + " that another subtask may still have. After that the customer goes without.");

  public static final ConfigOption<String> GATEWAY_CONFIG =
      key("offerflow.gateway.config")
          .stringType()
          .noDefaultValue()
          .withDescription(
              "A file of accounts and channels: `run` and `demo` then send offers themselves, in"
                  + " the same process. Without it a gateway of its own does.");

  public static final ConfigOption<Integer> METRICS_PORT =
      key("offerflow.metrics-port")
          .intType()
          .defaultValue(9404)
          .withDescription(
              "Where Prometheus reads the metrics, and where health is asked for"
                  + " ([operations](operations.md)); 0 for any free port, -1 for none.");

  /** All of them, in the order of the documentation. */
  public static final List<ConfigOption<?>> ALL =
      List.of(
          BOOTSTRAP_SERVERS,
          KAFKA_PROPERTIES,
          KAFKA_PROPERTIES_FILE,
          GROUP_ID,
          TOPIC_PREFIX,
          PARALLELISM,
          CHECKPOINT_INTERVAL,
          CHECKPOINT_DIRECTORY,
          BUFFER_TIMEOUT,
          ROCKSDB_MEMORY,
          ROCKSDB_FOLDER,
          HELD_CUSTOMERS,
          IDLE_TIMEOUT,
          WALL_CLOCK,
          LEARNING_INTERVAL,
          BUNDLES_PUBLIC_KEYS,
          STOCK_PATIENCE,
          GATEWAY_CONFIG,
          METRICS_PORT);

  private JobOptions() {}
}
