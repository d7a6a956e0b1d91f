package io.offerflow.pipeline.state;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/**
 * The bytes of a customer in RocksDB, in checkpoints and in savepoints: the form, the two instants,
 * the core's blob.
 *
 * <p>The form is the first byte, so one state may hold values of several forms: a newer job reads
 * each as it was written and writes the newest. A form that was ever released stays readable.
 */
public final class SavedSerializer extends ImmutableSerializer<Saved> {
  private static final long serialVersionUID = 1L;

  /** The newest form. */
  static final int FORM = 1;

  public static final SavedSerializer INSTANCE = new SavedSerializer();

  @Override
  public void serialize(Saved saved, DataOutputView target) throws IOException {
    target.writeByte(FORM);
    target.writeLong(saved.due());
    target.writeLong(saved.wakeup());
    target.writeInt(saved.blob().length);
    target.write(saved.blob());
  }

  @Override
  public Saved deserialize(DataInputView source) throws IOException {
    int form = source.readByte();
    if (form != FORM) {
      throw new IOException(
          "a customer's state of form " + form + "; this version reads form " + FORM);
    }
    long due = source.readLong();
    long wakeup = source.readLong();
    byte[] blob = new byte[source.readInt()];
    source.readFully(blob);
    return new Saved(blob, due, wakeup);
  }

  @Override
  public TypeSerializerSnapshot<Saved> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Stored beside the state; the values themselves say their form. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<Saved> {
    public Snapshot() {
      super(() -> INSTANCE);
    }
  }
}
