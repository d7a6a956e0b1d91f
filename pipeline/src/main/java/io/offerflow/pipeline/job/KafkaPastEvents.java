package io.offerflow.pipeline.job;

import io.offerflow.codec.Decoded;
import io.offerflow.codec.EventDecoder;
import io.offerflow.feed.FeedDecoder;
import io.offerflow.workspace.Workspace;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topics that the job reads, once more from their beginning. Records in Offerflow's own form
 * are looked at only when their key is one of the customers'.
 */
final class KafkaPastEvents implements PastEvents {
  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(KafkaPastEvents.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final long RETRY_MILLIS = 1_000;

  // What is read ahead is bounded: a few hundred KiB for each partition.
  private static final int RECORDS = 1_000;
  private static final int BYTES_OF_PARTITION = 256 << 10;
  private static final int BYTES = 8 << 20;

  private final Properties kafka;
  private final ArrayList<String> topics;

  /** The feed that reads each topic; null for Offerflow's own form. */
  private final ArrayList<String> feeds;

  /**
   * @param topics by the numbers of the inlets
   * @param feeds of each topic the name of the feed; null for none
   */
  KafkaPastEvents(Properties kafka, List<String> topics, List<String> feeds) {
    this.kafka = kafka;
    this.topics = new ArrayList<>(topics);
    this.feeds = new ArrayList<>(feeds);
  }

  @Override
  public List<String> topics() {
    return topics;
  }

  @Override
  public Reading open(Workspace workspace, Predicate<String> customers) {
    return new KafkaReading(workspace, customers);
  }

  private KafkaConsumer<byte[], byte[]> consumer() {
    Properties properties = new Properties();
    properties.putAll(kafka);
    properties.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, RECORDS);
    properties.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, BYTES_OF_PARTITION);
    properties.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, BYTES);
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Reads a partition's records up to one of them. */
  private static final class Part {
    private final TopicPartition partition;
    private final int inlet;
    private final long last;
    private final Queue<ConsumerRecord<byte[], byte[]>> records = new ArrayDeque<>();
    private boolean done;

    Part(TopicPartition partition, int inlet, long last) {
      this.partition = partition;
      this.inlet = inlet;
      this.last = last;
    }

    boolean isWaitedFor() {
      return !done && records.isEmpty();
    }
  }

  private final class KafkaReading implements Reading {
    private final Predicate<String> customers;
    private final EventDecoder own;
    private final List<FeedDecoder> foreign = new ArrayList<>();

    /** Of each partition that was begun the offset to go on at. */
    private final Map<TopicPartition, Long> next = new HashMap<>();

    private KafkaConsumer<byte[], byte[]> consumer;

    KafkaReading(Workspace workspace, Predicate<String> customers) {
      this.customers = customers;
      long ahead = workspace.settings().aheadMillis();
      own = new EventDecoder(workspace.schema(), ahead);
      for (String feed : feeds) {
        foreign.add(
            feed == null
                ? null
                : new FeedDecoder(workspace.feeds().get(feed), workspace.schema(), ahead));
      }
    }

    @Override
    public void read(Positions until, Taker to) throws InterruptedException {
      while (true) {
        try {
          readOn(until, to);
          return;
        } catch (InterruptException e) {
          throw new InterruptedException("ended while it read past events");
        } catch (KafkaException e) {
          LOG.warn("past events cannot be read; tried again until they can", e);
          close();
          Thread.sleep(RETRY_MILLIS);
        }
      }
    }

    private void readOn(Positions until, Taker to) throws InterruptedException {
      if (consumer == null) {
        consumer = consumer();
      }
      List<Part> parts = parts(until);
      while (!parts.isEmpty()) {
        fetch(parts);
        parts.removeIf(part -> part.done && part.records.isEmpty());
        Part earliest = earliest(parts);
        while (earliest != null) {
          ConsumerRecord<byte[], byte[]> record = earliest.records.remove();
          take(record, earliest.inlet, to);
          next.put(earliest.partition, record.offset() + 1);
          earliest = earliest.isWaitedFor() ? null : earliest(parts);
        }
      }
    }

    /** Those with something left to read, each at its place. */
    private List<Part> parts(Positions until) {
      List<Part> parts = new ArrayList<>();
      for (int inlet = 0; inlet < topics.size(); inlet++) {
        for (int number = 0; number < until.partitions(inlet); number++) {
          TopicPartition partition = new TopicPartition(topics.get(inlet), number);
          long last = until.of(inlet, number);
          if (next.getOrDefault(partition, 0L) <= last) {
            parts.add(new Part(partition, inlet, last));
          }
        }
      }
      consumer.assign(parts.stream().map(part -> part.partition).toList());
      for (Part part : parts) {
        if (next.containsKey(part.partition)) {
          consumer.seek(part.partition, next.get(part.partition));
        } else {
          consumer.seekToBeginning(List.of(part.partition));
        }
      }
      return parts;
    }

    /** Of all parts the next records are here, or there are no more. */
    private void fetch(List<Part> parts) {
      Map<TopicPartition, Part> byPartition = new HashMap<>();
      parts.forEach(part -> byPartition.put(part.partition, part));
      while (parts.stream().anyMatch(Part::isWaitedFor)) {
        for (Part part : parts) {
          if (part.isWaitedFor()) {
            consumer.resume(List.of(part.partition));
          } else {
            consumer.pause(List.of(part.partition));
          }
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          Part part = byPartition.get(new TopicPartition(record.topic(), record.partition()));
          if (record.offset() <= part.last) {
            part.records.add(record);
          }
        }
        for (Part part : parts) {
          part.done = part.done || consumer.position(part.partition) > part.last;
        }
      }
    }

    private static Part earliest(List<Part> parts) {
      Part earliest = null;
      for (Part part : parts) {
        if (!part.records.isEmpty()
            && (earliest == null
                || part.records.peek().timestamp() < earliest.records.peek().timestamp())) {
          earliest = part;
        }
      }
      return earliest;
    }

    private void take(ConsumerRecord<byte[], byte[]> record, int inlet, Taker to)
        throws InterruptedException {
      FeedDecoder feed = foreign.get(inlet);
      boolean others = feed == null && record.key() != null && !isOf(record.key());
      if (others || record.value() == null || isJoining(record.value())) {
        return;
      }
      long appended = record.timestamp() < 0 ? EventDecoder.NO_TIMESTAMP : record.timestamp();
      Decoded decoded =
          feed == null
              ? own.decode(record.value(), appended)
              : feed.decode(
                  record.value(),
                  record.topic() + "-" + record.partition(),
                  record.offset(),
                  appended);
      if (decoded instanceof Decoded.Good good && customers.test(good.event().customer())) {
        to.take(good.event());
      }
    }

    private boolean isOf(byte[] key) {
      return customers.test(new String(key, StandardCharsets.UTF_8));
    }

    /** What one id leaves to another is made anew with the rest. */
    private static boolean isJoining(byte[] value) {
      return value.length > 0 && value[0] == JoiningForm.VERSION;
    }

    @Override
    public void close() {
      if (consumer != null) {
        Thread.interrupted();
        consumer.close();
        consumer = null;
      }
    }
  }
}
