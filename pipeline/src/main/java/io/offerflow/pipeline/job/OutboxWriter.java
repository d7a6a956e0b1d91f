package io.offerflow.pipeline.job;

import io.offerflow.kafka.Standing;
import io.offerflow.kafka.Topics;
import io.offerflow.kafka.Writers;
import java.io.IOException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.connector.kafka.sink.internal.FlinkKafkaInternalProducer;
import org.apache.flink.metrics.Counter;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * One subtask's producer. It stands in the register of writers before it sends anything, and it
 * never outlives a failed record: left to itself, a producer goes on under a new epoch and may send
 * again what the broker has taken.
 */
final class OutboxWriter implements SinkWriter<Outgoing> {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

  private final OutgoingWriter form = new OutgoingWriter();
  private final MailboxExecutor mailbox;
  private final Counter sent;
  private final Places.Place place;
  // Kafka's own producer does not tell its id.
  private final FlinkKafkaInternalProducer<byte[], byte[]> producer;
  private volatile Exception failure;

  OutboxWriter(Properties kafka, Topics topics, WriterInitContext context) throws IOException {
    mailbox = context.getMailboxExecutor();
    sent = context.metricGroup().getNumRecordsSendCounter();
    Properties properties = Outbox.producer(kafka);
    properties.setProperty("key.serializer", ByteArraySerializer.class.getName());
    properties.setProperty("value.serializer", ByteArraySerializer.class.getName());
    producer = new FlinkKafkaInternalProducer<>(properties);
    try {
      TaskInfo task = context.getTaskInfo();
      Standing standing =
          new Writers(kafka, topics)
              .enter(
                  producerId(),
                  task.getIndexOfThisSubtask(),
                  task.getNumberOfParallelSubtasks(),
                  context.getRestoredCheckpointId().isPresent());
      place = Places.take(context.getJobInfo().getJobId(), task, standing);
    } catch (IOException | RuntimeException e) {
      producer.close(Duration.ZERO);
      throw e;
    }
  }

  private long producerId() throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (producer.getProducerId() < 0) {
      if (System.nanoTime() > deadline) {
        throw new IOException("Kafka gave the producer no id within " + PATIENCE);
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    return producer.getProducerId();
  }

  @Override
  public void write(Outgoing outgoing, Context context) throws IOException {
    check();
    try {
      producer.send(form.serialize(outgoing, null, null), this::sent);
    } catch (KafkaException e) {
      throw new IOException("Kafka does not take a record for " + outgoing.topic(), e);
    }
    sent.inc();
  }

  /** Called by the producer's own thread. */
  private void sent(RecordMetadata metadata, Exception failed) {
    if (failed != null && failure == null) {
      failure = failed;
      producer.close(Duration.ZERO);
      mailbox.execute(this::check, "a record was not taken");
    }
  }

  private void check() throws IOException {
    if (failure != null) {
      throw new IOException("Kafka did not take a record: " + failure.getMessage(), failure);
    }
  }

  @Override
  public void flush(boolean endOfInput) throws IOException {
    check();
    producer.flush();
    check();
  }

  @Override
  public void close() {
    place.close();
    producer.close(Duration.ZERO);
  }
}
