package io.offerflow.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the brokers every second whether they are there, as every client of the job would. All in
 * this process who want to know it of the same brokers share one thread, which ends when nobody
 * holds it and nobody has wanted to know for a minute. Instants are those of {@link
 * System#nanoTime}.
 */
public final class BrokerWatch {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerWatch.class);
  private static final Map<Properties, BrokerWatch> SHARED = new ConcurrentHashMap<>();
  private static final long UNUSED_NANOS = TimeUnit.MINUTES.toNanos(1);

  /** One answer may fail to come while leaders move, not all of so long. */
  private static final Duration REACHABLE = Duration.ofSeconds(20);

  private static final Duration BETWEEN = Duration.ofSeconds(1);

  /** An answer that takes longer says that they were not there meanwhile. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Properties kafka;
  private volatile long used;
  private volatile boolean answered;
  private volatile long heard = System.nanoTime();
  private volatile long missed = heard;
  private boolean asking;
  private int holders;

  private BrokerWatch(Properties kafka) {
    this.kafka = kafka;
  }

  /**
   * The watch over these brokers.
   *
   * @param kafka what every client is given
   */
  public static BrokerWatch of(Properties kafka) {
    BrokerWatch watch = SHARED.get(kafka);
    if (watch == null) {
      Properties own = new Properties();
      own.putAll(kafka);
      watch = SHARED.computeIfAbsent(own, BrokerWatch::new);
    }
    watch.use();
    return watch;
  }

  private void use() {
    used = System.nanoTime();
    synchronized (this) {
      if (!asking) {
        asking = true;
        // Nobody has listened for a while: what was heard then says nothing of now.
        answered = false;
        missed = used;
        Thread thread = new Thread(this::ask, "offerflow-broker-watch");
        thread.setDaemon(true);
        thread.start();
      }
    }
  }

  /** From now on they are asked whether or not anybody wants to know; to be released. */
  public BrokerWatch hold() {
    synchronized (this) {
      holders++;
    }
    use();
    return this;
  }

  public synchronized void release() {
    holders--;
  }

  /** The latest instant at which one is known to have been there; the start before the first. */
  public long heardAt() {
    return heard;
  }

  /** The latest instant at which none answered; the start when one always did. */
  public long missedAt() {
    return missed;
  }

  /** Whether one has answered lately. */
  public boolean isReachable() {
    return answered && silence().compareTo(REACHABLE) < 0;
  }

  /** Since the last answer; since the start when there was none. */
  public Duration silence() {
    return Duration.ofNanos(System.nanoTime() - heard);
  }

  private void ask() {
    try {
      while (isWanted()) {
        askUntilItFails();
        TimeUnit.MILLISECONDS.sleep(BETWEEN.toMillis());
      }
    } catch (InterruptedException ended) {
      LOG.debug("the brokers are no longer asked");
      synchronized (this) {
        asking = false;
      }
    }
  }

  private synchronized boolean isWanted() {
    asking = holders > 0 || System.nanoTime() - used < UNUSED_NANOS;
    return asking;
  }

  private void askUntilItFails() throws InterruptedException {
    try (Admin admin = Admin.create(kafka)) {
      DescribeClusterOptions patience =
          new DescribeClusterOptions().timeoutMs((int) PATIENCE.toMillis());
      while (isWanted()) {
        long asked = System.nanoTime();
        admin
            .describeCluster(patience)
            .clusterId()
            .get(2 * PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        hear(asked);
        TimeUnit.MILLISECONDS.sleep(BETWEEN.toMillis());
      }
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      LOG.debug("no broker answers", e);
      missed = System.nanoTime();
    }
  }

  private void hear(long asked) {
    long now = System.nanoTime();
    if (now - asked > PATIENCE.toNanos()) {
      missed = now;
    }
    heard = asked;
    answered = true;
  }
}
