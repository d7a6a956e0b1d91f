package io.offerflow.pipeline.job;

import java.nio.charset.StandardCharsets;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.kafka.clients.producer.ProducerRecord;

/** One sink for many topics: each record says its own. */
final class OutgoingWriter implements KafkaRecordSerializationSchema<Outgoing> {
  private static final long serialVersionUID = 1L;

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      Outgoing outgoing, KafkaSinkContext context, Long timestamp) {
    byte[] key = outgoing.key() == null ? null : outgoing.key().getBytes(StandardCharsets.UTF_8);
    // Without a timestamp of its own Kafka stamps the record when it is sent: latency is read off
    // the difference to the event's.
    ProducerRecord<byte[], byte[]> written =
        new ProducerRecord<>(outgoing.topic(), null, null, key, outgoing.value());
    if (outgoing.run() != Outgoing.NO_RUN) {
      new WrittenBy(outgoing.run(), outgoing.checkpoint()).sign(written.headers());
    }
    return written;
  }
}
