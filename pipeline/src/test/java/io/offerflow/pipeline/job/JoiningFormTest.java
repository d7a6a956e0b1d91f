package io.offerflow.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offerflow.blob.CorruptBlobException;
import io.offerflow.decision.Input;
import io.offerflow.decision.Input.Joining;
import io.offerflow.decision.Input.Joining.Step;
import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.pipeline.job.Intake.Arrival;
import io.offerflow.pipeline.job.Intake.Origin;
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
    assertThroughShuffle(new Arrival(joining, 3));
    assertThroughShuffle(new Arrival(joining, 3, new Origin(2, 1, 7), new WrittenBy(-5, 9)));
    Input event = new Input.Arrived(Event.of("app_view", "e", "new", 5, Fields.NONE));
    assertThroughShuffle(new Arrival(event, 3, new Origin(2, 1, 7), new WrittenBy(5, 0)));
  }

  private static void assertThroughShuffle(Arrival arrival) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    ArrivalSerializer.INSTANCE.serialize(arrival, out);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    assertThat(ArrivalSerializer.INSTANCE.deserialize(in))
        .usingRecursiveComparison()
        .isEqualTo(arrival);
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
