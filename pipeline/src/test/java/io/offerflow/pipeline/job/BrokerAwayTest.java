package io.offerflow.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.codec.EventEncoder;
import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.kafka.EmbeddedBroker;
import io.offerflow.testing.TestWorkspace;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.configuration.Configuration;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The broker goes and comes back while events of now come in: they wait at their sender, and what
 * is decided is what would have been. For minutes: {@code mvn -pl pipeline -am test
 * -Dtest=BrokerAwayTest -Dsurefire.failIfNoSpecifiedTests=false -Dofferflow.broker-away=180}.
 */
class BrokerAwayTest {
  private static final int AWAY = Integer.getInteger("offerflow.broker-away", 6);
  private static final int RATE = Integer.getInteger("offerflow.rate", 100);
  private static final int CUSTOMERS = 40;

  /** Waits are shorter than the broker is away, and so is the time after which a feed is silent. */
  private static WorkspaceFiles workspace() {
    return WorkspaceFiles.of(
        new TestWorkspace()
            .file(
                "workspace.yaml",
                """
                offerflow: 1
                name: away
                timezone: UTC
                currency: EUR
                language: en
                # Longer than an event is on its way when nothing is in the way.
                disorder: 1s
                channels:
                  sms: {address: customer}
                  push: {address: push_token}
                """)
            .features("spent: {sum: recharge.amount, last: 10s}\n")
            .policy(
                """
                classes: {service: {ignores: [caps, consent], counts: false}, sales: {}}
                caps: [{max: 2, last: 5s}]
                consent: {sms: opt-out, push: opt-in}
                """)
            .campaign("remind", "{event: recharge, without: {event: app_view}, within: 1s}", "")
            .campaign("falls", "{cross: spent, below: 20}", "offer: care\n")
            .campaign("much", "{event: recharge}", "if: spent > 40\nclass: service\noffer: care\n")
            .files());
  }

  /** A feed of now: events come about at a steady rate, and wait in it for the broker. */
  private static final class Feed implements AutoCloseable {
    private final BlockingQueue<Event> waiting = new LinkedBlockingQueue<>();
    private final List<Event> events = new ArrayList<>();
    private final Random random = new Random(7);
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final Properties kafka = new Properties();
    private final String topic;
    private final Thread sender = new Thread(this::send, "feed");
    private long due = System.nanoTime();

    Feed(Properties kafka, String topic) {
      this.topic = topic;
      this.kafka.putAll(kafka);
      this.kafka.setProperty("acks", "all");
      this.kafka.setProperty("delivery.timeout.ms", "3600000");
      this.kafka.setProperty("max.block.ms", "3600000");
      this.kafka.setProperty("reconnect.backoff.max.ms", "100");
      sender.setDaemon(true);
      sender.start();
    }

    void goOnFor(long millis) {
      long end = due + TimeUnit.MILLISECONDS.toNanos(millis);
      while (due < end) {
        Event event = event();
        events.add(event);
        waiting.add(event);
        due += TimeUnit.SECONDS.toNanos(1) / RATE;
        LockSupport.parkNanos(due - System.nanoTime());
      }
    }

    private Event event() {
      String customer = "c-" + random.nextInt(CUSTOMERS);
      return random.nextInt(3) > 0
          ? event("recharge", customer, "amount", BigDecimal.TEN)
          : event("app_view", customer, "product", "phone");
    }

    private Event event(String type, String customer, Object... fields) {
      String id = "e-" + events.size();
      return Event.of(type, id, customer, System.currentTimeMillis(), Fields.of(fields));
    }

    private void send() {
      ByteArraySerializer bytes = new ByteArraySerializer();
      try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(kafka, bytes, bytes)) {
        while (true) {
          Event event = waiting.take();
          byte[] key = event.customer().getBytes(StandardCharsets.UTF_8);
          producer.send(
              new ProducerRecord<>(topic, key, EventEncoder.encode(event)),
              (written, failed) -> failure.compareAndSet(null, failed));
        }
      } catch (InterruptedException ended) {
        assertThat(waiting).isEmpty();
      }
    }

    /** How many events there were. */
    int count() {
      return events.size();
    }

    @Override
    public void close() {
      sender.interrupt();
      assertThat(failure.get()).isNull();
    }
  }

  @Test
  void nothingIsLostOrLateOrDecidedOtherwise(@TempDir Path folder) throws Exception {
    Path logs = folder.resolve("broker");
    EmbeddedBroker broker = EmbeddedBroker.start(logs, 0);
    try (JobFixture fixture =
        JobFixture.start(folder, broker, Map.of("reconnect.backoff.max.ms", "100"))) {
      JobRun run = fixture.run(workspace());
      Configuration config = run.configuration(2);
      // Shorter than the broker is away, and longer than a busy machine keeps a feed waiting.
      config.set(JobOptions.IDLE_TIMEOUT, Duration.ofSeconds(5));
      config.set(JobOptions.WALL_CLOCK, true);
      RunningJob job = run.start(config, null);
      try (Feed feed = new Feed(fixture.kafka(), run.topics().events())) {
        feed.goOnFor(1_000);
        run.handled().awaitEvents(feed.count());
        job.checkpoint();
        feed.goOnFor(200);
        broker.close();
        feed.goOnFor(1_000L * AWAY);
        long back = System.nanoTime();
        try (EmbeddedBroker again = EmbeddedBroker.start(logs, broker.port())) {
          long answers = System.nanoTime();
          run.handled().awaitEvents(feed.count());
          System.out.printf(
              "the broker was away for %d s, %d events/s: its start took %d ms, after %d ms more"
                  + " all was decided%n",
              AWAY, RATE, millis(answers - back), millis(System.nanoTime() - answers));
          assertThat(again.bootstrapServers()).isEqualTo(broker.bootstrapServers());
          feed.goOnFor(500);
          run.handled().awaitEvents(feed.count());
          assertThat(run.handled().events()).as("none is read again").isEqualTo(feed.count());
          assertThat(run.handled().lateEvents()).isZero();
          job.stop(folder.resolve("savepoints"), true);
          Replayed.of(run.workspace().workspace(), feed.events).assertSame(run);
        }
      }
    }
  }

  private static long millis(long nanos) {
    return TimeUnit.NANOSECONDS.toMillis(nanos);
  }
}
