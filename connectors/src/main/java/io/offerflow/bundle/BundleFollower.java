package io.offerflow.bundle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** Reads the topic of bundles as it grows. For one thread, but for {@link #wakeup()}. */
public final class BundleFollower implements AutoCloseable {
  private final KafkaConsumer<String, byte[]> consumer;
  private final TopicPartition partition;
  private final BundleCodec codec;

  BundleFollower(
      KafkaConsumer<String, byte[]> consumer,
      TopicPartition partition,
      long offset,
      BundleCodec codec) {
    this.consumer = consumer;
    this.partition = partition;
    this.codec = codec;
    consumer.assign(List.of(partition));
    consumer.seek(partition, offset);
  }

  /**
   * What came, in order; empty when nothing did within that time.
   *
   * @throws org.apache.kafka.common.errors.WakeupException after {@link #wakeup()}
   * @throws KafkaException when the topic cannot be read any more
   */
  public List<BundleRecord> poll(Duration patience) {
    List<BundleRecord> records = new ArrayList<>();
    for (ConsumerRecord<String, byte[]> next : consumer.poll(patience)) {
      records.add(codec.read(next.offset(), next.key(), next.value()));
    }
    return records;
  }

  /** The offset of the next record that {@link #poll} looks for. */
  public long position() {
    return consumer.position(partition);
  }

  /** The offset behind the last record that stands there now. */
  public long end(Duration patience) {
    return consumer.endOffsets(List.of(partition), patience).get(partition);
  }

  /** Ends a poll that waits, from another thread. */
  public void wakeup() {
    consumer.wakeup();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
