package io.offerflow.pipeline.faults;

import io.offerflow.bundle.BundleCodec;
import io.offerflow.bundle.BundleTopic;
import io.offerflow.bundle.TrustedKeys;
import io.offerflow.kafka.TopicSetup;
import io.offerflow.kafka.Topics;
import io.offerflow.pipeline.cluster.LocalProcesses;
import io.offerflow.pipeline.cluster.Member;
import io.offerflow.workspace.Workspace;
import io.offerflow.workspace.WorkspaceReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A cluster under load whose processes are killed, or stopped and continued, at random, and whose
 * rules change meanwhile; then all that it put out is held to what replay makes of the events that
 * stand in Kafka by the rules that were deployed.
 */
public final class FaultRun {
  private static final int PARTITIONS = 4;
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final long SETTLED_SECONDS = 6;

  /**
   * What is done to whom.
   *
   * @param seconds how long processes are broken
   * @param rate events a second
   */
  public record Settings(int seconds, int rate, long seed) {}

  private record Later(long at, Member member, boolean start) {}

  private final Settings settings;
  private final Path folder;
  private final Path workspaceFolder;
  private final Workspace workspace;
  private final Consumer<String> log;
  private final Topics topics = Topics.DEFAULT;
  private final SplittableRandom random;
  private final PriorityQueue<Later> later =
      new PriorityQueue<>((one, other) -> Long.compare(one.at, other.at));
  private LocalProcesses cluster;
  private Deploys deploys;
  private int faults;

  /**
   * @param folder for all that the processes keep
   * @param workspaceFolder where the workspace is read from; all its decisions are to be recorded
   * @param log hears what is done
   */
  public FaultRun(
      Settings settings,
      Path folder,
      Path workspaceFolder,
      Workspace workspace,
      Consumer<String> log) {
    this.settings = settings;
    this.folder = folder;
    this.workspaceFolder = workspaceFolder;
    this.workspace = workspace;
    this.log = log;
    this.random = new SplittableRandom(settings.seed());
  }

  /** Runs all of it. */
  public Verdict run() throws IOException {
    Map<String, String> job =
        Map.of(
            "offerflow.checkpoint.interval", "2 s",
            "offerflow.idle-timeout", "0 s",
            "offerflow.wall-clock", "false");
    try (LocalProcesses started = LocalProcesses.in(folder, workspaceFolder, job)) {
      cluster = started;
      cluster.broker().start();
      List<String> channels = List.copyOf(workspace.settings().channels().keySet());
      Properties kafka = new Properties();
      kafka.setProperty("bootstrap.servers", cluster.bootstrapServers());
      awaitBroker(kafka, channels);
      for (Member member : cluster.all()) {
        member.start();
      }
      try (Outputs outputs = new Outputs(kafka, topics, channels);
          Load load = new Load(kafka, topics.events(), settings.rate(), settings.seed())) {
        return run(kafka, load, outputs);
      } finally {
        if (deploys != null) {
          deploys.close();
        }
      }
    }
  }

