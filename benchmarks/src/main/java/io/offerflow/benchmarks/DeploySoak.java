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
import io.offerflow.pipeline.job.LocalCluster;
import io.offerflow.pipeline.job.OfferflowJob;
import io.offerflow.pipeline.job.RunningJob;
import io.offerflow.pipeline.job.StartingRules;
import io.offerflow.pipeline.job.WorkspaceFiles;
import io.offerflow.pipeline.metrics.DecisionMetrics;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.management.JMException;
import javax.management.ObjectName;
import org.HdrHistogram.Histogram;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Deploys again and again to a job under load: latency while rules change beside that without, how
 * long a deployment takes to be in force, and what is left behind of classes and memory.
 */
@Command(
    name = "soak",
    mixinStandardHelpOptions = true,
    description = "Deploys many times under load.")
public final class DeploySoak implements Callable<Integer> {
  private static final String AUTHOR = "soak";
  private static final Topics TOPICS = new Topics(AUTHOR);
  private static final Duration WARM_UP = Duration.ofSeconds(10);
  private static final Duration SLICE = Duration.ofSeconds(20);
  private static final String PAUSED = "heavy-data";

  /** One of so many deployments is overtaken by a pause before it is in force. */
  private static final int DEPLOYS_PER_PAUSE = 20;

  /** Campaigns that are quickly compiled and still meet most kinds of events. */
  private static final List<String> FEW =
      List.of(
          "bill-shock",
          "complaint",
          "dropped-calls",
          PAUSED,
          "open-complaint",
          "topup-bonus",
          "upgrade-to-5g",
          "venue");

  /** After so many what is loaded once is loaded. */
  private static final int FIRST = 10;

  /** What each subtask of this process decides by. */
  private static final Map<Integer, Long> IN_FORCE = new ConcurrentHashMap<>();

  /** When the first decision was made since {@link #PAUSE_SEEN} was 0 that names a pause. */
  private static final AtomicLong PAUSE_SEEN = new AtomicLong(-1);

  @Option(names = "--deploys", defaultValue = "1000", description = "default ${DEFAULT-VALUE}")
  int deploys;

  @Option(names = "--rate", defaultValue = "2000", description = "default ${DEFAULT-VALUE}")
  double rate;

  @Option(names = "--calm", defaultValue = "60", description = "default ${DEFAULT-VALUE}")
  int calmSeconds;

  @Option(names = "--pause", defaultValue = "0", description = "ms between two deployments")
  int pauseMillis;

  @Option(
      names = "--parts",
      defaultValue = "4",
      description = "How often memory is looked at; default ${DEFAULT-VALUE}")
  int parts;

  @Option(names = "--whole", description = "All campaigns of the example, not eight of them.")
  boolean whole;

  @Option(names = "--dump", description = "Folder for what is in memory before and after.")
  Path dump;

  @Option(names = "--parallelism", defaultValue = "2", description = "default ${DEFAULT-VALUE}")
  int parallelism;

  /** In microseconds, from handing the activation to Kafka to the last subtask's switch. */
  private final Histogram switches = new Histogram(TimeUnit.MINUTES.toMicros(1), 3);

  /** In microseconds, from handing a pause to Kafka to the first decision under it. */
  private final Histogram pauses = new Histogram(TimeUnit.MINUTES.toMicros(1), 3);

  private Map<String, byte[]> files;
  private BundleTopic bundles;
  private BundleHistory history;

  public static void main(String[] args) {
    System.exit(new CommandLine(new DeploySoak()).execute(args));
  }

  /** Remembers what subtasks decide by. */
  private static final class Numbers implements DecisionMetrics {
    @Override
    public void bundle(int task, long number) {
      IN_FORCE.put(task, number);
    }

    @Override
    public void decision(Decision decision) {
      if (PAUSE_SEEN.get() == 0 && decision.bundle().contains("+")) {
        PAUSE_SEEN.compareAndSet(0, System.nanoTime());
      }
    }
  }

