package io.offerflow.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.blob.CorruptBlobException;
import io.offerflow.event.Event;
import io.offerflow.testing.RandomWorkload;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** A state that is read into another customer's, which was given back, holds nothing of hers. */
class StateReaderTest {
  private static final Bundle BUNDLE = RandomWorkload.workspace().bundle();

  private final StateReader reader = new StateReader();

  @Property(tries = 5)
  void whatIsReadIntoAnotherStateIsAsWhatIsReadAlone(@ForAll long seed) {
    Map<String, byte[]> states = new HashMap<>();
    try (Decider decider = new Decider(BUNDLE)) {
      for (Event event : RandomWorkload.events(seed, 4, 400)) {
        byte[] before = states.get(event.customer());
        CustomerState alone = before == null ? null : CustomerState.read(new BlobReader(before));
        CustomerState reused = before == null ? null : reader.read(before);
        Outcome expected = decider.decide(alone, new Input.Arrived(event));
        Outcome outcome = decider.decide(reused, new Input.Arrived(event));
        assertThat(outcome.decisions()).isEqualTo(expected.decisions());
        assertThat(outcome.nextDue()).isEqualTo(expected.nextDue());
        if (expected.state() == null) {
          assertThat(outcome.state()).isNull();
          states.remove(event.customer());
        } else {
          byte[] after = bytes(expected.state());
          assertThat(bytes(outcome.state())).isEqualTo(after);
          states.put(event.customer(), after);
          reader.giveBack(outcome.state());
        }
      }
    }
    assertThat(states).hasSizeGreaterThan(1);
  }

  @Test
  void aStateThatNobodyGaveBackIsNotReadInto() {
    byte[] bytes = bytes(new CustomerState());
    CustomerState first = reader.read(bytes);
    assertThat(reader.read(bytes)).isNotSameAs(first);
    reader.giveBack(first);
    assertThat(reader.read(bytes)).isSameAs(first);
    assertThat(reader.read(bytes)).isNotSameAs(first);
  }

  @Test
  void whatCannotBeReadIsNotUsedAgain() {
    CustomerState first = new CustomerState();
    reader.giveBack(first);
    assertThatThrownBy(() -> reader.read(new byte[] {9})).isInstanceOf(CorruptBlobException.class);
    assertThat(reader.read(bytes(new CustomerState()))).isNotSameAs(first);
  }

  private static byte[] bytes(CustomerState state) {
    BlobWriter out = new BlobWriter();
    state.write(out);
    return out.toBytes();
  }
}