  private void awaitBroker(Properties kafka, List<String> channels) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        TopicSetup.ensure(kafka, topics, channels, PARTITIONS);
        return;
      } catch (IOException notYet) {
        if (System.nanoTime() > deadline) {
          throw notYet;
        }
      }
    }
  }

  private Verdict run(Properties kafka, Load load, Outputs outputs) throws IOException {
    Thread sender = new Thread(load, "offerflow-load");
    sender.setDaemon(true);
    sender.start();
    awaitProgress(outputs, "the job does not begin");
    log.accept("the job runs");
    BundleTopic bundles = bundles(kafka);
    Map<String, byte[]> files = WorkspaceReader.read(workspaceFolder).files();
    deploys = new Deploys(bundles, files, settings.seed(), log);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(settings.seconds());
    while (System.nanoTime() < end) {
      if ((faults == 0 || random.nextBoolean()) && deploys.next()) {
        // It is read, compiled or switched to when the fault comes.
        followUntil(outputs, System.nanoTime() + millis(0, 6_000));
      }
      fault();
      if (random.nextInt(4) == 0) {
        // The next one comes while this one is still being got over.
        followUntil(outputs, System.nanoTime() + millis(100, 3_000));
      } else {
        awaitProgress(outputs, "the job does not go on");
        followUntil(outputs, System.nanoTime() + millis(500, 6_000));
      }
    }
    load.end();
    join(sender);
    later.forEach(one -> act(new Later(0, one.member, one.start)));
    later.clear();
    deploys.close();
    load.last();
    log.accept(faults + " faults; the job catches up");
    return drain(kafka, bundles, outputs);
  }

  private BundleTopic bundles(Properties kafka) {
    return new BundleTopic(kafka, topics.bundles(), new BundleCodec(TrustedKeys.NONE));
  }

  private static void join(Thread sender) throws IOException {
    try {
      sender.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the load came to its end", e);
    }
  }

  private long millis(int from, int to) {
    return TimeUnit.MILLISECONDS.toNanos(random.nextInt(from, to));
  }

  /** One process is killed and started again, or stands still for a while. */
  private void fault() throws IOException {
    Member member = cluster.all().get(random.nextInt(cluster.all().size()));
    if (!member.isAlive() || member.isStopped()) {
      return;
    }
    faults++;
    if (random.nextInt(5) < 3) {
      log.accept("fault " + faults + ": kill -9 " + member.name());
      member.kill();
      later.add(new Later(System.nanoTime() + millis(1, 3_000), member, true));
    } else {
      long nanos = millis(500, 15_000);
      log.accept(
          "fault "
              + faults
              + ": stop "
              + member.name()
              + " for "
              + TimeUnit.NANOSECONDS.toMillis(nanos)
              + " ms");
      member.stop();
      later.add(new Later(System.nanoTime() + nanos, member, false));
    }
  }

  private void act(Later one) {
    try {
      if (one.start) {
        one.member.start();
      } else {
        one.member.goOn();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void followUntil(Outputs outputs, long instant) throws IOException {
    do {
      follow(outputs);
    } while (System.nanoTime() < instant);
  }

  private void follow(Outputs outputs) throws IOException {
    while (!later.isEmpty() && later.peek().at <= System.nanoTime()) {
      act(later.poll());
    }
    outputs.follow();
    for (Member member : cluster.all()) {
      // One that ended by itself, such as a job manager that found no broker.
      if (!member.isAlive() && later.stream().noneMatch(one -> one.member == member)) {
        log.accept(member.name() + " ended by itself and is started again");
        member.start();
      }
    }
  }

  /** Until something new comes out, once what was on its way has. */
  private void awaitProgress(Outputs outputs, String otherwise) throws IOException {
    followUntil(outputs, System.nanoTime() + TimeUnit.SECONDS.toNanos(1));
    long before = outputs.records();
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (outputs.records() == before) {
      follow(outputs);
      if (System.nanoTime() > deadline) {
        throw new IOException(
            otherwise + " within " + PATIENCE.toSeconds() + " s; its logs are in " + folder);
      }
    }
  }

  private Verdict drain(Properties kafka, BundleTopic bundles, Outputs outputs) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!Load.isLastIn(outputs, PARTITIONS) && System.nanoTime() < deadline) {
      follow(outputs);
    }
    try (InForce inForce = InForce.of(bundles.read())) {
      Input input = Input.read(kafka, topics.events(), workspace);
      long seen;
      Verdict verdict;
      do {
        settle(outputs);
        seen = outputs.records();
        verdict = Verdict.of(faults, workspace, input, inForce, outputs, log);
        outputs.follow();
        // What is missing may still be on its way.
      } while (!verdict.isClean() && outputs.records() > seen && System.nanoTime() < deadline);
      return verdict;
    }
  }

  /** What is put out once too often comes now, if it comes. */
  private void settle(Outputs outputs) throws IOException {
    long seen = outputs.records();
    long settled = System.nanoTime() + TimeUnit.SECONDS.toNanos(SETTLED_SECONDS);
    while (System.nanoTime() < settled) {
      follow(outputs);
      if (outputs.records() != seen) {
        seen = outputs.records();
        settled = System.nanoTime() + TimeUnit.SECONDS.toNanos(SETTLED_SECONDS);
      }
    }
  }
}
