package io.offerflow.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.offerflow.codec.EventEncoder;
import io.offerflow.event.Event;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Events at a fixed rate, each due at an instant of its own, whatever became of those before: a job
 * that stalls is charged for every event that waits meanwhile (no coordinated omission). The time
 * of an event ends when somebody reads the record of the decision that it caused.
 */
final class OpenLoop implements AutoCloseable {
  private static final OperatingSystemMXBean PROCESS =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private static final byte[] CAUSE = "\"event\":\"e-".getBytes(StandardCharsets.US_ASCII);

  /**
   * What is due within a millisecond is sent together, and its wait is counted from when it was
   * due. A load that takes a core of the two for itself measures nothing but itself.
   */
  private static final long NAP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** After so long nothing more is expected; after a tenth of a measurement that is short. */
  private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

  /** What a pause of the collector or a checkpoint does not come to, however short the run. */
  private static final long NO_LESS_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  /** A job that has decided nothing yet is only slow: the first decision is waited for longer. */
  private static final long FIRST_NANOS = TimeUnit.SECONDS.toNanos(10);

  private static final Duration POLL = Duration.ofMillis(20);

  private final String topic;
  private final KafkaProducer<byte[], byte[]> producer;
  private final KafkaConsumer<byte[], byte[]> consumer;
  private final double perSecond;

  private final Waits waits = new Waits();

  private final AtomicBoolean sent = new AtomicBoolean();
  private volatile long firstNumber = -1;
  private volatile long start;
  private volatile long startEpochMicros;
  private volatile long countFrom;
  private volatile long countTo;

  OpenLoop(String bootstrap, String events, String decisions, double perSecond) {
    this.topic = events;
    this.perSecond = perSecond;
    Properties settings = new Properties();
    settings.setProperty("bootstrap.servers", bootstrap);
    settings.setProperty("linger.ms", "0");
    // Nobody goes on where it ended, so it need not look for a group's coordinator at its end.
    settings.setProperty("enable.auto.commit", "false");
    settings.setProperty("auto.offset.reset", "latest");
    producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
    consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.assign(
        consumer.partitionsFor(decisions).stream()
            .map(one -> new TopicPartition(one.topic(), one.partition()))
            .toList());
    consumer.seekToEnd(List.of());
    consumer.assignment().forEach(consumer::position);
  }

  /** Sends the town's next events and measures those that are due after the warm-up. */
  Waits run(Town town, Duration warmUp, Duration measured) throws InterruptedException {
    start = System.nanoTime();
    startEpochMicros = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
    countFrom = warmUp.toNanos();
    countTo = warmUp.plus(measured).toNanos();
    Thread reader = new Thread(this::read, "latency-reader");
    Event first = town.next();
    firstNumber = number(first);
    reader.start();
    send(first, town);
    sent.set(true);
    reader.join();
    return waits;
  }

  private void send(Event first, Town town) {
    Event event = first;
    long used = PROCESS.getProcessCpuTime();
    for (long i = 0; due(i) < countTo; i++) {
      long wait = start + due(i) - System.nanoTime();
      while (wait > 0) {
        LockSupport.parkNanos(Math.max(wait, NAP_NANOS));
        wait = start + due(i) - System.nanoTime();
      }
      byte[] key = event.customer().getBytes(StandardCharsets.UTF_8);
      producer.send(new ProducerRecord<>(topic, key, EventEncoder.encode(event)));
      event = town.next();
    }
    waits.used((double) (PROCESS.getProcessCpuTime() - used) / (System.nanoTime() - start));
    producer.flush();
  }

  /** When the i-th event is due, in nanoseconds after the start. */
  private long due(long i) {
    return (long) (i * 1e9 / perSecond);
  }

  /** Until nothing has come for a while after the last event was sent. */
  private void read() {
    long silence = Math.min(SILENCE_NANOS, Math.max(NO_LESS_NANOS, (countTo - countFrom) / 10));
    long idleSince = System.nanoTime();
    while (!sent.get() || System.nanoTime() - idleSince < (isFirst() ? FIRST_NANOS : silence)) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        long now = System.nanoTime();
        idleSince = now;
        long number = causeOf(record.value());
        long due = number < firstNumber ? -1 : due(number - firstNumber);
        if (due >= countFrom && due < countTo) {
          long micros = TimeUnit.NANOSECONDS.toMicros(now - start - due);
          waits.add(startEpochMicros + TimeUnit.NANOSECONDS.toMicros(due), micros);
        }
      }
    }
  }

  private boolean isFirst() {
    return countTo > countFrom && waits.all().getTotalCount() == 0;
  }

  private static long number(Event event) {
    return Long.parseLong(event.id().substring(2));
  }

  /** The number of the event that a decision's record names; -1 where there is none. */
  static long causeOf(byte[] record) {
    int at = indexOf(record, CAUSE);
    if (at < 0) {
      return -1;
    }
    long number = 0;
    for (int i = at + CAUSE.length; i < record.length && record[i] != '"'; i++) {
      number = number * 10 + record[i] - '0';
    }
    return number;
  }

  private static int indexOf(byte[] text, byte[] sought) {
    for (int i = 0; i <= text.length - sought.length; i++) {
      int same = 0;
      while (same < sought.length && text[i + same] == sought[same]) {
        same++;
      }
      if (same == sought.length) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public void close() {
    producer.close();
    consumer.close();
  }
}
