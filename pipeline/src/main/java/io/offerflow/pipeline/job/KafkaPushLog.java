package io.offerflow.pipeline.job;

import io.offerflow.codec.PushReader;
import io.offerflow.codec.PushReader.Push;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The topics of offers, read by their timestamps and a header that says what was saved by then. */
final class KafkaPushLog implements PushLog {
  private static final long serialVersionUID = 1L;
  private static final Duration POLL = Duration.ofMillis(200);

  /** The checkpoint that the task had saved its state for, eight bytes. */
  static final String CHECKPOINT = "offerflow-checkpoint";

  private final Properties kafka;
  private final HashSet<String> topics;

  KafkaPushLog(Properties kafka, Set<String> topics) {
    this.kafka = kafka;
    this.topics = new HashSet<>(topics);
  }

  static byte[] header(long checkpoint) {
    return ByteBuffer.allocate(Long.BYTES).putLong(checkpoint).array();
  }

  @Override
  public void read(long sinceMillis, long checkpoint, Consumer<Push> pushes) {
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      Map<TopicPartition, Long> ends = seek(consumer, sinceMillis);
      while (!ends.isEmpty()) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          Push push = isAfter(record, checkpoint) ? PushReader.read(record.value()) : null;
          if (push != null) {
            pushes.accept(push);
          }
        }
        ends.entrySet().removeIf(end -> consumer.position(end.getKey()) >= end.getValue());
      }
    }
  }

  /** Goes to where to begin; returns where each partition that has anything ends. */
  private Map<TopicPartition, Long> seek(KafkaConsumer<byte[], byte[]> consumer, long sinceMillis) {
    List<TopicPartition> partitions = new ArrayList<>();
    consumer
        .listTopics()
        .forEach(
            (topic, infos) -> {
              if (topics.contains(topic)) {
                infos.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
              }
            });
    Map<TopicPartition, Long> times = new HashMap<>();
    partitions.forEach(partition -> times.put(partition, Math.max(0, sinceMillis)));
    Map<TopicPartition, OffsetAndTimestamp> begins = consumer.offsetsForTimes(times);
    Map<TopicPartition, Long> ends = new HashMap<>();
    consumer
        .endOffsets(partitions)
        .forEach(
            (partition, end) -> {
              OffsetAndTimestamp begin = begins.get(partition);
              if (begin != null && begin.offset() < end) {
                ends.put(partition, end);
              }
            });
    consumer.assign(ends.keySet());
    ends.keySet().forEach(partition -> consumer.seek(partition, begins.get(partition).offset()));
    return ends;
  }

  private static boolean isAfter(ConsumerRecord<byte[], byte[]> record, long checkpoint) {
    Header header = record.headers().lastHeader(CHECKPOINT);
    return header != null
        && header.value().length == Long.BYTES
        && ByteBuffer.wrap(header.value()).getLong() >= checkpoint;
  }
}
