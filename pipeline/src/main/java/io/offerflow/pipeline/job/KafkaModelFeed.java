package io.offerflow.pipeline.job;

import io.offerflow.blob.CorruptBlobException;
import io.offerflow.learning.Model;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The topic of models: one partition, the last record is the newest version. */
final class KafkaModelFeed implements ModelFeed {
  private static final long serialVersionUID = 1L;

  private static final Logger LOG = LoggerFactory.getLogger(KafkaModelFeed.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Properties properties;
  private final String topic;

  KafkaModelFeed(Properties properties, String topic) {
    this.properties = properties;
    this.topic = topic;
  }

  @Override
  public Following open() throws IOException {
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      Thread follower = new Follower(consumer, newest(consumer));
      follower.start();
      return (Follower) follower;
    } catch (KafkaException e) {
      consumer.close();
      throw new IOException("the topic of models, " + topic + ", cannot be read", e);
    }
  }

  /** What was published before; the consumer goes on behind it. */
  private Model newest(KafkaConsumer<byte[], byte[]> consumer) {
    TopicPartition partition = new TopicPartition(topic, 0);
    consumer.assign(List.of(partition));
    long end = consumer.endOffsets(List.of(partition), PATIENCE).get(partition);
    consumer.seek(partition, Math.max(0, end - 1));
    Model newest = Model.EMPTY;
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (consumer.position(partition) < end) {
      for (ConsumerRecord<byte[], byte[]> version : consumer.poll(Duration.ofMillis(100))) {
        newest = read(version, newest);
      }
      if (System.nanoTime() > deadline) {
        throw new KafkaException("no answer within " + PATIENCE);
      }
    }
    return newest;
  }

  private static Model read(ConsumerRecord<byte[], byte[]> version, Model otherwise) {
    try {
      return version.value() == null ? otherwise : Model.of(version.value());
    } catch (CorruptBlobException e) {
      LOG.warn("no model at {}@{}; the one before stays", version.topic(), version.offset(), e);
      return otherwise;
    }
  }

  /** Waits for versions, so that the subtask need not. */
  private static final class Follower extends Thread implements Following {
    private final KafkaConsumer<byte[], byte[]> consumer;
    private volatile Model latest;

    Follower(KafkaConsumer<byte[], byte[]> consumer, Model newest) {
      super("offerflow-models");
      setDaemon(true);
      this.consumer = consumer;
      this.latest = newest;
    }

    @Override
    public Model latest() {
      return latest;
    }

    @Override
    public void run() {
      try (consumer) {
        while (true) {
          for (ConsumerRecord<byte[], byte[]> version : consumer.poll(Duration.ofMinutes(1))) {
            latest = read(version, latest);
          }
        }
      } catch (WakeupException closed) {
        LOG.debug("models are no longer followed");
      } catch (KafkaException e) {
        LOG.error("models cannot be followed any more; the newest version stays", e);
      }
    }

    @Override
    public void close() {
      consumer.wakeup();
      try {
        join(PATIENCE.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