  @Override
  public Integer call() throws Exception {
    files = new TreeMap<>(TelecomExample.files());
    files.keySet().removeIf(path -> path.startsWith("tests/") || !whole && !isOfFew(path));
    // Latency is read off records, so that each decision has one.
    String policy = new String(files.get("policy.yaml"), StandardCharsets.UTF_8);
    String all = policy.replaceFirst("none: [0-9.]+%", "none: 100%");
    files.put("policy.yaml", all.getBytes(StandardCharsets.UTF_8));
    try (Scratch scratch = Scratch.make();
        EmbeddedBroker broker = EmbeddedBroker.start(scratch.folder().resolve("broker"), 0)) {
      JobSettings settings = settings(broker, scratch.folder());
      WorkspaceFiles first = WorkspaceFiles.of(files);
      JobRules rules = StartingRules.of(first, settings, AUTHOR);
      TopicSetup.ensure(
          settings.kafka(),
          TOPICS,
          first.workspace().settings().channels().keySet(),
          2 * parallelism);
      bundles =
          new BundleTopic(settings.kafka(), TOPICS.bundles(), new BundleCodec(TrustedKeys.NONE));
      history = bundles.read();
      StreamExecutionEnvironment env =
          StreamExecutionEnvironment.getExecutionEnvironment(settings.toFlink());
      env.setParallelism(parallelism);
      new OfferflowJob(
              rules.workspace(),
              settings,
              KafkaEndpoints.of(rules, settings),
              Core.Factory.DECIDING,
              Numbers::new)
          .build(env);
      try (LocalCluster cluster = LocalCluster.start(settings, scratch.folder().resolve("work"))) {
        RunningJob job = cluster.submit(env, null);
        job.awaitRunning();
        measure(broker, new Town(first.workspace().schema(), 10_000, 7));
        job.cancel();
      }
    }
    return 0;
  }

  private static boolean isOfFew(String path) {
    String campaign = path.replaceAll("campaigns/(.*)\\.yaml", "$1");
    return !path.startsWith("rules/") && (campaign.equals(path) || FEW.contains(campaign));
  }

  private void measure(EmbeddedBroker broker, Town town) throws Exception {
    Histogram calm = load(broker, town, WARM_UP, Duration.ofSeconds(calmSeconds));
    for (int i = 0; i < FIRST; i++) {
      deploy();
    }
    say("%,d events/s", Math.round(rate));
    say("without deploys: %s", OpenLoop.told(calm));
    say("after %,d deploys: %s", FIRST, left("before"));
    switches.reset();
    Histogram busy = new Histogram(calm);
    double seconds = 0;
    for (int part = 1; part <= parts; part++) {
      int until = deploys * part / parts;
      int from = deploys * (part - 1) / parts;
      history = bundles.read();
      long begun = System.nanoTime();
      CompletableFuture<Void> deploying = CompletableFuture.runAsync(() -> deploy(from, until));
      while (!deploying.isDone()) {
        busy.add(load(broker, town, Duration.ZERO, SLICE));
      }
      deploying.join();
      seconds += (System.nanoTime() - begun) / 1e9;
      say("after %,d more: %s", until, left(part == parts ? "after" : "part-" + part));
    }
    say("%,d deploys in %.0f s", deploys, seconds);
    say("while deploying: %s", OpenLoop.told(busy));
    say("published to in force everywhere: %s", OpenLoop.told(switches));
    say(
        "pause published while rules are compiled to the first decision under it: %s",
        OpenLoop.told(pauses));
    System.out.println(Machine.describe());
  }

  /** Without what this program itself remembers. */
  private Left left(String when) throws Exception {
    history = null;
    Left left = Left.now();
    if (dump != null) {
      Files.createDirectories(dump);
      for (String command : List.of("gcClassHistogram", "vmClassloaderStats")) {
        Files.writeString(dump.resolve(command + "-" + when + ".txt"), diagnosed(command));
      }
    }
    return left;
  }

  /** What jcmd would print. */
  private static String diagnosed(String command) throws JMException {
    Object[] none = {new String[0]};
    String[] types = {String[].class.getName()};
    return (String)
        ManagementFactory.getPlatformMBeanServer()
            .invoke(
                new ObjectName("com.sun.management:type=DiagnosticCommand"), command, none, types);
  }

  private Histogram load(EmbeddedBroker broker, Town town, Duration warmUp, Duration measured)
      throws InterruptedException {
    try (OpenLoop loop =
        new OpenLoop(broker.bootstrapServers(), TOPICS.events(), TOPICS.decisions(), rate)) {
      return loop.run(town, warmUp, measured).all();
    }
  }

