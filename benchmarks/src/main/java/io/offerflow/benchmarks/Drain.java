package io.offerflow.benchmarks;

import io.offerflow.kafka.EmbeddedBroker;
import io.offerflow.kafka.TopicSetup;
import io.offerflow.kafka.Topics;
import io.offerflow.pipeline.job.CheckpointTimes;
import io.offerflow.pipeline.job.Core;
import io.offerflow.pipeline.job.Deployment;
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

/** A broker with a tape in it, and jobs that read the tape from its beginning to its end. */
final class Drain implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  /** Longer than any run. */
  private static final Duration NEVER = Duration.ofDays(1);

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

  /**
   * Runs the job over a tape from its beginning to its end.
   *
   * @param prefix of topics that are not there yet
   */
  Drained run(String prefix, int events, int customers, long seed, Way way) throws IOException {
    preload(prefix, events, customers, seed);
    Path checkpoints = Files.createTempDirectory(scratch, "checkpoints");
    JobSettings settings = settings(prefix, checkpoints, way);
    StreamExecutionEnvironment env =
        environment(way, settings, KafkaEndpoints.of(files, settings).bounded());
    Stopwatch.reset();
    SortedMap<String, Double> cpu;
    try (LocalCluster cluster = cluster(way, settings, checkpoints);
        CpuTimes times = CpuTimes.start()) {
      cluster.submit(env, null).awaitEnd(PATIENCE);
      cpu = times.seconds();
    }
    if (Stopwatch.events() != events) {
      throw new IllegalStateException(Stopwatch.events() + " events handled, not " + events);
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
    Town town = new Town(files.workspace().schema(), load.customers(), load.seed());
    for (int i = 0; i < load.preloaded(); i++) {
      town.next();
    }
    Path folder = Files.createTempDirectory(scratch, "checkpoints");
    JobSettings settings = settings(prefix, folder, way);
    StreamExecutionEnvironment env = environment(way, settings, KafkaEndpoints.of(files, settings));
    try (LocalCluster cluster = cluster(way, settings, folder)) {
      return underLoad(cluster.submit(env, null), settings, town, load);
    }
  }

  private Waits underLoad(RunningJob job, JobSettings settings, Town town, Load load)
      throws IOException, InterruptedException {
    try (OpenLoop loop =
        new OpenLoop(
            broker.bootstrapServers(),
            settings.topics().events(),
            settings.topics().decisions(),
            load.perSecond())) {
      job.awaitRunning();
      Waits waits = loop.run(town, load.warmUp(), load.measured());
      waits.saw(job.checkpoints());
      job.cancel();
      return waits;
    }
  }

  /**
   * Gives every customer a state, saves all, and goes on from there with another core.
   *
   * @param town what comes then
   */
  Crowd crowd(String prefix, Load load, Way giving, Way deciding, Town town)
      throws IOException, InterruptedException {
    Tape.ofEach(broker.bootstrapServers(), topics(prefix).events(), load.customers());
    Path folder = Files.createTempDirectory(scratch, "checkpoints");
    JobSettings settings = settings(prefix, folder, giving);
    Stopwatch.reset();
    String saved;
    CheckpointTimes full;
    double given;
    try (LocalCluster cluster = cluster(giving, settings, folder)) {
      RunningJob job =
          cluster.submit(environment(giving, settings, KafkaEndpoints.of(files, settings)), null);
      long almostAll = load.customers() - (long) Stopwatch.PER_LOOK * parallelism;
      while (Stopwatch.events() < almostAll && !job.isDone()) {
        LockSupport.parkNanos(POLL_NANOS);
      }
      given = Stopwatch.events() / Stopwatch.seconds();
      Progress.say("%,d states given, %,.0f a second", load.customers(), given);
      saved = job.checkpoint();
      List<CheckpointTimes> made = job.checkpoints();
      full = made.get(made.size() - 1);
      Progress.say("all saved in %,d ms, %,d bytes", full.millis(), full.bytes());
      job.cancel();
    }
    settings = settings(prefix, folder, deciding);
    try (LocalCluster cluster = cluster(deciding, settings, folder)) {
      long begun = System.nanoTime();
      RunningJob job =
          cluster.submit(
              environment(deciding, settings, KafkaEndpoints.of(files, settings)), saved);
      job.awaitRunning();
      double restoring = (System.nanoTime() - begun) / 1e9;
      Progress.say("running again after %.1f s", restoring);
      return new Crowd(given, full, restoring, underLoad(job, settings, town, load));
    }
  }

  /**
   * How many customers were borne.
   *
   * @param givenPerSecond states written, one an event
   * @param full the first checkpoint, which writes all
   * @param restoreSeconds until every task ran again
   */
  record Crowd(double givenPerSecond, CheckpointTimes full, double restoreSeconds, Waits waits) {}

  private StreamExecutionEnvironment environment(
      Way way, JobSettings settings, KafkaEndpoints endpoints) {
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
    Path work = checkpoints.resolveSibling("work");
    return LocalCluster.start(settings, work, Configuration.fromMap(way.flink()));
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
    return JobSettings.of(config);
  }

  @Override
  public void close() {
    rules.close();
    broker.close();
  }
}
