package io.offerflow.pipeline.faults;

import io.offerflow.bundle.Activation;
import io.offerflow.bundle.Activation.Reason;
import io.offerflow.bundle.BundleHistory;
import io.offerflow.bundle.BundleTopic;
import io.offerflow.bundle.PublishedBundle;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Deploys other rules, pauses and resumes campaigns and rolls back, by a seeded plan and as the
 * commands do. It waits for the broker by a thread of its own: somebody else has to start it again.
 */
final class Deploys implements AutoCloseable {
  private static final String AUTHOR = "faults";
  private static final long PATIENCE_SECONDS = 240;

  /** Such as have moments all the time. */
  private static final List<String> PAUSABLE =
      List.of("heavy-data", "topup-bonus", "topup-data", "shop-visit", "complaint");

  private final BundleTopic topic;
  private final Map<String, byte[]> example;
  private final SplittableRandom random;
  private final Consumer<String> log;
  private final AtomicBoolean underway = new AtomicBoolean();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread deploying = new Thread(work, "offerflow-deploys");
            deploying.setDaemon(true);
            return deploying;
          });
  private Variant variant = Variant.PLAIN;

  /**
   * @param example the files that the job begins with
   * @param log hears what is done
   */
  Deploys(BundleTopic topic, Map<String, byte[]> example, long seed, Consumer<String> log) {
    this.topic = topic;
    this.example = example;
    this.random = new SplittableRandom(seed);
    this.log = log;
  }

  /** Begins with the next one; not while another one waits for the broker. */
  boolean next() {
    boolean begins = underway.compareAndSet(false, true);
    if (begins) {
      thread.execute(this::run);
    }
    return begins;
  }

  private void run() {
    try {
      BundleHistory history = topic.read();
      if (history.inForce().isPresent()) {
        change(history, history.inForce().get());
      }
    } catch (IOException e) {
      // It may stand in the topic all the same; whoever comes next reads what does.
      log.accept("deploying failed: " + e.getMessage());
    } finally {
      underway.set(false);
    }
  }

  private void change(BundleHistory history, Activation current) throws IOException {
    List<String> others =
        history.bundles().stream()
            .map(PublishedBundle::version)
            .filter(version -> !version.equals(current.version()))
            .toList();
    int dice = random.nextInt(8);
    if (dice < 4 || dice == 7 && others.isEmpty()) {
      deploy(history, current);
    } else if (dice < 7) {
      pauseOrResume(history, current);
    } else {
      String version = others.get(random.nextInt(others.size()));
      activate(history, current, version, current.paused(), Reason.ROLLBACK);
    }
  }

  private void deploy(BundleHistory history, Activation current) throws IOException {
    variant = variant.next(random);
    SortedMap<String, byte[]> files = variant.of(example);
    PublishedBundle bundle = PublishedBundle.of(files, AUTHOR, Instant.now(), current.version());
    if (bundle.version().equals(current.version())) {
      return;
    }
    if (history.bundle(bundle.version()).isEmpty()) {
      topic.append(bundle);
    }
    activate(history, current, bundle.version(), current.paused(), Reason.DEPLOY);
  }

  private void pauseOrResume(BundleHistory history, Activation current) throws IOException {
    SortedSet<String> paused = new TreeSet<>(current.paused());
    String campaign = PAUSABLE.get(random.nextInt(PAUSABLE.size()));
    boolean pauses = paused.add(campaign);
    if (!pauses) {
      paused.remove(campaign);
    }
    Reason reason = pauses ? Reason.PAUSE : Reason.RESUME;
    activate(history, current, current.version(), paused, reason);
  }

  private void activate(
      BundleHistory history,
      Activation current,
      String version,
      SortedSet<String> paused,
      Reason reason)
      throws IOException {
    long number = current.number() + 1;
    Activation next =
        new Activation(
            number, version, paused, AUTHOR, Instant.now(), current.number(), reason, false);
    topic.append(next, history);
    String bundle = next.bundleName();
    log.accept(reason.word() + ": activation " + number + ", bundle " + shortened(bundle));
  }

  private static String shortened(String bundle) {
    int pauses = bundle.indexOf('+');
    return bundle.substring(0, 8) + (pauses < 0 ? "" : bundle.substring(pauses));
  }

  /** Waits for the one that is underway. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
