package io.offerflow.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offerflow.blob.CorruptBlobException;
import io.offerflow.decision.Input.Joining;
import io.offerflow.decision.Input.Joining.Step;
import io.offerflow.pipeline.job.Intake.Arrival;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class JoiningFormTest {
  private static Joining joining(byte[] state) {
    List<Step> path = List.of(new Step("old", 5), new Step("elder", -7));
    return new Joining("new", "old", "m-1", 5, 9, path, state);
  }

  @Property(tries = 50)
  void itComesBackAsItWentThroughTopicAndShuffle(@ForAll byte[] state) throws IOException {
    Joining joining = joining(state);
    assertThat(JoiningForm.read(JoiningForm.write(joining)))
        .usingRecursiveComparison()
        .isEqualTo(joining);
    DataOutputSerializer out = new DataOutputSerializer(64);
    ArrivalSerializer.INSTANCE.serialize(new Arrival(joining, 3), out);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    assertThat(ArrivalSerializer.INSTANCE.deserialize(in))
        .usingRecursiveComparison()
        .isEqualTo(new Arrival(joining, 3));
    assertThat(in.available()).isZero();
  }

  @Test
  void whatIsCutOffIsSaidToBeCorrupt() {
    byte[] whole = JoiningForm.write(joining(new byte[] {1, 2, 3}));
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> JoiningForm.read(cut)).isInstanceOf(CorruptBlobException.class);
    }
  }
}
