package io.offerflow.pipeline.demo;

import io.offerflow.kafka.Topics;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** The city at work on a broker and a job that run already. */
public final class Demo {
  private static final long REDRAW_MILLIS = 500;
  private static final Duration QUIET = Duration.ofMillis(700);
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Settings settings;
  private final Properties kafka;
  private final Topics topics;
  private final Collection<String> channels;
  private final DecisionCounts decisions;
  private final Screen screen;

  /**
   * What can be chosen.
   *
   * @param seconds how long events are sent; 0 for until somebody stops it
   * @param rate events per second, from 1
   * @param customers how many live in the city, from 1
   */
  public record Settings(int seconds, int rate, long seed, int customers) {
    private static final int WARM_UP_SECONDS = 5;

    /** At high rates a cold JVM falls behind at first, and must have caught up. */
    private static final int LONG_WARM_UP_SECONDS = 20;

    /** Latencies of so long are those of a cold JVM, unless there is hardly more to measure. */
    int warmUpSeconds() {
      if (seconds >= 3 * LONG_WARM_UP_SECONDS) {
        return LONG_WARM_UP_SECONDS;
      }
      return seconds > 0 && seconds < 3 * WARM_UP_SECONDS ? 0 : WARM_UP_SECONDS;
    }
  }

  /** Waits, and says whether somebody wants it to end. */
  @FunctionalInterface
  public interface Ending {
    /** Comes back early, with true, when the end is wanted. */
    boolean within(long millis);
  }

  /**
   * @param kafka what every client is given
   * @param topics made already, see {@link #stampOnAppend}
   * @param channels that the job pushes to
   * @param metrics the job's page of metrics
   */
  public Demo(
      Settings settings,
      Properties kafka,
      Topics topics,
      Collection<String> channels,
      URI metrics,
      Screen screen) {
    this.settings = settings;
    this.kafka = kafka;
    this.topics = topics;
    this.channels = List.copyOf(channels);
    this.decisions = new DecisionCounts(metrics);
    this.screen = screen;
  }

  /**
   * Makes the broker stamp events and offers when it appends them: both ends of the latency are
   * then told by one clock, the broker's.
   */
  public static void stampOnAppend(Properties kafka, Topics topics, Collection<String> channels)
      throws IOException {
    AlterConfigOp stamp =
        new AlterConfigOp(
            new ConfigEntry(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, "LogAppendTime"),
            AlterConfigOp.OpType.SET);
    Map<ConfigResource, Collection<AlterConfigOp>> changes = new HashMap<>();
    changes.put(resource(topics.events()), List.of(stamp));
    channels.forEach(channel -> changes.put(resource(topics.offers(channel)), List.of(stamp)));
    try (Admin admin = Admin.create(kafka)) {
      admin.incrementalAlterConfigs(changes).all().get();
    } catch (ExecutionException e) {
      throw new IOException("the demo's topics cannot be set up", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the demo's topics were set up", e);
    }
  }

  /** Throws when what the demonstration stands on has broken down. */
  @FunctionalInterface
  public interface Check {
    void run() throws IOException;
  }

  /**
   * Sends events until the time is up or the end is wanted.
   *
   * @param job throws when the job has ended
   * @param launched when the program was started, epoch milliseconds
   */
  public Summary run(Check job, Ending ending, long launched) throws IOException {
    long begin = System.currentTimeMillis();
    City city = new City(settings.seed(), settings.customers(), Instant.ofEpochMilli(begin));
    AppendTimes appended = new AppendTimes(begin);
    Measurements measurements =
        new Measurements(launched, begin + settings.warmUpSeconds() * 1_000L);
    Reactions reactions = new Reactions(settings.seed());
    try (Results results =
            new Results(kafka, topics, channels, appended, measurements, city, reactions);
        Load load = new Load(kafka, topics.events(), city, settings.rate(), appended)) {
      results.start();
      load.start();
      Progress progress = new Progress(load, measurements);
      boolean ended = false;
      while (!ended && !progress.isOver()) {
        ended = ending.within(REDRAW_MILLIS);
        job.run();
        load.check();
        results.check();
        screen.show(progress.snapshot());
      }
      load.stop();
      Snapshot sent = progress.snapshot();
      drain(results, ending);
      results.stop();
      return new Summary(
          settings,
          new Snapshot(
              sent.millis(),
              load.sent(),
              0,
              0,
              load.worstLagMillis(),
              measurements.standing(decisions.read())));
    }
  }

  /**
   * Offers for the last events are still on their way, and a slow machine has not decided about all
   * of them: the end is where neither come out any more.
   */
  private void drain(Results results, Ending ending) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Map<String, Long> decided = decisions.read();
    long changed = System.nanoTime();
    boolean hurry = false;
    while (!hurry && System.nanoTime() < deadline && !isQuiet(results, changed)) {
      hurry = ending.within(50);
      Map<String, Long> now = decisions.read();
      if (!now.equals(decided)) {
        decided = now;
        changed = System.nanoTime();
      }
    }
  }

  private static boolean isQuiet(Results results, long changed) {
    return results.silence().compareTo(QUIET) >= 0
        && System.nanoTime() - changed >= QUIET.toNanos();
  }

  private static ConfigResource resource(String topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic);
  }

  /** Snapshots since the first event. */
  private final class Progress {
    private final Load load;
    private final Measurements measurements;
    private final long start = System.nanoTime();
    private Snapshot last;

    Progress(Load load, Measurements measurements) {
      this.load = load;
      this.measurements = measurements;
    }

    boolean isOver() {
      return settings.seconds() > 0 && millis() >= settings.seconds() * 1_000L;
    }

    Snapshot snapshot() {
      long millis = millis();
      long sent = load.sent();
      Measurements.Standing standing = measurements.standing(decisions.read());
      double seconds = (millis - (last == null ? 0 : last.millis())) / 1e3;
      last =
          new Snapshot(
              millis,
              sent,
              (sent - (last == null ? 0 : last.sent())) / seconds,
              (standing.offers() - (last == null ? 0 : last.standing().offers())) / seconds,
              load.worstLagMillis(),
              standing);
      return last;
    }

    private long millis() {
      return (System.nanoTime() - start) / 1_000_000;
    }
  }
}
