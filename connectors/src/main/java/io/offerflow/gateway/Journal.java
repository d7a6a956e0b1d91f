package io.offerflow.gateway;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What all gateways of an installation know of the messages of the last while: a compacted topic of
 * one partition, which each of them writes to and follows. A receipt may come to another process
 * than the one that sent the message.
 */
final class Journal implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(200);

  private final Appender appender;
  private final TopicPartition partition;
  private final Remembered remembered;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Consumer<Entry> learned;
  private final Consumer<Throwable> failure;
  private final Thread follower = new Thread(this::follow, "gateway-journal");
  private long position;
  private volatile boolean closing;

  Journal(
      Properties kafka,
      String topic,
      Appender appender,
      Remembered remembered,
      Consumer<Entry> learned,
      Consumer<Throwable> failure) {
    this.appender = appender;
    this.partition = new TopicPartition(topic, 0);
    this.remembered = remembered;
    this.learned = learned;
    this.failure = failure;
    consumer = consumer(kafka);
    consumer.assign(List.of(partition));
    consumer.seekToBeginning(List.of(partition));
    follower.setDaemon(true);
  }

  private static KafkaConsumer<byte[], byte[]> consumer(Properties kafka) {
    Properties properties = new Properties();
    properties.putAll(kafka);
    properties.remove(ConsumerConfig.GROUP_ID_CONFIG);
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, ChannelReader.FETCH_WAIT_MILLIS);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  void start() {
    follower.start();
  }

  Remembered remembered() {
    return remembered;
  }

  /** Known here at once, and to everybody when the stage is complete. */
  CompletionStage<Void> write(Entry entry) {
    remembered.put(entry, System.currentTimeMillis());
    return appender.append(partition.topic(), entry.decision(), EntryCodec.write(entry));
  }

  /**
   * Waits until all is known that was written before the call.
   *
   * @param other a consumer of the calling thread, to ask where the topic ends
   */
  void awaitAllKnown(KafkaConsumer<?, ?> other) throws InterruptedException {
    long end = other.endOffsets(List.of(partition)).get(partition);
    synchronized (this) {
      while (position < end && !closing && follower.isAlive()) {
        wait(POLL.toMillis());
      }
    }
  }

  private void follow() {
    try {
      while (!closing) {
        long now = System.currentTimeMillis();
        for (ConsumerRecord<byte[], byte[]> one : consumer.poll(POLL)) {
          take(one, now);
        }
        reached(consumer.position(partition));
      }
    } catch (WakeupException | InterruptException asked) {
      // Closing.
    } catch (RuntimeException e) {
      failure.accept(e);
    } finally {
      consumer.close();
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> one, long now) {
    if (one.key() == null || one.value() == null) {
      return;
    }
    Entry entry = EntryCodec.read(new String(one.key(), StandardCharsets.UTF_8), one.value());
    if (entry != null && remembered.put(entry, now)) {
      learned.accept(entry);
    }
  }

  private synchronized void reached(long offset) {
    position = offset;
    notifyAll();
  }

  /** How its topic is kept: only the newest entry of a decision, and none longer than needed. */
  static Map<String, String> topicSettings(Duration remember) {
    return Map.of(
        "cleanup.policy",
        "compact,delete",
        "retention.ms",
        Long.toString(remember.toMillis()),
        "segment.ms",
        Long.toString(Math.max(600_000, remember.toMillis() / 12)));
  }

  @Override
  public void close() {
    closing = true;
    consumer.wakeup();
    try {
      follower.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
