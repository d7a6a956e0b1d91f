package io.offerflow.pipeline.job;

import io.offerflow.pipeline.metrics.LagReporter;
import io.offerflow.workspace.Feed;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.kafka.sink.KafkaSink;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.KafkaSourceBuilder;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.kafka.clients.consumer.OffsetResetStrategy;

/** The topics of Offerflow, and the foreign ones that feeds.yaml names. */
public final class KafkaEndpoints implements Endpoints {
  static final String EVENTS = "events";
  static final String MERGES = "merges";

  private final JobRules rules;
  private final JobSettings settings;
  private final boolean bounded;

  private KafkaEndpoints(JobRules rules, JobSettings settings, boolean bounded) {
    this.rules = Objects.requireNonNull(rules);
    this.settings = Objects.requireNonNull(settings);
    this.bounded = bounded;
  }

  /** Reads for ever, by rules that never change. */
  public static KafkaEndpoints of(WorkspaceFiles files, JobSettings settings) {
    return of(JobRules.fixed(files), settings);
  }

  /** Reads for ever. */
  public static KafkaEndpoints of(JobRules rules, JobSettings settings) {
    return new KafkaEndpoints(rules, settings, false);
  }

  /** Reads what is there when the job starts; then every timer fires and the job ends. */
  public KafkaEndpoints bounded() {
    return new KafkaEndpoints(rules, settings, true);
  }

  @Override
  public JobRules rules() {
    return rules;
  }

  @Override
  public List<Inlet> inlets() {
    List<Inlet> inlets = new ArrayList<>();
    inlets.add(new Inlet(EVENTS, source(settings.topics().events(), reader(null, 0))));
    for (Feed feed : feeds()) {
      String name = "feed-" + feed.name();
      inlets.add(new Inlet(name, source(feed.topic(), reader(feed.name(), inlets.size()))));
    }
    IntakeReader ofMerges = IntakeReader.ofMerges(rules, inlets.size());
    inlets.add(new Inlet(MERGES, source(settings.topics().merges(), ofMerges), false));
    return inlets;
  }

  private IntakeReader reader(String feed, int inlet) {
    return new IntakeReader(rules, feed, inlet);
  }

  /** Those that are read from topics. */
  private List<Feed> feeds() {
    return rules.workspace().feeds().values().stream()
        .filter(feed -> feed.topic() != null)
        .toList();
  }

  /** By the same numbers as the inlets. */
  @Override
  public PastEvents past() {
    List<String> topics = new ArrayList<>();
    List<String> names = new ArrayList<>();
    topics.add(settings.topics().events());
    names.add(null);
    for (Feed feed : feeds()) {
      topics.add(feed.topic());
      names.add(feed.name());
    }
    topics.add(settings.topics().merges());
    names.add(null);
    return new KafkaPastEvents(settings.kafka(), topics, names);
  }

  // The connector still takes Kafka's older name of what to do without a committed offset.
  @SuppressWarnings("deprecation")
  private KafkaSource<Intake> source(String topic, IntakeReader reader) {
    KafkaSourceBuilder<Intake> source =
        KafkaSource.<Intake>builder()
            // Looking for new partitions fails the job when no broker answers within that time.
            .setProperty("default.api.timeout.ms", Outbox.BROKERS_AWAY_MILLIS)
            .setProperties(settings.kafka())
            .setBootstrapServers(settings.bootstrapServers())
            .setGroupId(settings.groupId())
            .setClientIdPrefix(settings.groupId() + "-" + topic)
            .setProperty("metric.reporters", reporters())
            .setTopics(topic)
            .setStartingOffsets(OffsetsInitializer.committedOffsets(OffsetResetStrategy.EARLIEST))
            .setDeserializer(reader);
    return (bounded ? source.setBounded(OffsetsInitializer.latest()) : source).build();
  }

  /** The user's own, and the one that knows how far behind the job is. */
  private String reporters() {
    String chosen = settings.kafkaProperties().getOrDefault("metric.reporters", "");
    String ours = LagReporter.class.getName();
    return chosen.isBlank() ? ours : chosen + "," + ours;
  }

  @Override
  public Sink<Outgoing> decisions() {
    return new Outbox(settings.kafka(), settings.topics());
  }

  @Override
  public Sink<Outgoing> deadLetters() {
    return plain();
  }

  @Override
  public Sink<Outgoing> versions() {
    return plain();
  }

  @Override
  public ModelFeed models() {
    return new KafkaModelFeed(settings.kafka(), settings.topics().models());
  }

  @Override
  public Reach reach() {
    return Reach.of(settings.kafka());
  }

  @Override
  public PushLog pushes() {
    return new KafkaPushLog(settings.topics());
  }

  private Sink<Outgoing> plain() {
    return KafkaSink.<Outgoing>builder()
        .setKafkaProducerConfig(Outbox.producer(settings.kafka()))
        .setBootstrapServers(settings.bootstrapServers())
        .setDeliveryGuarantee(DeliveryGuarantee.AT_LEAST_ONCE)
        .setRecordSerializer(new OutgoingWriter())
        .build();
  }
}
