package io.offerflow.pipeline.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offerflow.codec.PushReader;
import io.offerflow.kafka.Topics;
import io.offerflow.kafka.WholeTopics;
import io.offerflow.pipeline.job.WrittenBy;
import io.offerflow.policy.Contact;
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

  /** By customer. */
  final Map<String, PutOut> customers = new HashMap<>();

  /** Those that count as contacts, by decision. */
  final Map<String, Contacted> contacts = new HashMap<>();

  /** What decisions name. */
  final Set<String> bundles = new HashSet<>();

  final Set<String> deadLetters = new HashSet<>();
  final Runs runs = new Runs();
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
        continue;
      }
      PutOut hers =
          customers.computeIfAbsent(json.get("customer").asText(), unused -> new PutOut());
      if (record.topic().equals(topics.decisions())) {
        decision(hers, json, record);
      } else {
        push(hers, json, record);
      }
    }
  }

  private void decision(PutOut hers, JsonNode json, ConsumerRecord<byte[], byte[]> record) {
    PutOut.Written written = written(json, record);
    PutOut.Written before = hers.decisions.put(id(json), written);
    if (before != null) {
      runs.sawAgain(before.by(), written.by());
    }
    bundles.add(json.get("bundle").asText());
    JsonNode cause = json.get("cause");
    if (cause.has("event")) {
      String key = PutOut.cause(cause.get("type").asText(), cause.get("event").asText());
      hers.ofEvents.put(key, written);
    }
    if (json.get("outcome").asText().equals("control")) {
      contacts.put(id(json), contact(json, "time"));
      Contact contact = PushReader.readControl(record.value()).contact();
      hers.contacts.putIfAbsent(id(json), new PutOut.Told(contact, written.by()));
    }
  }

  private void push(PutOut hers, JsonNode json, ConsumerRecord<byte[], byte[]> record) {
    PutOut.Written written = written(json, record);
    twice += hers.pushes.putIfAbsent(id(json), written) == null ? 0 : 1;
    contacts.put(id(json), contact(json, "decided"));
    Contact contact = PushReader.read(record.value()).contact();
    hers.contacts.putIfAbsent(id(json), new PutOut.Told(contact, written.by()));
  }

  private PutOut.Written written(JsonNode json, ConsumerRecord<byte[], byte[]> record) {
    WrittenBy by = WrittenBy.of(record.headers());
    runs.saw(by, json.get("customer").asText(), record.timestamp());
    return new PutOut.Written(Arrays.hashCode(record.value()), by, record.timestamp());
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

  PutOut of(String customer) {
    return customers.getOrDefault(customer, new PutOut());
  }

  int decisions() {
    return customers.values().stream().mapToInt(hers -> hers.decisions.size()).sum();
  }

  int pushes() {
    return customers.values().stream().mapToInt(hers -> hers.pushes.size()).sum();
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
