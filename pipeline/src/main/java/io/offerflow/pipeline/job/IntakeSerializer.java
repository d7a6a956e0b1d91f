package io.offerflow.pipeline.job;

import io.offerflow.pipeline.job.Intake.Arrival;
import io.offerflow.pipeline.job.Intake.Refused;
import io.offerflow.pipeline.state.ImmutableSerializer;
import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** Either outcome of decoding; only written when a source is not chained to what follows it. */
public final class IntakeSerializer extends ImmutableSerializer<Intake> {
  private static final long serialVersionUID = 1L;

  static final IntakeSerializer INSTANCE = new IntakeSerializer();

  @Override
  public void serialize(Intake intake, DataOutputView target) throws IOException {
    if (intake instanceof Arrival arrival) {
      target.writeBoolean(true);
      ArrivalSerializer.INSTANCE.serialize(arrival, target);
    } else if (intake instanceof Refused refused) {
      target.writeBoolean(false);
      StringValue.writeString(refused.code(), target);
      target.writeInt(refused.letter().length);
      target.write(refused.letter());
    }
  }

  @Override
  public Intake deserialize(DataInputView source) throws IOException {
    if (source.readBoolean()) {
      return ArrivalSerializer.INSTANCE.deserialize(source);
    }
    String code = StringValue.readString(source);
    byte[] letter = new byte[source.readInt()];
    source.readFully(letter);
    return new Refused(code, letter);
  }

  @Override
  public TypeSerializerSnapshot<Intake> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Of no state; Flink asks every serializer for one. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Intake> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
