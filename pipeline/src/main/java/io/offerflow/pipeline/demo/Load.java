package io.offerflow.pipeline.demo;

import io.offerflow.codec.EventEncoder;
import io.offerflow.event.Event;
import java.io.IOException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Sends the city's events at a fixed rate, whatever becomes of them: each has its place in the
 * schedule, and one that could not be sent in time is sent late instead of not at all. A slow
 * system so gets no fewer events and its latency is not flattered.
 */
final class Load implements AutoCloseable {
  private static final long NANOS = 1_000_000_000L;

  private final KafkaProducer<String, byte[]> producer;
  private final String topic;
  private final City city;
  private final int rate;
  private final AppendTimes appended;
  private final Thread thread = new Thread(this::send, "city");
  private final AtomicReference<Exception> failure = new AtomicReference<>();

  private volatile boolean stopped;
  private volatile long sent;
  private volatile long worstLagNanos;

  /**
   * @param rate events per second
   */
  Load(Properties kafka, String topic, City city, int rate, AppendTimes appended) {
    this.topic = topic;
    this.city = city;
    this.rate = rate;
    this.appended = appended;
    Properties settings = new Properties();
    settings.putAll(kafka);
    settings.put(ProducerConfig.ACKS_CONFIG, "all");
    settings.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    settings.put(ProducerConfig.LINGER_MS_CONFIG, 1);
    this.producer =
        new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
  }

  void start() {
    thread.start();
  }

  long sent() {
    return sent;
  }

  /** How far the sender was behind its schedule at worst, milliseconds. */
  long worstLagMillis() {
    return worstLagNanos / 1_000_000;
  }

  /** Throws what ended the sender, if anything did. */
  void check() throws IOException {
    Exception problem = failure.get();
    if (problem != null) {
      throw new IOException("the city's events can no longer be sent to Kafka", problem);
    }
  }

  /** Sends no more, and waits until all that was sent is appended. */
  void stop() {
    stopped = true;
    try {
      thread.join();
      producer.flush();
    } catch (InterruptedException | InterruptException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop();
    producer.close(Duration.ofSeconds(5));
  }

  private void send() {
    long wallClock = System.currentTimeMillis();
    long start = System.nanoTime();
    try {
      for (long i = 0; !stopped; i++) {
        long scheduled = i * NANOS / rate;
        await(start + scheduled);
        send(i, city.next(wallClock + scheduled / 1_000_000));
      }
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    }
  }

  private void await(long nanoTime) {
    long left = nanoTime - System.nanoTime();
    if (left < 0) {
      worstLagNanos = Math.max(worstLagNanos, -left);
    }
    while (left > 0 && !stopped) {
      LockSupport.parkNanos(left);
      left = nanoTime - System.nanoTime();
    }
  }

  private void send(long number, Event event) {
    producer.send(
        new ProducerRecord<>(topic, event.customer(), EventEncoder.encode(event)),
        (metadata, problem) -> appended(number, metadata, problem));
    sent = number + 1;
  }

  private void appended(long number, RecordMetadata metadata, Exception problem) {
    if (problem == null) {
      appended.put(number, metadata.timestamp());
    } else {
      failure.compareAndSet(null, problem);
    }
  }
}
