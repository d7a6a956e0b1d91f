package io.offerflow.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offerflow.kafka.EmbeddedBroker;
import io.offerflow.kafka.TopicSetup;
import io.offerflow.kafka.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The topics of one test on a broker of all: pushes go in, responses come out. */
final class Desk implements AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();
  private static final ObjectMapper JSON = new ObjectMapper();

  /** With a machine that has much else to do. */
  static final Duration PATIENCE = Duration.ofMinutes(2);

  final Topics topics = new Topics("t" + NUMBER.incrementAndGet());
  private final EmbeddedBroker broker;
  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> events;
  private final Admin admin;
  private final List<JsonNode> read = new ArrayList<>();

  Desk(EmbeddedBroker broker, String... channels) throws IOException {
    this.broker = broker;
    TopicSetup.ensure(kafka(), topics, List.of(channels), 1);
    admin = Admin.create(kafka());
    producer = new KafkaProducer<>(kafka(), new ByteArraySerializer(), new ByteArraySerializer());
    events = new KafkaConsumer<>(kafka(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    TopicPartition partition = new TopicPartition(topics.events(), 0);
    events.assign(List.of(partition));
    events.seekToBeginning(List.of(partition));
  }

  Properties kafka() {
    Properties kafka = new Properties();
    kafka.put("bootstrap.servers", broker.bootstrapServers());
    // So soon a member hears that another one came or went.
    kafka.put("heartbeat.interval.ms", "200");
    return kafka;
  }

  Gateway start(String yaml) throws Exception {
    return start(yaml, GatewayMetrics.OFF);
  }

  Gateway start(String yaml, GatewayMetrics metrics) throws Exception {
    GatewayConfig config =
        GatewayConfigReader.read("gateway.yaml", yaml.getBytes(StandardCharsets.UTF_8));
    return Gateway.start(config, kafka(), topics, metrics);
  }

  /** A push that is good for an hour, to a number of the decision's own. */
  void push(String decision, String text) {
    push("sms", decision, "sales", "+86" + digits(decision), text, Duration.ofHours(1));
  }

  void push(
      String channel, String decision, String contactClass, String to, String text, Duration good) {
    Instant now = Instant.now();
    Map<String, Object> push =
        Map.ofEntries(
            Map.entry("v", 1),
            Map.entry("decision", decision),
            Map.entry("customer", "c-" + decision),
            Map.entry("channel", channel),
            Map.entry("to", to),
            Map.entry("campaign", "k"),
            Map.entry("offer", "o"),
            Map.entry("content", Map.of("text", text)),
            Map.entry("language", "en"),
            Map.entry("class", contactClass),
            Map.entry("decided", now.toString()),
            Map.entry("deadline", now.plus(good).toString()),
            Map.entry("bundle", "b"));
    append(topics.offers(channel), "c-" + decision, JSON.valueToTree(push).toString());
  }

  void append(String topic, String key, String value) {
    producer.send(
        new ProducerRecord<>(
            topic, key.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8)));
    producer.flush();
  }

  static String digits(String decision) {
    return "138" + (100_000 + Math.floorMod(decision.hashCode(), 100_000));
  }

  /** The first event with that id; waits for it. */
  JsonNode event(String id) {
    await(
        "event " + id,
        () -> {
          poll();
          return read.stream().anyMatch(event -> event.path("id").textValue().equals(id));
        });
    return read.stream().filter(one -> one.path("id").textValue().equals(id)).findFirst().get();
  }

  /** The ids of all events so far, in their order. */
  List<String> eventIds() {
    poll();
    return read.stream().map(event -> event.path("id").textValue()).toList();
  }

  private void poll() {
    for (ConsumerRecord<byte[], byte[]> one : events.poll(Duration.ofMillis(50))) {
      try {
        JsonNode event = JSON.readTree(one.value());
        assertThat(new String(one.key(), StandardCharsets.UTF_8))
            .isEqualTo(event.path("customer").textValue());
        read.add(event);
      } catch (IOException e) {
        throw new AssertionError(e);
      }
    }
  }

  /** What the gateways of a channel have committed; 0 before they did. */
  long committed(String channel) {
    String group = topics.prefix() + "-gateway-" + channel;
    try {
      OffsetAndMetadata offset =
          admin
              .listConsumerGroupOffsets(group)
              .partitionsToOffsetAndMetadata()
              .get()
              .get(new TopicPartition(topics.offers(channel), 0));
      return offset == null ? 0 : offset.offset();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** The newest entry of each decision in the gateways' topic. */
  Map<String, Entry> journal() {
    Map<String, Entry> entries = new java.util.HashMap<>();
    TopicPartition partition = new TopicPartition(topics.gateway(), 0);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(kafka(), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      long end = consumer.endOffsets(List.of(partition)).get(partition);
      while (consumer.position(partition) < end) {
        for (ConsumerRecord<byte[], byte[]> one : consumer.poll(Duration.ofMillis(50))) {
          String decision = new String(one.key(), StandardCharsets.UTF_8);
          entries.put(decision, EntryCodec.read(decision, one.value()));
        }
      }
    }
    return entries;
  }

  /** Looks again and again, but leaves the machine to those who are to bring it about. */
  static void await(String what, BooleanSupplier reached) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!reached.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("never: " + what);
      }
      LockSupport.parkNanos(5_000_000);
    }
  }

  @Override
  public void close() {
    producer.close(Duration.ZERO);
    events.close();
    admin.close(Duration.ZERO);
  }
}
