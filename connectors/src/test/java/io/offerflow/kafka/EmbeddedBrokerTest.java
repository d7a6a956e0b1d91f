package io.offerflow.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {
  @TempDir Path temp;

  @Test
  void aSecondStartOnTheFolderKeepsWhatTheFirstWrote() throws Exception {
    Path folder = temp.resolve("broker");
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
      TopicSetup.ensure(broker.clientProperties(), Topics.DEFAULT, List.of("sms"), 2);
      send(broker, Topics.DEFAULT.events(), "first");
    }
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
      TopicSetup.ensure(broker.clientProperties(), Topics.DEFAULT, List.of("sms", "push"), 3);
      send(broker, Topics.DEFAULT.events(), "second");

      assertThat(read(broker, Topics.DEFAULT.events(), 2)).containsExactly("first", "second");
      assertThat(partitions(broker))
          .containsEntry("offerflow.events", 2)
          .containsEntry("offerflow.offers.sms", 2)
          .containsEntry("offerflow.offers.push", 3)
          .containsEntry("offerflow.decisions", 2)
          .containsEntry("offerflow.answers", 2)
          .containsEntry("offerflow.dead-letters", 2);
    }
  }

  @Test
  void theIndexesThatItMapsAreSmall() throws Exception {
    Path folder = temp.resolve("broker");
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder, 0)) {
      TopicSetup.ensure(broker.clientProperties(), new Topics("t"), List.of(), 1);
      send(broker, "t.events", "first");
      try (Stream<Path> files = Files.list(folder.resolve("t.events-0"))) {
        assertThat(files.filter(file -> file.toString().endsWith("index")).map(Path::toFile))
            .hasSize(2)
            .allSatisfy(file -> assertThat(file.length()).isLessThanOrEqualTo(256 << 10));
      }
    }
  }

  @Test
  void transactionsWorkAndUnknownTopicsAreNotMade() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(temp.resolve("broker"), 0)) {
      TopicSetup.ensure(broker.clientProperties(), new Topics("t"), List.of(), 1);
      Properties settings = clientSettings(broker);
      settings.put("transactional.id", "one");
      try (KafkaProducer<byte[], byte[]> producer = producer(settings)) {
        producer.initTransactions();
        producer.beginTransaction();
        producer.send(new ProducerRecord<>("t.events", "in a transaction".getBytes(UTF_8)));
        producer.commitTransaction();
      }
      assertThat(read(broker, "t.events", 1)).containsExactly("in a transaction");
      try (Admin admin = Admin.create(clientSettings(broker))) {
        assertThatThrownBy(() -> admin.describeTopics(List.of("other")).allTopicNames().get())
            .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
      }
    }
  }

  @Test
  void aPortInUseIsSaidInOneSentence() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      int port = taken.getLocalPort();
      assertThatThrownBy(() -> EmbeddedBroker.start(temp.resolve("broker"), port))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "port %d on 127.0.0.1 is in use: choose another, or stop what listens there", port);
    }
    try (EmbeddedBroker broker = EmbeddedBroker.start(temp.resolve("broker"), 0)) {
      assertThatThrownBy(() -> EmbeddedBroker.start(temp.resolve("broker"), 0))
          .isInstanceOf(IOException.class)
          .hasMessage("the folder %s is in use by another broker", temp.resolve("broker"));
      assertThat(broker.bootstrapServers()).isEqualTo("127.0.0.1:" + broker.port());
    }
  }

  @Test
  void aFolderThatIsAFileIsSaidInOneSentence() throws Exception {
    Path file = Files.writeString(temp.resolve("file"), "x");
    assertThatThrownBy(() -> EmbeddedBroker.start(file.resolve("broker"), 0))
        .isInstanceOf(IOException.class)
        .hasMessage("the folder %s cannot be written", file.resolve("broker"));
  }

  @Test
  void aFolderOfAnotherKafkaIsLeftAlone() throws Exception {
    Path foreign = Files.createDirectory(temp.resolve("foreign"));
    Files.writeString(foreign.resolve("meta.properties"), "version=1\nnode.id=7\n");
    assertThatThrownBy(() -> EmbeddedBroker.start(foreign, 0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("belongs to another Kafka cluster");

    Path broken = Files.createDirectory(temp.resolve("broken"));
    Files.writeString(broken.resolve(BrokerFolder.MARKER), "kafka=4.2.0\n");
    Files.writeString(broken.resolve("meta.properties"), "version=1\nnode.id=1\n");
    assertThatThrownBy(() -> EmbeddedBroker.start(broken, 0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("belongs to another Kafka cluster");

    Path newer = Files.createDirectory(temp.resolve("newer"));
    Files.writeString(newer.resolve(BrokerFolder.MARKER), "kafka=9.1.0\n");
    assertThatThrownBy(() -> EmbeddedBroker.start(newer, 0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("was written by Kafka 9.1.0");

    Path full = Files.createDirectory(temp.resolve("full"));
    Files.writeString(full.resolve("notes.txt"), "mine");
    assertThatThrownBy(() -> EmbeddedBroker.start(full, 0))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("holds other files");
  }

  private static Properties clientSettings(EmbeddedBroker broker) {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", broker.bootstrapServers());
    return settings;
  }

  private static KafkaProducer<byte[], byte[]> producer(Properties settings) {
    return new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static void send(EmbeddedBroker broker, String topic, String text) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer = producer(clientSettings(broker))) {
      producer.send(new ProducerRecord<>(topic, 0, null, null, text.getBytes(UTF_8))).get();
    }
  }

  private static List<String> read(EmbeddedBroker broker, String topic, int count) {
    Properties settings = clientSettings(broker);
    List<String> texts = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      consumer.assign(List.of(partition));
      consumer.seekToBeginning(List.of(partition));
      Instant giveUp = Instant.now().plusSeconds(120);
      while (texts.size() < count && Instant.now().isBefore(giveUp)) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
          texts.add(new String(record.value(), UTF_8));
        }
      }
    }
    return texts;
  }

  private static Map<String, Integer> partitions(EmbeddedBroker broker) throws Exception {
    try (Admin admin = Admin.create(clientSettings(broker))) {
      Map<String, TopicDescription> topics =
          admin.describeTopics(admin.listTopics().names().get()).allTopicNames().get();
      Map<String, Integer> counts = new java.util.TreeMap<>();
      topics.forEach((name, topic) -> counts.put(name, topic.partitions().size()));
      return counts;
    }
  }
}
