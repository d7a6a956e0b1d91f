package io.offerflow.pipeline.job;

import io.offerflow.codec.DeadLetter;
import io.offerflow.codec.Decoded;
import io.offerflow.codec.EventDecoder;
import io.offerflow.feed.FeedDecoder;
import io.offerflow.pipeline.job.Intake.Arrival;
import io.offerflow.pipeline.job.Intake.Refused;
import io.offerflow.workspace.Workspace;
import java.util.Objects;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.util.Collector;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Records to events, within the source. It never throws for what a record holds: the stream goes
 * on, and the record goes to the dead letters with its position.
 */
final class IntakeReader implements KafkaRecordDeserializationSchema<Intake> {
  private static final long serialVersionUID = 1L;
  private static final byte[] NOTHING = {};

  private final WorkspaceFiles files;
  private final String feed;
  private transient EventDecoder own;
  private transient FeedDecoder foreign;

  /**
   * @param feed of feeds.yaml; null for events in Offerflow's own form
   */
  IntakeReader(WorkspaceFiles files, String feed) {
    this.files = Objects.requireNonNull(files);
    this.feed = feed;
  }

  @Override
  public void open(DeserializationSchema.InitializationContext context) {
    Workspace workspace = files.workspace();
    long ahead = workspace.settings().aheadMillis();
    if (feed == null) {
      own = new EventDecoder(workspace.schema(), ahead);
    } else {
      foreign = new FeedDecoder(workspace.feeds().get(feed), workspace.schema(), ahead);
    }
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Intake> out) {
    byte[] bytes = record.value() == null ? NOTHING : record.value();
    Decoded decoded = decode(record, bytes);
    if (decoded instanceof Decoded.Good good) {
      out.collect(new Arrival(good.event(), record.timestamp()));
    } else if (decoded instanceof Decoded.Bad bad) {
      String position = record.topic() + "-" + record.partition() + "@" + record.offset();
      DeadLetter letter = new DeadLetter(bad.reason(), position, bytes);
      out.collect(new Refused(bad.code(), letter.toJson()));
    }
  }

  private Decoded decode(ConsumerRecord<byte[], byte[]> record, byte[] bytes) {
    long appended = record.timestamp() < 0 ? EventDecoder.NO_TIMESTAMP : record.timestamp();
    return feed == null
        ? own.decode(bytes, appended)
        : foreign.decode(
            bytes, record.topic() + "-" + record.partition(), record.offset(), appended);
  }

  @Override
  public TypeInformation<Intake> getProducedType() {
    return Intake.TYPE;
  }
}
