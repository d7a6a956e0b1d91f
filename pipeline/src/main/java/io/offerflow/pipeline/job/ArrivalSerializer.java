package io.offerflow.pipeline.job;

import io.offerflow.decision.Input;
import io.offerflow.pipeline.job.Intake.Arrival;
import io.offerflow.pipeline.job.Intake.Origin;
import io.offerflow.pipeline.state.ImmutableSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** An event, or what joins, on its way through the shuffle. */
public final class ArrivalSerializer extends ImmutableSerializer<Arrival> {
  private static final long serialVersionUID = 1L;

  static final ArrivalSerializer INSTANCE = new ArrivalSerializer();

  @Override
  public void serialize(Arrival arrival, DataOutputView target) throws IOException {
    target.writeLong(arrival.appended());
    target.writeShort(arrival.origin().inlet());
    target.writeInt(arrival.origin().partition());
    target.writeLong(arrival.origin().offset());
    target.writeBoolean(arrival.event() == null);
    if (arrival.input() instanceof Input.Joining joining) {
      byte[] bytes = JoiningForm.write(joining);
      target.writeInt(bytes.length);
      target.write(bytes);
    } else {
      EventForm.write(arrival.event(), target);
    }
  }

  @Override
  public Arrival deserialize(DataInputView source) throws IOException {
    long appended = source.readLong();
    Origin origin = new Origin(source.readShort(), source.readInt(), source.readLong());
    if (!source.readBoolean()) {
      return new Arrival(new Input.Arrived(EventForm.read(source)), appended, origin);
    }
    byte[] bytes = new byte[source.readInt()];
    source.readFully(bytes);
    return new Arrival(JoiningForm.read(bytes), appended, origin);
  }

  @Override
  public TypeSerializerSnapshot<Arrival> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Of no state; Flink asks every serializer for one. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Arrival> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
