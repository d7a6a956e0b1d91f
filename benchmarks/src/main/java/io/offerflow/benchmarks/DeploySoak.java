package io.offerflow.benchmarks;

import io.offerflow.bundle.Activation;
import io.offerflow.kafka.EmbeddedBroker;
import io.offerflow.pipeline.job.JobOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.management.JMException;
import javax.management.ObjectName;
import org.HdrHistogram.Histogram;
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
  private static final int CUSTOMERS = 10_000;
  private static final String PAUSED = "heavy-data";

  /** One of so many deployments is overtaken by a pause before it is in force. */
  private static final int DEPLOYS_PER_PAUSE = 20;

  /** So many are quickly compiled and still meet most kinds of events. */
  private static final int FEW = 10;

  @Option(names = "--deploys", defaultValue = "1000", description = "default ${DEFAULT-VALUE}")
  int deploys;

  @Option(names = "--rate", defaultValue = "2000", description = "default ${DEFAULT-VALUE}")
  double rate;

  @Option(names = "--calm", defaultValue = "60", description = "default ${DEFAULT-VALUE}")
  int calmSeconds;

  @Option(names = "--warm-up", defaultValue = "10", description = "default ${DEFAULT-VALUE}")
  int warmUpSeconds;

  @Option(
      names = "--slice",
      defaultValue = "20",
      description = "seconds of load at a time while rules are deployed; default ${DEFAULT-VALUE}")
  int sliceSeconds;

  @Option(
      names = "--first",
      defaultValue = "10",
      description =
          "deployments that come first: after them what is loaded once is loaded; default"
              + " ${DEFAULT-VALUE}")
  int first;

  @Option(names = "--pause", defaultValue = "0", description = "ms between two deployments")
  int pauseMillis;

  @Option(
      names = "--parts",
      defaultValue = "4",
      description = "How often memory is looked at; default ${DEFAULT-VALUE}")
  int parts;

  @Option(names = "--whole", description = "All campaigns of the example, not ten of them.")
  boolean whole;

  @Option(names = "--dump", description = "Folder for what is in memory before and after.")
  Path dump;

  @Option(names = "--parallelism", defaultValue = "2", description = "default ${DEFAULT-VALUE}")
  int parallelism;

  /** In microseconds, from handing the activation to Kafka to the last subtask's switch. */
  private final Histogram switches = new Histogram(TimeUnit.MINUTES.toMicros(1), 3);

  /** In microseconds, from handing a pause to Kafka to the first decision under it. */
  private final Histogram pauses = new Histogram(TimeUnit.MINUTES.toMicros(1), 3);

  private LiveJob job;

  public static void main(String[] args) {
    System.exit(new CommandLine(new DeploySoak()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    LiveJob.Start start =
        new LiveJob.Start(
            "soak", files(), parallelism, JobOptions.CHECKPOINT_INTERVAL.defaultValue(), 0, 0);
    try (Scratch scratch = Scratch.make();
        EmbeddedBroker broker = EmbeddedBroker.start(scratch.folder().resolve("broker"), 0);
        LiveJob started = LiveJob.start(broker, scratch.folder(), start)) {
      job = started;
      measure(job.town(CUSTOMERS, 0));
    }
    return 0;
  }

  private Map<String, byte[]> files() {
    Map<String, byte[]> files =
        whole ? new TreeMap<>(TelecomExample.files()) : TelecomExample.files(FEW);
    files.keySet().removeIf(path -> path.startsWith("tests/"));
    // Latency is read off records, so that each decision has one.
    String policy = new String(files.get("policy.yaml"), StandardCharsets.UTF_8);
    String all = policy.replaceFirst("none: [0-9.]+%", "none: 100%");
    files.put("policy.yaml", all.getBytes(StandardCharsets.UTF_8));
    return files;
  }

  private void measure(Town town) throws Exception {
    Histogram calm = load(town, Duration.ofSeconds(warmUpSeconds), Duration.ofSeconds(calmSeconds));
    for (int i = 0; i < first; i++) {
      deploy();
    }
    say("%,d events/s", Math.round(rate));
    say("without deploys: %s", Percentiles.of(calm));
    say("after %,d deploys: %s", first, left("before"));
    switches.reset();
    Histogram busy = new Histogram(calm);
    double seconds = 0;
    for (int part = 1; part <= parts; part++) {
      int until = deploys * part / parts;
      int from = deploys * (part - 1) / parts;
      job.readHistory();
      long begun = System.nanoTime();
      CompletableFuture<Void> deploying = CompletableFuture.runAsync(() -> deploy(from, until));
      while (!deploying.isDone()) {
        busy.add(load(town, Duration.ZERO, Duration.ofSeconds(sliceSeconds)));
      }
      deploying.join();
      seconds += (System.nanoTime() - begun) / 1e9;
      say("after %,d more: %s", until, left(part == parts ? "after" : "part-" + part));
    }
    say("%,d deploys in %.0f s", deploys, seconds);
    say("while deploying: %s", Percentiles.of(busy));
    say("published to in force everywhere: %s", Percentiles.of(switches));
    say(
        "pause published while rules are compiled to the first decision under it: %s",
        Percentiles.of(pauses));
    System.out.println(Machine.describe());
  }

  /** Without what this program itself remembers. */
  private Left left(String when) throws Exception {
    job.forgetHistory();
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

  private Histogram load(Town town, Duration warmUp, Duration measured)
      throws InterruptedException {
    return job.under(town).load(rate, warmUp, measured).all();
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
    String version = job.publishRemarked();
    long published = System.nanoTime();
    LiveJob.awaitInForce(activate(version, Set.of(), Activation.Reason.DEPLOY));
    switches.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - published));
  }

  /** A pause is said while the rules that were deployed just before are compiled. */
  private void pauseMeanwhile() throws IOException {
    String version = job.publishRemarked();
    activate(version, Set.of(), Activation.Reason.DEPLOY);
    LiveJob.lookOutForPause();
    long published = System.nanoTime();
    long number = activate(version, Set.of(PAUSED), Activation.Reason.PAUSE);
    LiveJob.awaitInForce(number);
    pauses.recordValue(TimeUnit.NANOSECONDS.toMicros(LiveJob.awaitPause() - published));
    LiveJob.awaitInForce(activate(version, Set.of(), Activation.Reason.RESUME));
  }

  private long activate(String version, Set<String> paused, Activation.Reason reason)
      throws IOException {
    return job.activate(version, paused, reason, false);
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
