package io.offerflow.pipeline.job;

import io.offerflow.blob.CorruptBlobException;
import io.offerflow.codec.DeadLetter;
import io.offerflow.codec.Decoded;
import io.offerflow.codec.EventDecoder;
import io.offerflow.decision.Input;
import io.offerflow.feed.FeedDecoder;
import io.offerflow.pipeline.job.Intake.Arrival;
import io.offerflow.pipeline.job.Intake.Origin;
import io.offerflow.pipeline.job.Intake.Refused;
import io.offerflow.workspace.Workspace;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Objects;
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
  private static final String CORRUPT = "corrupt";

  private final JobRules rules;
  private final String feed;
  private final boolean merges;
  private final int inlet;
  private transient LiveRules live;
  private transient Deployment readBy;
  private transient EventDecoder own;
  private transient FeedDecoder foreign;

  /**
   * @param feed of feeds.yaml; null for events in Offerflow's own form
   * @param inlet the number of the inlet that it reads for
   */
  IntakeReader(JobRules rules, String feed, int inlet) {
    this(rules, feed, inlet, false);
  }

  private IntakeReader(JobRules rules, String feed, int inlet, boolean merges) {
    this.inlet = inlet;
    this.rules = Objects.requireNonNull(rules);
    this.feed = feed;
    this.merges = merges;
  }

  /** Of the topic in which the job itself passes on what one id left to another. */
  static IntakeReader ofMerges(JobRules rules, int inlet) {
    return new IntakeReader(rules, null, inlet, true);
  }

  /** Looks at a reference for each record, and before the first waits for what tasks decide by. */
  private void followRules() throws IOException {
    Deployment now = live == null ? null : live.settled();
    if (now != null && now == readBy) {
      return;
    }
    try {
      if (live == null) {
        live = LiveRules.await(rules);
      }
      readBy = live.awaitSettled();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("ended while it waited for rules");
    }
    Workspace workspace = readBy.files().workspace();
    long ahead = workspace.settings().aheadMillis();
    if (feed == null) {
      own = new EventDecoder(workspace.schema(), ahead);
    } else {
      foreign = new FeedDecoder(workspace.feeds().get(feed), workspace.schema(), ahead);
    }
  }

  @Override
  public void deserialize(ConsumerRecord<byte[], byte[]> record, Collector<Intake> out)
      throws IOException {
    followRules();
    byte[] bytes = record.value() == null ? NOTHING : record.value();
    if (merges && bytes.length > 0 && bytes[0] == JoiningForm.VERSION) {
      join(record, bytes, out);
      return;
    }
    Decoded decoded = decode(record, bytes);
    if (decoded instanceof Decoded.Good good) {
      out.collect(arrival(new Input.Arrived(good.event()), record));
    } else if (decoded instanceof Decoded.Bad bad) {
      out.collect(refused(record, bytes, bad.code(), bad.reason()));
    }
  }

  private Arrival arrival(Input input, ConsumerRecord<byte[], byte[]> record) {
    Origin origin = new Origin(inlet, record.partition(), record.offset());
    WrittenBy by = merges ? WrittenBy.of(record.headers()) : WrittenBy.UNKNOWN;
    return new Arrival(input, record.timestamp(), origin, by);
  }

  private void join(ConsumerRecord<byte[], byte[]> record, byte[] bytes, Collector<Intake> out) {
    try {
      out.collect(arrival(JoiningForm.read(bytes), record));
    } catch (CorruptBlobException e) {
      out.collect(refused(record, bytes, CORRUPT, "not what a merge passes on: " + e.getMessage()));
    }
  }

  private static Refused refused(
      ConsumerRecord<byte[], byte[]> record, byte[] bytes, String code, String reason) {
    String position = record.topic() + "-" + record.partition() + "@" + record.offset();
    return new Refused(code, new DeadLetter(reason, position, bytes).toJson());
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
