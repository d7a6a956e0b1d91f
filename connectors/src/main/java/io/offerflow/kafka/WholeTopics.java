package io.offerflow.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Topics that are read from their beginning, by one consumer without a group. */
public final class WholeTopics {
  private static final Duration POLL = Duration.ofMillis(100);

  /**
   * The broker sits this long on a fetch for which it has nothing yet, and a consumer that closes
   * has to wait for that: its own half second would be most of what a short reading takes.
   */
  private static final String FETCH_WAIT_MILLIS = "20";

  private WholeTopics() {}

  /** What makes a consumer one that reads to the end and closes. */
  public static Properties settings(Properties kafka) {
    Properties settings = new Properties();
    settings.putAll(kafka);
    settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
    settings.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    settings.setProperty(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, FETCH_WAIT_MILLIS);
    return settings;
  }

  /** Gives the consumer all partitions of them, each at its beginning; returns these. */
  public static List<TopicPartition> assign(Consumer<?, ?> consumer, Collection<String> topics) {
    List<TopicPartition> partitions = new ArrayList<>();
    for (String topic : topics) {
      consumer
          .partitionsFor(topic)
          .forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
    }
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    return partitions;
  }

  /** All that is in a topic now, partition by partition. */
  public static List<ConsumerRecord<byte[], byte[]>> read(Properties kafka, String topic) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            settings(kafka), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = assign(consumer, List.of(topic));
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(at -> consumer.position(at) < ends.get(at))) {
        consumer.poll(POLL).forEach(records::add);
      }
    }
    return records;
  }
}
