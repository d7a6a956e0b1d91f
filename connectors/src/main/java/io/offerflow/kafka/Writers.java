package io.offerflow.kafka;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * The register of who writes offers, and the way to shut out former writers for good: stopped
 * processes that go on, tasks that the job manager has given up but that do not know it yet.
 *
 * <p>A producer enters the register before it writes its first record. Whoever comes later for the
 * same customers finds it there, and has a marker of the greatest epoch written for its producer id
 * into every partition. From then on the broker refuses what still comes from it, whatever it is
 * that wakes up; consumers never see the marker. Of two that come at once the later in the register
 * shuts out the earlier, so one of them is left.
 */
public final class Writers {
  private static final Duration POLL = Duration.ofMillis(200);

  /** No producer gets past that epoch by itself. */
  private static final short LAST_EPOCH = Short.MAX_VALUE;

  /** A writer that has not been shut out must not be forgotten. */
  static final Map<String, String> CONFIG =
      Map.of("cleanup.policy", "compact", "min.compaction.lag.ms", "604800000");

  private final Properties kafka;
  private final Topics topics;

  /**
   * @param kafka what every client is given, the brokers among it
   */
  public Writers(Properties kafka, Topics topics) {
    this.kafka = kafka;
    this.topics = topics;
  }

  /**
   * Enters a producer and shuts out the former ones; returns once none of them can write.
   *
   * @param producer its id, as the broker gave it
   * @param task the place of its task among all {@code tasks}, from 0
   * @param restored whether the job went on from a checkpoint
   * @throws IOException saying in one sentence what is in the way
   */
  public Standing enter(long producer, int task, int tasks, boolean restored) throws IOException {
    KafkaConsumer<byte[], byte[]> consumer = consumer(kafka);
    try (Admin admin = Admin.create(kafka);
        KafkaProducer<byte[], byte[]> pen =
            new KafkaProducer<>(kafka, new ByteArraySerializer(), new ByteArraySerializer())) {
      if (!consumer.listTopics().containsKey(topics.writers())) {
        makeTopic(admin);
      }
      List<TopicPartition> written = partitions(consumer, topics);
      LogEnds ends = LogEnds.of(consumer.endOffsets(written));
      Writer me = new Writer(producer, task, tasks, restored, ends, false);
      long place = append(pen, me);
      TopicPartition register = new TopicPartition(topics.writers(), 0);
      consumer.assign(List.of(register));
      consumer.seekToBeginning(List.of(register));
      List<Line> before = linesUntil(place, consumer, register, me);
      shutOut(admin, notAlone(before), written);
      append(pen, me.nowAlone());
      return new Standing(consumer, topics, register, me, since(before, me));
    } catch (KafkaException e) {
      consumer.close();
      throw new IOException("former writers of offers cannot be shut out: " + e.getMessage(), e);
    } catch (IOException | RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  static KafkaConsumer<byte[], byte[]> consumer(Properties kafka) {
    Properties properties = WholeTopics.settings(kafka);
    // What has been deleted for its age need not be read.
    properties.setProperty("auto.offset.reset", "earliest");
    return new KafkaConsumer<>(
        properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** A line and where it stands. */
  private record Line(long place, Writer writer) {}

  /** Those of rivals; the consumer goes on behind one's own line. */
  private static List<Line> linesUntil(
      long place, KafkaConsumer<byte[], byte[]> consumer, TopicPartition register, Writer me) {
    List<Line> lines = new ArrayList<>();
    while (consumer.position(register) <= place) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        Writer writer = record.offset() < place ? Writer.read(record.value()) : null;
        if (writer != null && writer.rivals(me)) {
          lines.add(new Line(record.offset(), writer));
        }
      }
    }
    consumer.seek(register, place + 1);
    return lines;
  }

  private void makeTopic(Admin admin) throws IOException {
    NewTopic topic = new NewTopic(topics.writers(), Optional.of(1), Optional.empty());
    try {
      await(admin.createTopics(List.of(topic.configs(CONFIG))).all());
    } catch (TopicExistsException there) {
      return;
    }
  }

  /** All that hold offers or records of decisions. */
  static List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, Topics topics) {
    List<TopicPartition> partitions = new ArrayList<>();
    consumer
        .listTopics()
        .forEach(
            (topic, infos) -> {
              if (topics.isOfDecisions(topic)) {
                infos.forEach(info -> partitions.add(new TopicPartition(topic, info.partition())));
              }
            });
    return partitions;
  }

  private long append(KafkaProducer<byte[], byte[]> pen, Writer line) throws IOException {
    byte[] key = line.key().getBytes(StandardCharsets.UTF_8);
    try {
      return pen.send(new ProducerRecord<>(topics.writers(), 0, key, line.toJson())).get().offset();
    } catch (ExecutionException e) {
      throw new IOException("the register of writers cannot be written to", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the register of writers was written to", e);
    }
  }

  /** Whom nobody who is through with it has shut out yet: those who came before it. */
  private static Collection<Writer> notAlone(List<Line> lines) {
    Map<Long, Line> open = new HashMap<>();
    for (Line line : lines) {
      Writer writer = line.writer();
      Line came = open.putIfAbsent(writer.producer(), line);
      if (writer.alone() && came != null) {
        open.values()
            .removeIf(other -> other.place() < came.place() && other.writer().rivals(writer));
      }
    }
    return open.values().stream().map(Line::writer).toList();
  }

  /** Where the outputs of runs begin of which no checkpoint knows; null where one does. */
  private static LogEnds since(List<Line> before, Writer me) {
    if (me.restored()) {
      return null;
    }
    List<LogEnds> ends = new ArrayList<>(List.of(me.ends()));
    for (int i = before.size() - 1; i >= 0 && !before.get(i).writer().restored(); i--) {
      ends.add(before.get(i).writer().ends());
    }
    return LogEnds.least(ends);
  }

  private static void shutOut(
      Admin admin, Collection<Writer> former, Collection<TopicPartition> partitions)
      throws IOException {
    List<KafkaFuture<Void>> marked = new ArrayList<>();
    for (Writer writer : former) {
      for (TopicPartition partition : partitions) {
        AbortTransactionSpec marker =
            new AbortTransactionSpec(partition, writer.producer(), LAST_EPOCH, 0);
        marked.add(admin.abortTransaction(marker).all());
      }
    }
    try {
      for (KafkaFuture<Void> one : marked) {
        await(one);
      }
    } catch (ClusterAuthorizationException e) {
      throw new IOException(
          "Kafka does not let the job shut out its former writers: allow its user ALTER on the"
              + " cluster",
          e);
    }
  }

  private static void await(KafkaFuture<Void> done) throws IOException {
    try {
      done.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof KafkaException refused) {
        throw refused;
      }
      throw new IOException("Kafka: " + e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while former writers were shut out", e);
    }
  }
}
