package io.offerflow.pipeline.job;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.offerflow.bundle.Activation;
import io.offerflow.bundle.BundleCodec;
import io.offerflow.bundle.BundleHistory;
import io.offerflow.bundle.BundleTopic;
import io.offerflow.bundle.PublishedBundle;
import io.offerflow.bundle.TrustedKeys;
import io.offerflow.codec.EventEncoder;
import io.offerflow.event.Event;
import io.offerflow.kafka.TopicSetup;
import io.offerflow.kafka.Topics;
import io.offerflow.kafka.WholeTopics;
import io.offerflow.pipeline.metrics.DecisionMetrics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Topics with events in them, jobs that read them, and what these wrote. */
public final class JobRun {
  /** Of each topic, where nothing else is said. */
  static final int PARTITIONS = 4;

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JobFixture fixture;
  private final Topics topics;
  private final WorkspaceFiles workspace;
  private final Core.Factory core;
  private final Configuration flink = new Configuration();
  private DecisionMetrics.Factory metrics;

  JobRun(
      JobFixture fixture,
      Topics topics,
      WorkspaceFiles workspace,
      Core.Factory core,
      int partitions)
      throws IOException {
    this.fixture = fixture;
    this.topics = topics;
    this.workspace = workspace;
    this.core = core;
    this.metrics = Handled.factory(topics.prefix());
    TopicSetup.ensure(
        fixture.kafka(), topics, workspace.workspace().settings().channels().keySet(), partitions);
  }

  /** Appends events to the topic of events, keyed by customer, in this order. */
  public JobRun send(List<Event> events) {
    fixture.append(
        events.stream()
            .map(event -> record(topics.events(), event.customer(), EventEncoder.encode(event)))
            .toList());
    return this;
  }

  /** Appends a record as it is. */
  public JobRun send(String topic, String customer, String value) {
    fixture.append(List.of(record(topic, customer, value.getBytes(StandardCharsets.UTF_8))));
    return this;
  }

