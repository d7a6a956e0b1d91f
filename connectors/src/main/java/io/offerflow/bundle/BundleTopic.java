package io.offerflow.bundle;

import io.offerflow.kafka.TopicSetup;
import io.offerflow.kafka.Unreachable;
import io.offerflow.kafka.WholeTopics;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The topic of bundles: one partition, compacted. Holds no connection between two calls. */
public final class BundleTopic {
  /** Before compression, with files as base64; what a producer may have in its memory. */
  private static final int MAX_REQUEST_BYTES = 256 << 20;

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(200);

  private final Properties kafka;
  private final String topic;
  private final BundleCodec codec;

  /**
   * @param kafka what every Kafka client is given, {@code bootstrap.servers} among it
   */
  public BundleTopic(Properties kafka, String topic, BundleCodec codec) {
    this.kafka = kafka;
    this.topic = topic;
    this.codec = codec;
  }

  /** Whether the topic is there at all. */
  public boolean exists() throws IOException {
    try (KafkaConsumer<String, byte[]> consumer = consumer(WholeTopics.settings(kafka))) {
      List<PartitionInfo> partitions = consumer.partitionsFor(topic, PATIENCE);
      return partitions != null && !partitions.isEmpty();
    } catch (KafkaException e) {
      throw failed("cannot be read", e);
    }
  }

  /**
   * Reads all that is there.
   *
   * @throws IOException saying in one sentence what is in the way
   */
  public BundleHistory read() throws IOException {
    BundleHistory history = new BundleHistory();
    read(history, Long.MAX_VALUE);
    return history;
  }

  /** Reads what came since, up to the end as it is now, or up to an offset. */
  private void read(BundleHistory history, long until) throws IOException {
    try (BundleFollower follower = follow(history.end(), WholeTopics.settings(kafka))) {
      long end = Math.min(until, follower.end(PATIENCE));
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (follower.position() < end) {
        for (BundleRecord next : follower.poll(POLL)) {
          if (next.offset() < end) {
            history.add(next);
          }
        }
        if (System.nanoTime() > deadline) {
          throw new IOException("the topic " + topic + " cannot be read: Kafka does not answer");
        }
      }
    } catch (KafkaException e) {
      throw failed("cannot be read", e);
    }
  }

  /**
   * Goes on from an offset on.
   *
   * @param offset of the first record that is wanted, such as {@link BundleHistory#end()}
   */
  public BundleFollower follow(long offset) throws IOException {
    return follow(offset, kafka);
  }

  private BundleFollower follow(long offset, Properties settings) throws IOException {
    try {
      return new BundleFollower(consumer(settings), new TopicPartition(topic, 0), offset, codec);
    } catch (KafkaException e) {
      throw failed("cannot be read", e);
    }
  }

  /**
   * Publishes content. It changes nothing that runs, until it is activated.
   *
   * @throws IOException saying in one sentence what is in the way, such as that nobody trusts the
   *     key
   */
  public void append(PublishedBundle bundle) throws IOException {
    BundleCodec.Encoded next = believed(codec.encode(bundle));
    try (KafkaProducer<String, byte[]> producer = producer()) {
      send(producer, next);
    }
  }

  /** What nobody would believe is not written. */
  private BundleCodec.Encoded believed(BundleCodec.Encoded next) throws IOException {
    if (codec.read(0, next.key(), next.value()) instanceof BundleRecord.Refused refused) {
      throw new IOException("what would be published counts for nothing: " + refused.reason());
    }
    return next;
  }

  /**
   * Puts into force what an activation says, and reads back what stands there.
   *
   * @param known what its number was chosen by
   * @throws OvertakenException when another one with that number was quicker
   * @throws IOException saying in one sentence what is in the way; then it may have been written
   */
  public void append(Activation activation, BundleHistory known) throws IOException {
    BundleCodec.Encoded next = believed(codec.encode(activation));
    long offset;
    try (KafkaProducer<String, byte[]> producer = producer()) {
      offset = send(producer, next);
    }
    read(known, offset + 1);
    Activation winner = known.activation(activation.number()).orElseThrow();
    if (!winner.equals(activation)) {
      throw new OvertakenException(winner);
    }
  }

  /**
   * Clears away all but the newest activations, and the versions that only the others named.
   *
   * @param newest how many stay, at least 1
   */
  public void clear(BundleHistory known, int newest) throws IOException {
    List<String> old = known.olderThan(newest);
    if (old.isEmpty()) {
      return;
    }
    try (KafkaProducer<String, byte[]> producer = producer()) {
      for (String key : old) {
        send(producer, new BundleCodec.Encoded(key, null));
      }
    }
  }

  private long send(KafkaProducer<String, byte[]> producer, BundleCodec.Encoded next)
      throws IOException {
    try {
      return producer.send(new ProducerRecord<>(topic, 0, next.key(), next.value())).get().offset();
    } catch (ExecutionException e) {
      throw failed("cannot be written to", e.getCause());
    } catch (KafkaException e) {
      throw failed("cannot be written to", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the topic " + topic + " was written to", e);
    }
  }

  private IOException failed(String what, Throwable cause) {
    String why =
        cause instanceof RecordTooLargeException
            ? "the workspace is larger than "
                + (TopicSetup.MAX_BUNDLE_BYTES >> 20)
                + " MiB, compressed"
            : Unreachable.at(kafka.getProperty("bootstrap.servers"), cause).getMessage();
    return new IOException("the topic " + topic + " " + what + ": " + why, cause);
  }

  private KafkaConsumer<String, byte[]> consumer(Properties from) {
    Properties settings = copy(from);
    settings.setProperty("allow.auto.create.topics", "false");
    settings.setProperty("auto.offset.reset", "earliest");
    settings.setProperty("enable.auto.commit", "false");
    settings.setProperty("max.poll.records", "20");
    return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
  }

  private KafkaProducer<String, byte[]> producer() {
    Properties settings = copy(kafka);
    settings.setProperty("acks", "all");
    settings.setProperty("enable.idempotence", "true");
    settings.setProperty("linger.ms", "0");
    settings.setProperty("compression.type", "gzip");
    settings.setProperty("max.request.size", Integer.toString(MAX_REQUEST_BYTES));
    settings.setProperty("buffer.memory", Integer.toString(MAX_REQUEST_BYTES));
    settings.setProperty("max.block.ms", Long.toString(PATIENCE.toMillis()));
    settings.setProperty("delivery.timeout.ms", Long.toString(PATIENCE.toMillis()));
    settings.setProperty("request.timeout.ms", Long.toString(PATIENCE.toMillis() / 3));
    return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
  }

  /** Clients that live for a moment have nothing to report. */
  private static Properties copy(Properties from) {
    Properties settings = new Properties();
    settings.putAll(from);
    settings.setProperty("enable.metrics.push", "false");
    return settings;
  }
}
