package io.offerflow.gateway;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Appends records to topics. A record that Kafka does not take in spite of the producer's own
 * retries is the end of the gateway: nothing may be sent that is not noted.
 */
final class Appender implements AutoCloseable {
  private static final Duration FAREWELL = Duration.ofSeconds(10);

  private final KafkaProducer<byte[], byte[]> producer;
  private final Consumer<Throwable> failure;

  /** What follows an append may append again, which must not wait in the producer's own thread. */
  private final ExecutorService following =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "gateway-appended");
            thread.setDaemon(true);
            return thread;
          });

  Appender(Properties kafka, Consumer<Throwable> failure) {
    Properties properties = new Properties();
    properties.putAll(kafka);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true");
    // Since Kafka 4 the default waits 5 ms for more records before it sends any.
    properties.put(ProducerConfig.LINGER_MS_CONFIG, "0");
    producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    this.failure = failure;
  }

  /** Completes when all replicas have it. */
  CompletionStage<Void> append(String topic, String key, byte[] value) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    byte[] keyBytes = key.getBytes(StandardCharsets.UTF_8);
    try {
      producer.send(
          new ProducerRecord<>(topic, keyBytes, value),
          (where, problem) -> following.execute(() -> conclude(done, problem)));
    } catch (KafkaException | IllegalStateException problem) {
      conclude(done, problem);
    }
    return done;
  }

  private void conclude(CompletableFuture<Void> done, Exception problem) {
    if (problem == null) {
      done.complete(null);
      return;
    }
    failure.accept(problem);
    done.completeExceptionally(problem);
  }

  @Override
  public void close() {
    producer.close(FAREWELL);
    following.shutdown();
  }
}
