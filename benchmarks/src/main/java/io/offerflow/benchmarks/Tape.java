package io.offerflow.benchmarks;

import io.offerflow.codec.EventEncoder;
import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.event.Schema;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes the town's events into a topic, as its customers' keys distribute them. */
final class Tape {
  private Tape() {}

  static void write(
      String bootstrap, String topic, Schema schema, int events, int customers, long seed) {
    write(bootstrap, topic, events, new Town(schema, customers, seed));
  }

  /** The town's next events. */
  static void write(String bootstrap, String topic, int events, Town town) {
    write(bootstrap, topic, events, unused -> town.next());
  }

  /** One event of each customer, all at the beginning. */
  static void ofEach(String bootstrap, String topic, int customers) {
    Fields data = Fields.of("kind", "data", "network", "4G");
    write(
        bootstrap,
        topic,
        customers,
        i -> Event.of("signalling", "first-" + i, Town.name(i), Town.START, data));
  }

  private static void write(String bootstrap, String topic, int events, IntFunction<Event> tape) {
    AtomicReference<Exception> failure = new AtomicReference<>();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            settings(bootstrap), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < events; i++) {
        Event event = tape.apply(i);
        byte[] key = event.customer().getBytes(StandardCharsets.UTF_8);
        producer.send(
            new ProducerRecord<>(topic, key, EventEncoder.encode(event)),
            (written, problem) -> failure.compareAndSet(null, problem));
      }
    }
    if (failure.get() != null) {
      throw new IllegalStateException("the tape was not written", failure.get());
    }
  }

  private static Properties settings(String bootstrap) {
    Properties settings = new Properties();
    settings.setProperty("bootstrap.servers", bootstrap);
    settings.setProperty("linger.ms", "20");
    settings.setProperty("batch.size", "262144");
    return settings;
  }
}
