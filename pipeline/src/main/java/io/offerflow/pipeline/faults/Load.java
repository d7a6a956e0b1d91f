package io.offerflow.pipeline.faults;

import io.offerflow.codec.EventEncoder;
import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.pipeline.demo.City;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Events of a city at a steady rate, in which an hour passes in seconds so that caps, quiet hours
 * and timers take part, and now and then a record that is no event. It outlives the broker: what it
 * could not send yet waits, in order.
 */
final class Load implements Runnable, AutoCloseable {
  /** How much time passes in the city from one event to the next. */
  private static final long STEP_MILLIS = 10_000;

  private static final long HOUR = 3_600_000;
  private static final int CUSTOMERS = 2_000;
  private static final int EVENTS_PER_DEAD_LETTER = 300;
  private static final String[] NO_EVENTS = {"no event", "{\"id\":1}", "{}", ""};

  /** In the past of every clock this runs by: what is ahead of its record is no event. */
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final String topic;
  private final int rate;
  private final City city;
  private final SplittableRandom random;
  private final KafkaProducer<byte[], byte[]> producer;
  private volatile boolean ended;
  private long time = START.toEpochMilli();

  Load(Properties kafka, String topic, int rate, long seed) {
    this.topic = topic;
    this.rate = rate;
    this.city = new City(seed, CUSTOMERS, START);
    this.random = new SplittableRandom(seed);
    Properties properties = new Properties();
    properties.putAll(kafka);
    properties.setProperty("acks", "all");
    properties.setProperty("delivery.timeout.ms", "1800000");
    properties.setProperty("max.block.ms", "1800000");
    this.producer =
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  @Override
  public void run() {
    long begun = System.nanoTime();
    for (long number = 0; !ended; number++) {
      long due = begun + number * TimeUnit.SECONDS.toNanos(1) / rate;
      LockSupport.parkNanos(due - System.nanoTime());
      time += STEP_MILLIS;
      Event event = city.next(time);
      send(event.customer(), null, EventEncoder.encode(event));
      if (random.nextInt(EVENTS_PER_DEAD_LETTER) == 0) {
        String none = NO_EVENTS[random.nextInt(NO_EVENTS.length)];
        send(event.customer(), null, none.getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  private void send(String customer, Integer partition, byte[] value) {
    byte[] key = customer.getBytes(StandardCharsets.UTF_8);
    producer.send(new ProducerRecord<>(topic, partition, key, value));
  }

  void end() {
    ended = true;
  }

  /** One event more in each partition, so that the stream's clock gets past all the others. */
  void last() {
    int partitions = producer.partitionsFor(topic).size();
    for (int partition = 0; partition < partitions; partition++) {
      Fields fields = Fields.of("product", "phone-5g", "dwell_s", BigDecimal.ONE);
      String customer = lastOf(partition);
      Event event = Event.of("app_view", customer, customer, time + HOUR, fields);
      send(customer, partition, EventEncoder.encode(event));
    }
    producer.flush();
  }

  private static String lastOf(int partition) {
    return "last-" + partition;
  }

  /** Whether the job has come to the last events: a campaign has its moment at each. */
  static boolean isLastIn(Outputs outputs, int partitions) {
    return IntStream.range(0, partitions)
        .noneMatch(partition -> outputs.of(lastOf(partition)).decisions.isEmpty());
  }

  @Override
  public void close() {
    producer.close();
  }
}
