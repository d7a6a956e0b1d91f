package io.offerflow.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offerflow.kafka.EmbeddedBroker;
import io.offerflow.kafka.LogEnds;
import io.offerflow.kafka.Standing;
import io.offerflow.kafka.TopicSetup;
import io.offerflow.kafka.Topics;
import io.offerflow.kafka.Writers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.connector.kafka.sink.internal.FlinkKafkaInternalProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The broker itself refuses what former writers send, whenever they wake up. */
class WritersTest {
  private static final int PARTITIONS = 2;
  private static final AtomicInteger RUNS = new AtomicInteger();

  @TempDir static Path folder;
  private static EmbeddedBroker broker;

  @BeforeAll
  static void start() throws IOException {
    broker = EmbeddedBroker.start(folder, 0);
  }

  @AfterAll
  static void close() {
    broker.close();
  }

  private final Topics topics = new Topics("w" + RUNS.incrementAndGet());

  WritersTest() throws IOException {
    TopicSetup.ensure(kafka(), topics, List.of("sms"), PARTITIONS);
  }

  private static Properties kafka() {
    Properties kafka = new Properties();
    kafka.setProperty("bootstrap.servers", broker.bootstrapServers());
    return kafka;
  }

  /** A producer in the register. */
  private final class Entered implements AutoCloseable {
    private final FlinkKafkaInternalProducer<byte[], byte[]> producer;
    private final Standing standing;

    Entered(int task, int tasks, boolean restored) throws IOException {
      Properties properties = Outbox.producer(kafka());
      properties.setProperty("key.serializer", ByteArraySerializer.class.getName());
      properties.setProperty("value.serializer", ByteArraySerializer.class.getName());
      producer = new FlinkKafkaInternalProducer<>(properties);
      while (producer.getProducerId() < 0) {
        Thread.onSpinWait();
      }
      standing =
          new Writers(kafka(), topics).enter(producer.getProducerId(), task, tasks, restored);
    }

    void send(int partition, String text) throws InterruptedException, ExecutionException {
      byte[] value = text.getBytes(StandardCharsets.UTF_8);
      producer.send(new ProducerRecord<>(topics.offers("sms"), partition, null, value)).get();
    }

    void isShutOut() {
      for (int partition = 0; partition < PARTITIONS; partition++) {
        int one = partition;
        assertThatThrownBy(() -> send(one, "too late"))
            .hasCauseInstanceOf(InvalidProducerEpochException.class);
      }
    }

    List<String> read(LogEnds from) {
      List<String> read = new ArrayList<>();
      standing.read(from, record -> read.add(new String(record.value(), StandardCharsets.UTF_8)));
      return read;
    }

    @Override
    public void close() {
      standing.close();
      producer.close(Duration.ZERO);
    }
  }

  @Test
  void whoComesLaterForTheSameCustomersIsLeftAlone() throws Exception {
    try (Entered first = new Entered(0, 2, false);
        Entered sibling = new Entered(1, 2, false)) {
      first.send(0, "a");
      sibling.send(0, "b");
      try (Entered again = new Entered(0, 2, false)) {
        // One partition it had written to, one it had not.
        first.isShutOut();
        sibling.send(1, "c");
        again.send(0, "d");
        assertThat(again.read(LogEnds.NONE)).containsExactlyInAnyOrder("a", "b", "c", "d");
        assertThat(again.read(again.standing.since())).hasSize(4);
      }
    }
  }

  @Test
  void atAnotherParallelismAllWithCustomersInCommonAreShutOut() throws Exception {
    try (Entered first = new Entered(0, 2, false);
        Entered second = new Entered(1, 2, false);
        Entered half = new Entered(0, 3, true)) {
      first.isShutOut();
      second.send(0, "of the other half");
      try (Entered whole = new Entered(0, 1, true)) {
        second.isShutOut();
        half.isShutOut();
        whole.send(1, "mine");
        assertThat(whole.standing.since()).isNull();
      }
    }
  }

  @Test
  void whoHasBeenReplacedSaysNothingOfTheEndsAnyMore() throws Exception {
    try (Entered first = new Entered(0, 1, false)) {
      first.standing.start();
      LogEnds ends = first.standing.ends();
      try (Entered second = new Entered(0, 1, false)) {
        second.send(0, "after the ends");
        assertThat(second.read(ends)).containsExactly("after the ends");
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        assertThatThrownBy(
                () -> {
                  while (System.nanoTime() < deadline) {
                    assertThat(first.standing.ends()).isEqualTo(ends);
                  }
                })
            .isInstanceOf(IllegalStateException.class);
      }
    }
  }
}