  private void deploy(int from, int until) {
    try {
      for (int i = from; i < until; i++) {
        deploy();
        if (i % DEPLOYS_PER_PAUSE == 0) {
          pauseMeanwhile();
        }
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pauseMillis));
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void deploy() throws IOException {
    String version = publish();
    long published = System.nanoTime();
    long number = activate(version, Set.of(), Activation.Reason.DEPLOY);
    awaitInForce(number);
    switches.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - published));
  }

  /** A pause is said while the rules that were deployed just before are compiled. */
  private void pauseMeanwhile() throws IOException {
    String version = publish();
    activate(version, Set.of(), Activation.Reason.DEPLOY);
    PAUSE_SEEN.set(0);
    long published = System.nanoTime();
    long number = activate(version, Set.of(PAUSED), Activation.Reason.PAUSE);
    awaitInForce(number);
    awaitPause();
    pauses.recordValue(TimeUnit.NANOSECONDS.toMicros(PAUSE_SEEN.get() - published));
    awaitInForce(activate(version, Set.of(), Activation.Reason.RESUME));
  }

  /** Rules that differ by a remark alone are compiled all the same. */
  private String publish() throws IOException {
    long number = history.inForce().orElseThrow().number() + 1;
    Map<String, byte[]> changed = new TreeMap<>(files);
    String settings = new String(files.get("workspace.yaml"), StandardCharsets.UTF_8);
    byte[] remarked = (settings + "\n# " + number + "\n").getBytes(StandardCharsets.UTF_8);
    changed.put("workspace.yaml", remarked);
    PublishedBundle bundle = PublishedBundle.of(changed, AUTHOR, Instant.now(), null);
    bundles.append(bundle);
    return bundle.version();
  }

  private long activate(String version, Set<String> paused, Activation.Reason reason)
      throws IOException {
    long parent = history.inForce().orElseThrow().number();
    Activation next =
        new Activation(
            parent + 1,
            version,
            new TreeSet<>(paused),
            AUTHOR,
            Instant.now(),
            parent,
            reason,
            false);
    bundles.append(next, history);
    return next.number();
  }

  private static void awaitInForce(long number) {
    await(
        () -> IN_FORCE.values().stream().allMatch(at -> at == number),
        "activation " + number + " is not in force after a minute");
  }

  private static void awaitPause() {
    await(() -> PAUSE_SEEN.get() > 0, "no decision names the pause after a minute");
  }

  private static void await(BooleanSupplier holds, String otherwise) {
    long begun = System.nanoTime();
    while (!holds.getAsBoolean()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
      if (System.nanoTime() - begun > TimeUnit.MINUTES.toNanos(1)) {
        throw new IllegalStateException(otherwise);
      }
    }
  }

  private JobSettings settings(EmbeddedBroker broker, Path folder) {
    Configuration config = new Configuration();
    config.set(JobOptions.BOOTSTRAP_SERVERS, broker.bootstrapServers());
    config.set(JobOptions.TOPIC_PREFIX, TOPICS.prefix());
    config.set(JobOptions.PARALLELISM, parallelism);
    config.set(JobOptions.CHECKPOINT_DIRECTORY, folder.resolve("checkpoints").toUri().toString());
    config.set(JobOptions.WALL_CLOCK, false);
    return JobSettings.of(config);
  }

  private static void say(String format, Object... values) {
    System.out.printf(Locale.ROOT, format + "%n", values);
  }

  /** What is in memory once all that can go has gone. */
  private record Left(int classes, long metaspace, long heap) {
    static Left now() {
      for (int i = 0; i < 3; i++) {
        System.gc();
      }
      long metaspace = 0;
      for (MemoryPoolMXBean pool : ManagementFactory.getMemoryPoolMXBeans()) {
        metaspace += pool.getName().equals("Metaspace") ? pool.getUsage().getUsed() : 0;
      }
      return new Left(
          ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(),
          metaspace,
          ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%,d classes, %.1f MB of metaspace, %.1f MB of heap",
          classes,
          metaspace / 1e6,
          heap / 1e6);
    }
  }
}
