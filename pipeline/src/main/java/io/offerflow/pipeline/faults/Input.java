package io.offerflow.pipeline.faults;

import io.offerflow.codec.Decoded;
import io.offerflow.codec.EventDecoder;
import io.offerflow.event.Event;
import io.offerflow.kafka.WholeTopics;
import io.offerflow.workspace.Workspace;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The topic of events as it stands: what a job must have read.
 *
 * @param events of all partitions, each in its order, the earliest first
 * @param deadLetters where the records stand that are no events
 */
record Input(List<Event> events, Set<String> deadLetters) {

  static Input read(Properties kafka, String topic, Workspace workspace) {
    EventDecoder decoder = new EventDecoder(workspace.schema(), workspace.settings().aheadMillis());
    Map<Integer, Deque<Event>> partitions = new HashMap<>();
    Set<String> deadLetters = new TreeSet<>();
    for (ConsumerRecord<byte[], byte[]> record : WholeTopics.read(kafka, topic)) {
      Decoded decoded = decoder.decode(record.value(), record.timestamp());
      if (decoded instanceof Decoded.Good good) {
        partitions
            .computeIfAbsent(record.partition(), unused -> new ArrayDeque<>())
            .add(good.event());
      } else {
        deadLetters.add(record.topic() + "-" + record.partition() + "@" + record.offset());
      }
    }
    return new Input(merged(partitions), deadLetters);
  }

  private static List<Event> merged(Map<Integer, Deque<Event>> partitions) {
    PriorityQueue<Deque<Event>> heads =
        new PriorityQueue<>(Comparator.comparingLong(events -> events.peek().time()));
    heads.addAll(partitions.values());
    List<Event> merged = new ArrayList<>();
    while (!heads.isEmpty()) {
      Deque<Event> next = heads.poll();
      merged.add(next.poll());
      if (!next.isEmpty()) {
        heads.add(next);
      }
    }
    return merged;
  }
}
