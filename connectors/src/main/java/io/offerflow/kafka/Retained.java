package io.offerflow.kafka;

import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** How far back topics still hold all that was ever written to them. */
public final class Retained {
  private Retained() {}

  /**
   * The time since when nothing is missing in any partition: the latest of their oldest records'.
   *
   * @param topics those that are not there hold all that was written to them
   * @param now of partitions of which nothing is left
   * @return empty where nothing was ever cleared away
   */
  public static Optional<Instant> since(Properties kafka, Collection<String> topics, Instant now)
      throws IOException {
    Properties settings = new Properties();
    settings.putAll(kafka);
    settings.setProperty("allow.auto.create.topics", "false");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      return since(consumer, topics, now);
    } catch (KafkaException e) {
      throw Unreachable.at(kafka.getProperty("bootstrap.servers"), e);
    }
  }

  private static Optional<Instant> since(
      KafkaConsumer<?, ?> consumer, Collection<String> topics, Instant now) {
    Map<TopicPartition, Long> fromEver = new HashMap<>();
    Map<String, List<PartitionInfo>> known = consumer.listTopics();
    for (String topic : topics) {
      for (PartitionInfo info : known.getOrDefault(topic, List.of())) {
        fromEver.put(new TopicPartition(topic, info.partition()), 0L);
      }
    }
    Map<TopicPartition, OffsetAndTimestamp> oldest = consumer.offsetsForTimes(fromEver);
    Optional<Instant> since = Optional.empty();
    for (Map.Entry<TopicPartition, Long> begin :
        consumer.beginningOffsets(fromEver.keySet()).entrySet()) {
      if (begin.getValue() > 0) {
        OffsetAndTimestamp first = oldest.get(begin.getKey());
        Instant there = first == null ? now : Instant.ofEpochMilli(first.timestamp());
        since = since.filter(there::isBefore).or(() -> Optional.of(there));
      }
    }
    return since;
  }
}
