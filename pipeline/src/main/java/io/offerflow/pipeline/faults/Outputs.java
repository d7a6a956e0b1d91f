package io.offerflow.pipeline.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offerflow.kafka.Topics;
import io.offerflow.kafka.WholeTopics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** What the job has put out so far, followed while it runs. For one thread. */
final class Outputs implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final Topics topics;

  /** The first record of each id, as a hash. */
  final Map<String, Integer> pushes = new HashMap<>();

  /** The last record of each id, as a hash. */
  final Map<String, Integer> decisions = new HashMap<>();

  /** Those that count as contacts, by decision. */
  final Map<String, Contacted> contacts = new HashMap<>();

  final Set<String> deadLetters = new HashSet<>();
  private int twice;
  private long records;

  Outputs(Properties kafka, Topics topics, List<String> channels) {
    this.topics = topics;
    this.consumer =
        new KafkaConsumer<>(kafka, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    List<String> names = new ArrayList<>(List.of(topics.decisions(), topics.deadLetters()));
    channels.forEach(channel -> names.add(topics.offers(channel)));
    WholeTopics.assign(consumer, names);
  }

  /** Takes in what came; waits for a moment when nothing did. */
  void follow() throws IOException {
    for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
      records++;
      JsonNode json = JSON.readTree(record.value());
      if (record.topic().equals(topics.deadLetters())) {
        deadLetters.add(json.get("position").asText());
      } else if (record.topic().equals(topics.decisions())) {
        decisions.put(id(json), Arrays.hashCode(record.value()));
        if (json.get("outcome").asText().equals("control")) {
          contacts.put(id(json), contact(json, "time"));
        }
      } else {
        Integer before = pushes.putIfAbsent(id(json), Arrays.hashCode(record.value()));
        twice += before == null ? 0 : 1;
        contacts.put(id(json), contact(json, "decided"));
      }
    }
  }

  private static String id(JsonNode json) {
    return json.get("decision").asText();
  }

  private static Contacted contact(JsonNode json, String time) {
    return new Contacted(
        json.get("customer").asText(),
        Instant.parse(json.get(time).asText()).toEpochMilli(),
        json.get("campaign").asText(),
        json.get("offer").asText(),
        json.get("channel").asText());
  }

  /** Pushes that stand in their topic more than once, each time over. */
  int twice() {
    return twice;
  }

  /** Of all topics, to see whether the job gets on. */
  long records() {
    return records;
  }

  @Override
  public void close() {
    consumer.close();
  }
}
