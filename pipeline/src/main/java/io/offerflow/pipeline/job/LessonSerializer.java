package io.offerflow.pipeline.job;

import io.offerflow.learning.Arm;
import io.offerflow.learning.Lesson;
import io.offerflow.pipeline.state.ImmutableSerializer;
import io.offerflow.pipeline.state.ImmutableType;
import java.io.IOException;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.apache.flink.types.StringValue;

/** A lesson on its way to the learner. */
public final class LessonSerializer extends ImmutableSerializer<Lesson> {
  private static final long serialVersionUID = 1L;

  static final LessonSerializer INSTANCE = new LessonSerializer();
  static final TypeInformation<Lesson> TYPE = new ImmutableType<>(Lesson.class, INSTANCE);

  @Override
  public void serialize(Lesson lesson, DataOutputView target) throws IOException {
    StringValue.writeString(lesson.arm().offer(), target);
    StringValue.writeString(lesson.arm().channel(), target);
    StringValue.writeString(lesson.arm().context(), target);
    target.writeByte(lesson.contacts());
    target.writeByte(lesson.accepted());
    target.writeLong(lesson.time());
  }

  @Override
  public Lesson deserialize(DataInputView source) throws IOException {
    String offer = StringValue.readString(source);
    String channel = StringValue.readString(source);
    Arm arm = new Arm(offer, channel, StringValue.readString(source));
    return new Lesson(arm, source.readByte(), source.readByte(), source.readLong());
  }

  @Override
  public TypeSerializerSnapshot<Lesson> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Of no state; Flink asks every serializer for one. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Lesson> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
