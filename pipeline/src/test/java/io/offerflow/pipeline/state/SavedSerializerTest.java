package io.offerflow.pipeline.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class SavedSerializerTest {
  private static final Saved SAMPLE = new Saved(new byte[] {1, 42, -1}, 1_700_000_000_000L, 77L);

  @Property(tries = 200)
  void aStateComesBackAsItWent(@ForAll byte[] blob, @ForAll long due, @ForAll long wakeup)
      throws IOException {
    Saved saved = new Saved(blob, due, wakeup);
    assertThat(read(write(saved))).isEqualTo(saved);
  }

  @Test
  void theBytesOfEveryReleasedFormAreStillRead() throws IOException {
    for (int form = 1; form <= SavedSerializer.FORM; form++) {
      assertThat(read(golden("form-" + form + ".hex"))).as("form %d", form).isEqualTo(SAMPLE);
    }
  }

  @Test
  void theNewestFormIsWrittenAsItWasReleased() throws IOException {
    assertThat(write(SAMPLE)).isEqualTo(golden("form-" + SavedSerializer.FORM + ".hex"));
  }

  @Test
  void aFormOfANewerReleaseIsRefusedByNumber() {
    assertThatThrownBy(() -> read(new byte[] {99, 0, 0}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("form 99");
  }

  @Test
  void theSerializerIsFoundAgainFromItsSnapshot() throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    TypeSerializerSnapshot.writeVersionedSnapshot(
        out, SavedSerializer.INSTANCE.snapshotConfiguration());
    TypeSerializerSnapshot<Saved> snapshot =
        TypeSerializerSnapshot.readVersionedSnapshot(
            new DataInputDeserializer(out.getCopyOfBuffer()), getClass().getClassLoader());
    assertThat(snapshot.restoreSerializer()).isEqualTo(SavedSerializer.INSTANCE);
    assertThat(
            SavedSerializer.INSTANCE
                .snapshotConfiguration()
                .resolveSchemaCompatibility(snapshot)
                .isCompatibleAsIs())
        .isTrue();
  }

  private static byte[] write(Saved saved) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    SavedSerializer.INSTANCE.serialize(saved, out);
    return out.getCopyOfBuffer();
  }

  private static Saved read(byte[] bytes) throws IOException {
    return SavedSerializer.INSTANCE.deserialize(new DataInputDeserializer(bytes));
  }

  private static byte[] golden(String name) throws IOException {
    try (InputStream in = SavedSerializerTest.class.getResourceAsStream("/state/saved/" + name)) {
      assertThat(in).as(name).isNotNull();
      return HexFormat.of().parseHex(new String(in.readAllBytes(), "US-ASCII").strip());
    }
  }
}
