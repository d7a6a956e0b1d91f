package io.offerflow.pipeline.job;

import io.offerflow.pipeline.state.ImmutableSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** A record on its way to a topic; only written when a sink is not chained to the operator. */
public final class OutgoingSerializer extends ImmutableSerializer<Outgoing> {
  private static final long serialVersionUID = 1L;

  static final OutgoingSerializer INSTANCE = new OutgoingSerializer();

  @Override
  public void serialize(Outgoing outgoing, DataOutputView target) throws IOException {
    StringValue.writeString(outgoing.topic(), target);
    StringValue.writeString(outgoing.key(), target);
    target.writeLong(outgoing.appended());
    target.writeLong(outgoing.run());
    target.writeLong(outgoing.checkpoint());
    target.writeInt(outgoing.value().length);
    target.write(outgoing.value());
  }

  @Override
  public Outgoing deserialize(DataInputView source) throws IOException {
    String topic = StringValue.readString(source);
    String key = StringValue.readString(source);
    long appended = source.readLong();
    long run = source.readLong();
    long checkpoint = source.readLong();
    byte[] value = new byte[source.readInt()];
    source.readFully(value);
    return new Outgoing(topic, key, value, appended, run, checkpoint);
  }

  @Override
  public TypeSerializerSnapshot<Outgoing> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Of no state; Flink asks every serializer for one. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Outgoing> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