  private static ProducerRecord<byte[], byte[]> record(String topic, String key, byte[] value) {
    return new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value);
  }

  /** Makes a foreign topic. */
  public JobRun createTopic(String name) throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(fixture.kafka())) {
      admin
          .createTopics(List.of(new NewTopic(name, Optional.of(PARTITIONS), Optional.empty())))
          .all()
          .get();
    }
    return this;
  }

  /**
   * Reads what is there, fires every timer, and ends. Not from a checkpoint: the partitions of one
   * know of no end; {@link #start} and {@link RunningJob#stop} with a drain come to the same.
   */
  public JobRun toTheEnd(int parallelism) throws IOException {
    JobSettings settings = JobSettings.of(configuration(parallelism));
    KafkaEndpoints endpoints = KafkaEndpoints.of(workspace, settings).bounded();
    submit(settings, endpoints, null).awaitEnd(PATIENCE);
    return this;
  }

  /** Starts a job that reads for ever; {@link #handled} tells how far it is. */
  public RunningJob start(Configuration config, String restoreFrom) throws IOException {
    JobSettings settings = JobSettings.of(config);
    RunningJob job = submit(settings, KafkaEndpoints.of(workspace, settings), restoreFrom);
    job.awaitRunning();
    return job;
  }

  /** As {@link #start}, but the job follows what is deployed to the topic of bundles. */
  RunningJob startLive(Configuration config, String restoreFrom) throws IOException {
    return startLive(config, restoreFrom, UnaryOperator.identity());
  }

  /**
   * @param between what the job reads from and writes to in the place of Kafka's topics
   */
  RunningJob startLive(Configuration config, String restoreFrom, UnaryOperator<Endpoints> between)
      throws IOException {
    JobSettings settings = JobSettings.of(config);
    JobRules rules = StartingRules.of(workspace, settings, "a test");
    Endpoints endpoints = between.apply(KafkaEndpoints.of(rules, settings));
    RunningJob job = submit(settings, endpoints, restoreFrom);
    job.awaitRunning();
    return job;
  }

  /** Publishes a bundle and has the job switch to it. */
  void deploy(WorkspaceFiles files, long number, boolean backfill, String... paused)
      throws IOException {
    BundleTopic topic =
        new BundleTopic(fixture.kafka(), topics.bundles(), new BundleCodec(TrustedKeys.NONE));
    BundleHistory history = topic.read();
    Instant now = Instant.now();
    topic.append(PublishedBundle.of(files.contents(), "a test", now, null));
    topic.append(
        new Activation(
            number,
            files.version(),
            new TreeSet<>(Set.of(paused)),
            "a test",
            now,
            number - 1,
            Activation.Reason.DEPLOY,
            backfill),
        history);
  }

  /** The settings of a job on these topics, to be changed for {@link #start}. */
  public Configuration configuration(int parallelism) {
    return fixture.configuration(topics, parallelism);
  }

  private RunningJob submit(JobSettings settings, Endpoints endpoints, String restoreFrom)
      throws IOException {
    OfferflowJob job = new OfferflowJob(workspace.workspace(), settings, endpoints, core, metrics);
    StreamExecutionEnvironment env = job.environment();
    // Only the tests that break a job on purpose restart it; they need not wait for it.
    Configuration restart = new Configuration();
    restart.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    restart.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, 3);
    restart.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ZERO);
    env.configure(restart);
    env.configure(flink);
    return fixture.submit(env, restoreFrom);
  }

  /** Jobs from now on count there, and no longer in what {@link #handled} tells. */
  public JobRun measuredBy(DecisionMetrics.Factory other) {
    metrics = other;
    return this;
  }

  /** Jobs from now on have this setting of Flink as well. */
  <T> JobRun set(ConfigOption<T> option, T value) {
    flink.set(option, value);
    return this;
  }

  /** What all jobs on these topics have handled. */
  Handled handled() {
    return Handled.named(topics.prefix());
  }

  WorkspaceFiles workspace() {
    return workspace;
  }

  public Topics topics() {
    return topics;
  }

  /** Every decision record, by id. A job that failed writes some twice: they must be the same. */
  public SortedMap<String, String> decisions() throws IOException {
    return byId(read(topics.decisions()));
  }

  /** Waits until so many different decisions with such ids stand in the topic. */
  public void awaitDecisions(Predicate<String> ids, int wanted) throws IOException {
    await(wanted + " decisions", () -> decisions().keySet().stream().filter(ids).count() >= wanted);
  }

  /** What is to be so at last. */
  @FunctionalInterface
  public interface Until {
    boolean holds() throws IOException;
  }

  /** Looks again and again, but leaves the machine to those who are to bring it about. */
  public static void await(String what, Until until) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!until.holds()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("waited " + PATIENCE + " for " + what);
      }
      LockSupport.parkNanos(20_000_000);
    }
  }

  /**
   * Where the clock of a job comes to that has read all events, when nothing but events moves it:
   * the least of the partitions' greatest times, less the disorder.
   */
  long clock() throws IOException {
    Map<Integer, Long> greatest = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : read(topics.events())) {
      Instant time = Instant.parse(JSON.readTree(text(record)).get("time").asText());
      greatest.merge(record.partition(), time.toEpochMilli(), Math::max);
    }
    long disorder = workspace.workspace().settings().disorderMillis();
    return Collections.min(greatest.values()) - disorder - 1;
  }

  /** Every push on a channel, by the id of its decision. */
  public SortedMap<String, String> offers(String channel) throws IOException {
    return byId(read(topics.offers(channel)));
  }

  /** The ids of pushes that stand in a channel's topic more than once. */
  Set<String> repeated(String channel) throws IOException {
    Set<String> seen = new TreeSet<>();
    Set<String> repeated = new TreeSet<>();
    for (ConsumerRecord<byte[], byte[]> record : read(topics.offers(channel))) {
      String id = decision(text(record));
      if (!seen.add(id)) {
        repeated.add(id);
      }
    }
    return repeated;
  }

  public List<String> deadLetters() {
    return read(topics.deadLetters()).stream().map(JobRun::text).toList();
  }

  private static SortedMap<String, String> byId(List<ConsumerRecord<byte[], byte[]>> records) {
    SortedMap<String, String> byId = new TreeMap<>();
    for (ConsumerRecord<byte[], byte[]> record : records) {
      String json = text(record);
      String before = byId.put(decision(json), json);
      if (before != null && !before.equals(json)) {
        throw new AssertionError("one id, two records:\n" + before + "\n" + json);
      }
    }
    return byId;
  }

  /** The id in a record or a push; reading all of its JSON would take longer than deciding did. */
  private static String decision(String json) {
    String member = "\"decision\":\"";
    int at = json.indexOf(member) + member.length();
    return json.substring(at, json.indexOf('"', at));
  }

  /** The names of all topics that jobs on these topics made or read. */
  public Set<String> written() throws ExecutionException, InterruptedException {
    try (Admin admin = Admin.create(fixture.kafka())) {
      Set<String> names = new TreeSet<>(admin.listTopics().names().get());
      names.removeIf(name -> !name.startsWith(topics.prefix()));
      return names;
    }
  }

  /** All that is in a topic now, partition by partition. */
  public List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    return WholeTopics.read(fixture.kafka(), topic);
  }

  private static String text(ConsumerRecord<byte[], byte[]> record) {
    return new String(record.value(), StandardCharsets.UTF_8);
  }
}
