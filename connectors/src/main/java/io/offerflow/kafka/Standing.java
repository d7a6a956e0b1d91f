package io.offerflow.kafka;

import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The place of one who may write offers. It looks where the topics end and then whether somebody
 * came after it, once a second: so what it says of the ends, it says while nobody else could write
 * for its customers.
 */
public final class Standing implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Standing.class);
  private static final Duration POLL = Duration.ofMillis(200);
  private static final long LOOK_MILLIS = 1_000;

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Topics topics;
  private final TopicPartition register;
  private final Writer me;
  private final LogEnds since;
  private final Thread watch = new Thread(this::watch, "offerflow-standing");
  private volatile LogEnds ends;
  private volatile boolean replaced;
  private volatile boolean closed;

  /**
   * @param consumer stands behind all lines of the register up to its own
   * @param since where unsaved outputs begin; null where a checkpoint knows
   */
  Standing(
      KafkaConsumer<byte[], byte[]> consumer,
      Topics topics,
      TopicPartition register,
      Writer me,
      LogEnds since) {
    this.consumer = consumer;
    this.topics = topics;
    this.register = register;
    this.me = me;
    this.since = since;
    this.ends = me.ends();
    watch.setDaemon(true);
  }

  /**
   * Where the outputs of runs begin of which no checkpoint knows; null for a job that went on from
   * one.
   */
  public LogEnds since() {
    return since;
  }

  /**
   * Where the topics ended at most seconds ago: what others wrote before that, this one knows.
   *
   * @throws IllegalStateException when another has come for the same customers
   */
  public LogEnds ends() {
    if (replaced) {
      throw new IllegalStateException("another task writes for the same customers by now");
    }
    return ends;
  }

  /** Reads what stands in the topics now. Not once {@link #start} has been called. */
  public void read(LogEnds from, Consumer<ConsumerRecord<byte[], byte[]>> records) {
    long position = consumer.position(register);
    List<TopicPartition> partitions = Writers.partitions(consumer, topics);
    Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
    Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
    ends.entrySet().removeIf(end -> from.of(end.getKey()) >= end.getValue());
    consumer.assign(ends.keySet());
    ends.keySet()
        .forEach(at -> consumer.seek(at, Math.max(from.of(at), begins.getOrDefault(at, 0L))));
    while (!ends.isEmpty()) {
      consumer.poll(POLL).forEach(records);
      ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
    }
    consumer.assign(List.of(register));
    consumer.seek(register, position);
  }

  /** Looks once, and from then on by itself. */
  public void start() throws IOException {
    try {
      look();
    } catch (KafkaException e) {
      throw new IOException("the topics of offers cannot be looked at: " + e.getMessage(), e);
    }
    watch.start();
  }

  private void watch() {
    while (!closed) {
      try {
        Thread.sleep(LOOK_MILLIS);
        look();
      } catch (InterruptedException closing) {
        break;
      } catch (KafkaException e) {
        // The ends that were found before still hold; a later run has a little more to read.
        LOG.debug("the topics of offers could not be looked at", e);
      }
    }
    // Kafka leaves a thread that it finds interrupted so, and would not let it close anything.
    Thread.interrupted();
    consumer.close();
  }

  private void look() {
    LogEnds found = LogEnds.of(consumer.endOffsets(Writers.partitions(consumer, topics)));
    long end = consumer.endOffsets(List.of(register)).get(register);
    while (consumer.position(register) < end) {
      for (ConsumerRecord<byte[], byte[]> line : consumer.poll(POLL)) {
        Writer writer = Writer.read(line.value());
        replaced |= writer != null && writer.rivals(me);
      }
    }
    ends = found;
  }

  @Override
  public void close() {
    closed = true;
    if (watch.isAlive()) {
      watch.interrupt();
    } else {
      consumer.close();
    }
  }
}
