package io.offerflow.pipeline.metrics;

import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the brokers every few seconds whether they are there, as every client of the job would. */
final class BrokerProbe implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerProbe.class);
  private final Properties kafka;
  private final int betweenMillis;
  private final Thread thread = new Thread(this::ask, "offerflow-broker-probe");
  private volatile boolean answered;
  private volatile long lastAnswer = System.nanoTime();

  private BrokerProbe(Properties kafka, Duration between) {
    this.kafka = kafka;
    this.betweenMillis = (int) between.toMillis();
  }

  /**
   * Begins to ask.
   *
   * @param between so long after an answer it asks again, and so long it waits for one
   */
  static BrokerProbe start(Properties kafka, Duration between) {
    BrokerProbe probe = new BrokerProbe(kafka, between);
    probe.thread.setDaemon(true);
    probe.thread.start();
    return probe;
  }

  /** Whether one has answered lately: one answer may fail to come while leaders move, not two. */
  boolean isReachable() {
    return answered && silence().toMillis() < 4L * betweenMillis;
  }

  /** Since the last answer; since the start when there was none. */
  Duration silence() {
    return Duration.ofNanos(System.nanoTime() - lastAnswer);
  }

  private void ask() {
    try {
      while (true) {
        askUntilItFails();
        TimeUnit.MILLISECONDS.sleep(betweenMillis);
      }
    } catch (InterruptedException closed) {
      LOG.debug("the brokers are no longer asked");
    }
  }

  private void askUntilItFails() throws InterruptedException {
    try (Admin admin = Admin.create(kafka)) {
      DescribeClusterOptions patience = new DescribeClusterOptions().timeoutMs(betweenMillis);
      while (true) {
        admin.describeCluster(patience).clusterId().get(2L * betweenMillis, TimeUnit.MILLISECONDS);
        answered = true;
        lastAnswer = System.nanoTime();
        TimeUnit.MILLISECONDS.sleep(betweenMillis);
      }
    } catch (ExecutionException | TimeoutException | KafkaException e) {
      LOG.debug("no broker answers", e);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
