package io.offerflow.benchmarks;

import io.offerflow.kafka.EmbeddedBroker;
import io.offerflow.kafka.TopicSetup;
import io.offerflow.kafka.Topics;
import io.offerflow.pipeline.job.CheckpointTimes;
import io.offerflow.pipeline.job.Core;
import io.offerflow.pipeline.job.Deployment;
import io.offerflow.pipeline.job.Endpoints;
import io.offerflow.pipeline.job.JobOptions;
import io.offerflow.pipeline.job.JobSettings;
import io.offerflow.pipeline.job.KafkaEndpoints;
import io.offerflow.pipeline.job.LocalCluster;
import io.offerflow.pipeline.job.OfferflowJob;
import io.offerflow.pipeline.job.RunningJob;
import io.offerflow.pipeline.job.WorkspaceFiles;
import io.offerflow.pipeline.metrics.DecisionMetrics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A broker, tapes in it, and jobs that read them. */
final class Drain implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  /** Longer than a restore of all, and than any pause. */
  private static final Duration STALLED = Duration.ofMinutes(3);

  /** Longer than any run. */
  private static final Duration NEVER = Duration.ofDays(1);

  /** Of so many states more it is said that they are given. */
  private static final int SAID = 1_000_000;

  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final EmbeddedBroker broker;
  private final Path scratch;
  private final WorkspaceFiles files;
  private final int parallelism;

  /**
   * Keeps the rules compiled from one run to the next: what Drools generated is then as warm as in
   * a job that has run for long.
   */
  private final Core rules;

  private Drain(EmbeddedBroker broker, Path scratch, WorkspaceFiles files, int parallelism) {
    this.broker = broker;
    this.scratch = scratch;
    this.files = files;
    this.parallelism = parallelism;
    this.rules = Core.Factory.DECIDING.open(Deployment.of(files), DecisionMetrics.NONE, null);
  }

  static Drain start(Path scratch, WorkspaceFiles files, int parallelism) throws IOException {
    EmbeddedBroker broker = EmbeddedBroker.start(scratch.resolve("broker"), 0);
    return new Drain(broker, scratch, files, parallelism);
  }

  /**
   * Makes the topics of a prefix and fills the one of events. Each run needs its own: a job counts
   * as contacts what former jobs put out for the same customers.
   */
  private void preload(String prefix, int events, int customers, long seed) throws IOException {
    String topic = topics(prefix).events();
    Tape.write(
        broker.bootstrapServers(), topic, files.workspace().schema(), events, customers, seed);
  }

  private Topics topics(String prefix) throws IOException {
    Topics topics = new Topics(prefix);
    TopicSetup.ensure(
        broker.clientProperties(),
        topics,
        files.workspace().settings().channels().keySet(),
        2 * parallelism);
    return topics;
  }

  /** Writes a backlog that any number of runs drain: the town's next events. */
  Backlog backlog(int events, Town town) throws IOException {
    String prefix = "backlog-" + UUID.randomUUID();
    Tape.write(broker.bootstrapServers(), topics(prefix).events(), events, town);
    return new Backlog(prefix, events);
  }

  /**
   * Events that stand in a topic.
   *
   * @param prefix of that topic
   */
  record Backlog(String prefix, int events) {}

  /**
   * Runs the job over a backlog from its beginning to its end.
   *
   * @param prefix of topics that are not there yet
   */
  Drained run(String prefix, Backlog backlog, Way way) throws IOException {
    return run(prefix, backlog, way, null);
  }

  /**
   * Runs a job that begins with what was saved over a backlog. It makes no checkpoint, which would
   * take the place of what was saved: others are to begin with it as well.
   *
   * @param prefix of topics that are not there yet
   */
  Drained runFrom(Given given, String prefix, Backlog backlog, Core.Factory core)
      throws IOException {
    return run(prefix, backlog, new Way(prefix, core, null), given);
  }

  /**
   * @param given null for a job that begins with nothing
   */
  private Drained run(String prefix, Backlog backlog, Way way, Given given) throws IOException {
    topics(prefix);
    Path checkpoints = Files.createTempDirectory(scratch, "checkpoints");
    JobSettings settings = settings(prefix, checkpoints, way);
    KafkaEndpoints own = KafkaEndpoints.of(files, settings);
    KafkaEndpoints past = KafkaEndpoints.of(files, settings(backlog.prefix(), checkpoints, way));
    // What is saved has the places of sources that had no end, and they have none again.
    Endpoints endpoints =
        given == null
            ? new BacklogEndpoints(own.bounded(), past.bounded())
            : new BacklogEndpoints(own, past);
    StreamExecutionEnvironment env = environment(way, settings, endpoints);
    Scratch.awaitDisk();
    Stopwatch.reset();
    SortedMap<String, Double> cpu;
    try (LocalCluster cluster = cluster(way, settings, checkpoints);
        CpuTimes times = CpuTimes.start()) {
      RunningJob job = cluster.submit(env, given == null ? null : given.saved());
      if (given == null) {
        job.awaitEnd(PATIENCE);
      } else {
        awaitEvents(job, backlog.events());
      }
      cpu = times.seconds();
      job.cancel();
    }
    long events = Stopwatch.events();
    if (given == null && events != backlog.events()) {
      throw new IllegalStateException(events + " events handled, not " + backlog.events());
    }
    cpu.replaceAll((part, seconds) -> seconds * 1e6 / events);
    return new Drained(events / Stopwatch.seconds(), (double) Stopwatch.wakeups() / events, cpu);
  }

  /**
   * What a run came to.
   *
   * @param wakeups for each event
   * @param cpu microseconds of one processor for each event, by part
   */
  record Drained(double perSecond, double wakeups, SortedMap<String, Double> cpu) {}

  /** Runs the job on events that come at a fixed rate, on states that a preloaded tape has made. */
  Waits runAtRate(String prefix, Load load, Way way) throws IOException, InterruptedException {
    preload(prefix, load.preloaded(), load.customers(), load.seed());
    Town town =
        new Town(files.workspace().schema(), load.customers(), load.seed()).after(load.preloaded());
    Path folder = Files.createTempDirectory(scratch, "checkpoints");
    JobSettings settings = settings(prefix, folder, way);
    StreamExecutionEnvironment env = environment(way, settings, KafkaEndpoints.of(files, settings));
    try (LocalCluster cluster = cluster(way, settings, folder)) {
      return underLoad(cluster.submit(env, null), settings, town, load);
    }
  }

  private Waits underLoad(RunningJob job, JobSettings settings, Town town, Load load)
      throws IOException, InterruptedException {
    job.awaitRunning();
    Waits waits =
        new LoadedJob(job, broker.bootstrapServers(), settings.topics(), town)
            .load(load.perSecond(), load.warmUp(), load.measured());
    waits.saw(job.checkpoints());
    job.cancel();
    return waits;
  }

  /** Gives every customer a state, one event each, and saves all. */
  Given give(String prefix, int customers, Way giving) throws IOException {
    Tape.ofEach(broker.bootstrapServers(), topics(prefix).events(), customers);
    Progress.say("an event of each of %,d customers is there", customers);
    Path folder = Files.createTempDirectory(scratch, "checkpoints");
    JobSettings settings = settings(prefix, folder, giving);
    StreamExecutionEnvironment env =
        environment(giving, settings, KafkaEndpoints.of(files, settings));
    Stopwatch.reset();
    try (LocalCluster cluster = cluster(giving, settings, folder)) {
      RunningJob job = cluster.submit(env, null);
      awaitEvents(job, customers);
      double perSecond = Stopwatch.events() / Stopwatch.seconds();
      long onDisk = Scratch.bytes(work(folder));
      Progress.say("all given, %,.0f a second, %,d bytes in RocksDB's files", perSecond, onDisk);
      String saved = job.checkpoint(PATIENCE);
      List<CheckpointTimes> made = job.checkpoints();
      CheckpointTimes full = made.get(made.size() - 1);
      Progress.say("all saved in %,d ms, %,d bytes", full.millis(), full.bytes());
      job.cancel();
      return new Given(perSecond, onDisk, full, saved);
    }
  }

  /** Until so many events are handled, or nearly so: cores tell only of every sixty-fourth. */
  private void awaitEvents(RunningJob job, int events) throws IOException {
    long almostAll = events - (long) Stopwatch.PER_LOOK * parallelism;
    long said = 0;
    long handled = -1;
    long since = System.nanoTime();
    while (handled < almostAll && !job.isDone()) {
      LockSupport.parkNanos(POLL_NANOS);
      if (Stopwatch.events() > handled) {
        handled = Stopwatch.events();
        since = System.nanoTime();
      } else if (System.nanoTime() - since > STALLED.toNanos()) {
        throw new IOException("nothing is handled any more after " + handled + " events");
      }
      if (handled >= said + SAID) {
        said = handled;
        Progress.say("%,d events handled, %,.0f a second", said, said / Stopwatch.seconds());
      }
    }
    if (job.isDone()) {
      job.awaitEnd(PATIENCE);
      throw new IOException("the job has ended");
    }
  }

  /** What is done with a job while it runs. */
  @FunctionalInterface
  interface Use<T> {
    T of(LoadedJob job) throws IOException, InterruptedException;
  }

  /**
   * Runs a job that begins with what was saved, under the town's next events, for as long as it is
   * of use. It makes checkpoints when it is told to.
   */
  <T> Restored<T> restored(String prefix, Given given, Core.Factory core, Town town, Use<T> use)
      throws IOException, InterruptedException {
    topics(prefix);
    Way way = new Way(prefix, core, null);
    Path folder = Files.createTempDirectory(scratch, "checkpoints");
    JobSettings settings = settings(prefix, folder, way);
    StreamExecutionEnvironment env = environment(way, settings, KafkaEndpoints.of(files, settings));
    try (LocalCluster cluster = cluster(way, settings, folder)) {
      long begun = System.nanoTime();
      RunningJob job = cluster.submit(env, given.saved());
      job.awaitRunning(PATIENCE);
      double seconds = (System.nanoTime() - begun) / 1e9;
      Progress.say("running again after %.1f s", seconds);
      T result = use.of(new LoadedJob(job, broker.bootstrapServers(), settings.topics(), town));
      job.cancel();
      return new Restored<>(seconds, result);
    }
  }

  /**
   * What came of a job that began with what was saved.
   *
   * @param seconds until every task ran again
   */
  record Restored<T>(double seconds, T result) {}

  /**
   * States that all customers have now.
   *
   * @param perSecond states written, one an event
   * @param onDisk bytes of RocksDB's working folder then
   * @param full the first checkpoint, which writes all
   * @param saved where that is
   */
  record Given(double perSecond, long onDisk, CheckpointTimes full, String saved) {}

  private StreamExecutionEnvironment environment(
      Way way, JobSettings settings, Endpoints endpoints) {
    Configuration flink = settings.toFlink();
    flink.addAll(Configuration.fromMap(way.flink()));
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(flink);
    env.setParallelism(parallelism);
    new OfferflowJob(
            files.workspace(),
            settings,
            endpoints,
            Stopwatch.around(way.core()),
            DecisionMetrics.Factory.OFF)
        .build(env);
    return env;
  }

  private static LocalCluster cluster(Way way, JobSettings settings, Path checkpoints)
      throws IOException {
    return LocalCluster.start(settings, work(checkpoints), Configuration.fromMap(way.flink()));
  }

  /** Where RocksDB works. */
  private static Path work(Path checkpoints) {
    return checkpoints.resolveSibling("work");
  }

  /**
   * What comes.
   *
   * @param preloaded so many events are there when the job starts
   * @param warmUp from the first event at that rate on
   */
  record Load(
      int preloaded,
      int customers,
      long seed,
      double perSecond,
      Duration warmUp,
      Duration measured) {}

  private JobSettings settings(String prefix, Path checkpoints, Way way) {
    Duration interval = way.checkpoints() == null ? NEVER : way.checkpoints();
    Configuration config = new Configuration();
    config.set(JobOptions.CHECKPOINT_INTERVAL, interval);
    config.set(JobOptions.BOOTSTRAP_SERVERS, broker.bootstrapServers());
    // A group that was never seen reads from the beginning.
    config.set(JobOptions.GROUP_ID, "drain-" + UUID.randomUUID());
    config.set(JobOptions.TOPIC_PREFIX, prefix);
    config.set(JobOptions.PARALLELISM, parallelism);
    config.set(JobOptions.CHECKPOINT_DIRECTORY, checkpoints.toUri().toString());
    config.set(JobOptions.WALL_CLOCK, false);
    config.addAll(Configuration.fromMap(way.flink()));
    return JobSettings.of(config);
  }

  @Override
  public void close() {
    rules.close();
    broker.close();
  }
}
