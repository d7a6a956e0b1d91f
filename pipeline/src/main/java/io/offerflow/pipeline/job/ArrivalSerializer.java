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

  private static final int JOINING = 1;
  private static final int SIGNED = 2;

  static final ArrivalSerializer INSTANCE = new ArrivalSerializer();

  @Override
  public void serialize(Arrival arrival, DataOutputView target) throws IOException {
    target.writeLong(arrival.appended());
    target.writeShort(arrival.origin().inlet());
    target.writeInt(arrival.origin().partition());
    target.writeLong(arrival.origin().offset());
    boolean isSigned = !arrival.by().equals(WrittenBy.UNKNOWN);
    target.writeByte((arrival.event() == null ? JOINING : 0) | (isSigned ? SIGNED : 0));
    if (isSigned) {
      target.writeLong(arrival.by().run());
      target.writeLong(arrival.by().checkpoint());
    }
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
    int kind = source.readByte();
    boolean isSigned = (kind & SIGNED) != 0;
    WrittenBy by =
        isSigned ? new WrittenBy(source.readLong(), source.readLong()) : WrittenBy.UNKNOWN;
    if ((kind & JOINING) == 0) {
      return new Arrival(new Input.Arrived(EventForm.read(source)), appended, origin, by);
    }
    byte[] bytes = new byte[source.readInt()];
    source.readFully(bytes);
    return new Arrival(JoiningForm.read(bytes), appended, origin, by);
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
