package io.offerflow.gateway;

import io.offerflow.gateway.carrier.Message;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one channel's topic, no further ahead than its settings say, and commits what is settled.
 */
final class ChannelReader implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChannelReader.class);
  private static final Duration POLL = Duration.ofMillis(100);
  private static final Duration POLL_WHEN_FULL = Duration.ofMillis(10);
  private static final long COMMIT_NANOS = 200_000_000L;
  private static final int MOST_AT_ONCE = 500;
  private static final String SESSION_MILLIS = "10000";

  /** A consumer that closes waits for its last fetch, and with it those who take its partitions. */
  static final String FETCH_WAIT_MILLIS = "100";

  private final ChannelSettings channel;
  private final String topic;
  private final AccountSender sender;
  private final Journal journal;
  private final GatewayMetrics metrics;
  private final Consumer<Throwable> failure;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Map<TopicPartition, OffsetLedger> ledgers = new HashMap<>();
  private final Thread thread;
  private long lastCommit = System.nanoTime();
  private boolean paused;
  private volatile boolean reading = true;
  private volatile boolean closing;

  ChannelReader(
      Properties kafka,
      String group,
      String topic,
      ChannelSettings channel,
      AccountSender sender,
      Journal journal,
      GatewayMetrics metrics,
      Consumer<Throwable> failure) {
    this.channel = channel;
    this.topic = topic;
    this.sender = sender;
    this.journal = journal;
    this.metrics = metrics;
    this.failure = failure;
    Properties properties = new Properties();
    // So long the partitions of a gateway that was killed wait for another one.
    properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS);
    properties.putAll(kafka);
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
    int atOnce = Math.min(MOST_AT_ONCE, channel.lookAhead());
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, Integer.toString(atOnce));
    consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    thread = new Thread(this::run, "gateway-" + channel.channel());
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Takes nothing more, but stays a member of its group and goes on committing. */
  void stop() {
    reading = false;
  }

  private void run() {
    try (consumer) {
      consumer.subscribe(List.of(topic), new Partitions());
      while (!closing) {
        holdBack();
        for (ConsumerRecord<byte[], byte[]> one : consumer.poll(paused ? POLL_WHEN_FULL : POLL)) {
          take(one);
        }
        commitNowAndThen();
      }
      consumer.commitSync(settled());
    } catch (InterruptException asked) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      failure.accept(e);
    }
  }

  /** A full window is felt here: what cannot be sent stays in Kafka. */
  private void holdBack() {
    int waiting = sender.waiting(channel.channel());
    if (!paused && (!reading || waiting >= channel.lookAhead())) {
      paused = true;
    } else if (paused && reading && waiting <= channel.lookAhead() / 2) {
      paused = false;
      consumer.resume(consumer.assignment());
    }
    if (paused) {
      consumer.pause(consumer.assignment());
    }
  }

  private void take(ConsumerRecord<byte[], byte[]> one) {
    OffsetLedger ledger = ledgers.get(new TopicPartition(one.topic(), one.partition()));
    ledger.read(one.offset());
    Message message = one.value() == null ? null : MessageReader.read(one.value(), channel);
    if (message == null) {
      metrics.unreadable(channel.channel());
      LOG.warn("{}-{}@{} is no push; it is skipped", one.topic(), one.partition(), one.offset());
      ledger.settle(one.offset());
      return;
    }
    sender.take(new Waiting(message, channel, ledger, one.offset()));
  }

  private void commitNowAndThen() {
    long nanos = System.nanoTime();
    if (nanos - lastCommit < COMMIT_NANOS) {
      return;
    }
    lastCommit = nanos;
    metrics.behind(channel.channel(), behind());
    Map<TopicPartition, OffsetAndMetadata> settled = settled();
    if (!settled.isEmpty()) {
      consumer.commitAsync(settled, (offsets, problem) -> note(offsets, problem));
    }
  }

  /** A commit that failed is made up for by the next one. */
  private void note(Map<TopicPartition, OffsetAndMetadata> offsets, Exception problem) {
    if (problem != null) {
      LOG.warn("offsets of {} are not committed yet: {}", topic, problem.toString());
      return;
    }
    offsets.forEach(
        (partition, offset) -> {
          OffsetLedger ledger = ledgers.get(partition);
          if (ledger != null) {
            ledger.committed(offset.offset());
          }
        });
  }

  private Map<TopicPartition, OffsetAndMetadata> settled() {
    Map<TopicPartition, OffsetAndMetadata> settled = new HashMap<>();
    ledgers.forEach(
        (partition, ledger) -> {
          long offset = ledger.toCommit();
          if (offset >= 0) {
            settled.put(partition, new OffsetAndMetadata(offset));
          }
        });
    return settled;
  }

  private long behind() {
    long behind = 0;
    for (Map.Entry<TopicPartition, OffsetLedger> each : ledgers.entrySet()) {
      behind += consumer.currentLag(each.getKey()).orElse(0) + each.getValue().open();
    }
    return behind;
  }

  /** What comes and goes when gateways share a channel. */
  private final class Partitions implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      try {
        journal.awaitAllKnown(consumer);
      } catch (InterruptedException e) {
        throw new InterruptException(e);
      }
      long behind = 0;
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      for (TopicPartition partition : partitions) {
        ledgers.put(partition, new OffsetLedger());
        behind += ends.get(partition) - consumer.position(partition);
      }
      paused = false;
      LOG.info("{}: {} partitions, {} records behind", topic, partitions.size(), behind);
      metrics.behind(channel.channel(), behind);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      partitions.forEach(partition -> sender.drop(ledgers.get(partition)));
      Map<TopicPartition, OffsetAndMetadata> settled = settled();
      settled.keySet().retainAll(partitions);
      consumer.commitSync(settled);
      ledgers.keySet().removeAll(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      partitions.forEach(partition -> sender.drop(ledgers.get(partition)));
      ledgers.keySet().removeAll(partitions);
    }
  }

  @Override
  public void close() {
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
