package io.offerflow.benchmarks;

import io.offerflow.bundle.Activation;
import io.offerflow.bundle.BundleCodec;
import io.offerflow.bundle.BundleHistory;
import io.offerflow.bundle.BundleTopic;
import io.offerflow.bundle.PublishedBundle;
import io.offerflow.bundle.TrustedKeys;
import io.offerflow.decision.Decision;
import io.offerflow.kafka.EmbeddedBroker;
import io.offerflow.kafka.TopicSetup;
import io.offerflow.kafka.Topics;
import io.offerflow.pipeline.job.Core;
import io.offerflow.pipeline.job.JobOptions;
import io.offerflow.pipeline.job.JobRules;
import io.offerflow.pipeline.job.JobSettings;
import io.offerflow.pipeline.job.KafkaEndpoints;
import io.offerflow.pipeline.job.LocalJob;
import io.offerflow.pipeline.job.OfferflowJob;
import io.offerflow.pipeline.job.StartingRules;
import io.offerflow.pipeline.job.WorkspaceFiles;
import io.offerflow.pipeline.metrics.DecisionMetrics;
import io.offerflow.workspace.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.flink.configuration.Configuration;

/** A job whose rules change while it runs, with topics of its own. One at a time in a process. */
final class LiveJob implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  /** What each subtask of this process decides by. */
  private static final Map<Integer, Long> IN_FORCE = new ConcurrentHashMap<>();

  private static volatile long lastSwitch;
  private static final LongAdder HANDLED = new LongAdder();

  /** When the first event was handled; 0 before. */
  private static final AtomicLong BEGUN = new AtomicLong();

  /** When the first decision was made since this was 0 that names a pause. */
  private static final AtomicLong PAUSE_SEEN = new AtomicLong(-1);

  private final EmbeddedBroker broker;
  private final Topics topics;
  private final Map<String, byte[]> files;
  private final LocalJob job;
  private final Workspace workspace;
  private final BundleTopic bundles;
  private BundleHistory history;

  private LiveJob(
      EmbeddedBroker broker,
      JobSettings settings,
      Map<String, byte[]> files,
      JobRules rules,
      LocalJob job)
      throws IOException {
    this.broker = broker;
    this.topics = settings.topics();
    this.files = files;
    this.workspace = rules.workspace();
    this.job = job;
    this.bundles =
        new BundleTopic(settings.kafka(), topics.bundles(), new BundleCodec(TrustedKeys.NONE));
    this.history = bundles.read();
  }

  /** Remembers what subtasks have done and what they decide by. */
  private static final class Seen implements DecisionMetrics {
    @Override
    public void event(String type) {
      if (BEGUN.get() == 0) {
        BEGUN.compareAndSet(0, System.nanoTime());
      }
      HANDLED.increment();
    }

    @Override
    public void bundle(int task, long number) {
      IN_FORCE.put(task, number);
      lastSwitch = System.nanoTime();
    }

    @Override
    public void decision(Decision decision) {
      if (PAUSE_SEEN.get() == 0 && decision.bundle().contains("+")) {
        PAUSE_SEEN.compareAndSet(0, System.nanoTime());
      }
    }
  }

  /**
   * What a job is started with.
   *
   * @param name of its topics, which are not there yet
   * @param checkpoints how often
   * @param preloaded so many events of the town are there when it starts
   */
  record Start(
      String name,
      Map<String, byte[]> files,
      int parallelism,
      Duration checkpoints,
      int preloaded,
      int customers) {}

  /** Returns once all its tasks run. */
  static LiveJob start(EmbeddedBroker broker, Path scratch, Start start) throws IOException {
    IN_FORCE.clear();
    HANDLED.reset();
    BEGUN.set(0);
    Path folder = scratch.resolve(start.name);
    JobSettings settings = settings(broker, folder, start);
    JobRules rules = StartingRules.of(WorkspaceFiles.of(start.files), settings, start.name);
    Workspace workspace = rules.workspace();
    Set<String> channels = workspace.settings().channels().keySet();
    TopicSetup.ensure(settings.kafka(), settings.topics(), channels, 2 * start.parallelism);
    Tape.write(
        broker.bootstrapServers(),
        settings.topics().events(),
        workspace.schema(),
        start.preloaded,
        start.customers,
        Town.SEED);
    Scratch.awaitDisk();
    OfferflowJob job =
        new OfferflowJob(
            workspace,
            settings,
            KafkaEndpoints.of(rules, settings),
            Core.Factory.DECIDING,
            Seen::new);
    LocalJob running = LocalJob.start(job, settings, folder.resolve("work"), null);
    return new LiveJob(broker, settings, start.files, rules, running);
  }

  private static JobSettings settings(EmbeddedBroker broker, Path folder, Start start) {
    Configuration config = new Configuration();
    config.set(JobOptions.BOOTSTRAP_SERVERS, broker.bootstrapServers());
    config.set(JobOptions.GROUP_ID, start.name);
    config.set(JobOptions.TOPIC_PREFIX, start.name);
    config.set(JobOptions.PARALLELISM, start.parallelism);
    config.set(JobOptions.CHECKPOINT_INTERVAL, start.checkpoints);
    config.set(JobOptions.CHECKPOINT_DIRECTORY, folder.resolve("checkpoints").toUri().toString());
    config.set(JobOptions.WALL_CLOCK, false);
    return JobSettings.of(config);
  }

  /** What comes after so many events of the town. */
  Town town(int customers, int past) {
    return new Town(workspace.schema(), customers, Town.SEED).after(past);
  }

  /** Waits until so many events are handled; returns how many a second, from the first on. */
  double awaitHandled(int events) throws IOException {
    BooleanSupplier handled = () -> HANDLED.sum() >= events || job.running().isDone();
    await(PATIENCE, handled, events + " events are not handled");
    if (job.running().isDone()) {
      job.running().awaitEnd(PATIENCE);
      throw new IOException("the job has ended");
    }
    return events * 1e9 / (System.nanoTime() - BEGUN.get());
  }

  /** It, under a load of the town's next events. */
  LoadedJob under(Town town) {
    return new LoadedJob(job.running(), broker.bootstrapServers(), topics, town);
  }

  /** Forgets what was deployed so far; it is read again before more is. */
  void forgetHistory() {
    history = null;
  }

  void readHistory() throws IOException {
    history = bundles.read();
  }

  /** Its files with another remark: they are compiled all the same. Returns their version. */
  String publishRemarked() throws IOException {
    long number = history.inForce().orElseThrow().number() + 1;
    return publish("workspace.yaml", "\n# " + number + "\n");
  }

  /** Its files with more at the end of one of them. Returns their version. */
  String publish(String path, String more) throws IOException {
    Map<String, byte[]> changed = new TreeMap<>(files);
    String text = new String(files.get(path), StandardCharsets.UTF_8) + more;
    changed.put(path, text.getBytes(StandardCharsets.UTF_8));
    PublishedBundle bundle = PublishedBundle.of(changed, topics.prefix(), Instant.now(), null);
    bundles.append(bundle);
    return bundle.version();
  }

  /** Says what is to be in force; returns its number. */
  long activate(String version, Set<String> paused, Activation.Reason reason, boolean backfill)
      throws IOException {
    long parent = history.inForce().orElseThrow().number();
    Activation next =
        new Activation(
            parent + 1,
            version,
            new TreeSet<>(paused),
            topics.prefix(),
            Instant.now(),
            parent,
            reason,
            backfill);
    bundles.append(next, history);
    return next.number();
  }

  static boolean isInForce(long number) {
    return IN_FORCE.values().stream().allMatch(at -> at == number);
  }

  static void awaitInForce(long number) {
    await(PATIENCE, () -> isInForce(number), "activation " + number + " is not in force");
  }

  /** When the last subtask switched, as {@link System#nanoTime} tells it. */
  static long lastSwitch() {
    return lastSwitch;
  }

  /** From now on the next decision that names a pause is noticed. */
  static void lookOutForPause() {
    PAUSE_SEEN.set(0);
  }

  /** When that was, as {@link System#nanoTime} tells it. */
  static long awaitPause() {
    await(PATIENCE, () -> PAUSE_SEEN.get() > 0, "no decision names the pause");
    return PAUSE_SEEN.get();
  }

  private static void await(Duration patience, BooleanSupplier holds, String otherwise) {
    long begun = System.nanoTime();
    while (!holds.getAsBoolean()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      if (System.nanoTime() - begun > patience.toNanos()) {
        throw new IllegalStateException(otherwise + " after " + patience.toMinutes() + " minutes");
      }
    }
  }

  /** Cancels it; its topics stay. */
  @Override
  public void close() throws IOException {
    job.close();
  }
}
