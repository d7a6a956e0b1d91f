package io.offerflow.kafka;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * How far the logs of some topics reached at one time: the offset of the next record of each
 * partition.
 */
public final class LogEnds {
  public static final LogEnds NONE = new LogEnds(new TreeMap<>());

  private final SortedMap<String, SortedMap<Integer, Long>> byTopic;

  private LogEnds(SortedMap<String, SortedMap<Integer, Long>> byTopic) {
    this.byTopic = byTopic;
  }

  public static LogEnds of(Map<TopicPartition, Long> ends) {
    LogEnds made = new LogEnds(new TreeMap<>());
    ends.forEach((partition, end) -> made.put(partition.topic(), partition.partition(), end));
    return made;
  }

  private void put(String topic, int partition, long end) {
    byTopic.computeIfAbsent(topic, unused -> new TreeMap<>()).merge(partition, end, Math::min);
  }

  /** The end of a partition; 0 for one that was not there. */
  public long of(TopicPartition partition) {
    SortedMap<Integer, Long> topic = byTopic.get(partition.topic());
    return topic == null ? 0 : topic.getOrDefault(partition.partition(), 0L);
  }

  /** Of each partition the lesser; one that is missing in any was not there, and its end is 0. */
  public static LogEnds least(Collection<LogEnds> some) {
    LogEnds least = null;
    for (LogEnds one : some) {
      least = least == null ? one : least.and(one);
    }
    return least == null ? NONE : least;
  }

  private LogEnds and(LogEnds other) {
    LogEnds both = new LogEnds(new TreeMap<>());
    forEach(
        (partition, end) ->
            both.put(partition.topic(), partition.partition(), Math.min(end, other.of(partition))));
    return both;
  }

  void forEach(BiConsumer<TopicPartition, Long> each) {
    byTopic.forEach(
        (topic, ends) ->
            ends.forEach(
                (partition, end) -> each.accept(new TopicPartition(topic, partition), end)));
  }

  public void write(BlobWriter out) {
    out.unsigned(byTopic.size());
    byTopic.forEach(
        (topic, ends) -> {
          out.text(topic);
          out.unsigned(ends.size());
          ends.forEach(
              (partition, end) -> {
                out.unsigned(partition);
                out.unsigned(end);
              });
        });
  }

  public static LogEnds read(BlobReader in) {
    LogEnds read = new LogEnds(new TreeMap<>());
    for (int topics = in.count(); topics > 0; topics--) {
      String topic = in.text();
      read.byTopic.put(topic, new TreeMap<>());
      for (int partitions = in.count(); partitions > 0; partitions--) {
        int partition = Math.toIntExact(in.unsigned());
        read.put(topic, partition, in.unsigned());
      }
    }
    return read;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LogEnds that && byTopic.equals(that.byTopic);
  }

  @Override
  public int hashCode() {
    return byTopic.hashCode();
  }

  @Override
  public String toString() {
    return byTopic.toString();
  }
}
