package io.offerflow.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.blob.CorruptBlobException;
import io.offerflow.event.Event;
import io.offerflow.testing.RandomWorkload;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The bytes of a customer's state: what is written is read, also what an earlier build wrote. */
class CustomerStateTest {
  private static final Bundle BUNDLE = RandomWorkload.workspace().bundle();

  /** The events that the bytes in {@code state/v1.hex} come from, and those that follow. */
  private static final List<Event> EVENTS = RandomWorkload.events(24, 1, 500);

  private static final int WRITTEN = 400;

  @Property(tries = 10)
  void readingAndWritingChangesNothing(@ForAll long seed) {
    CustomerState state = null;
    try (Decider decider = new Decider(BUNDLE)) {
      for (Event event : RandomWorkload.events(seed, 1, 200)) {
        state = decider.decide(state, new Input.Arrived(event)).state();
        if (state != null) {
          byte[] bytes = bytes(state);
          assertThat(bytes(read(bytes))).isEqualTo(bytes);
        }
      }
    }
  }

  @Test
  void theStateOfVersion1IsReadAndGoesOn() throws IOException {
    byte[] golden = golden();
    assertThat(bytes(read(golden))).isEqualTo(golden);
    assertThat(bytes(stateAfter(WRITTEN))).isEqualTo(golden);
    assertThat(goOn(read(golden))).isEqualTo(goOn(stateAfter(WRITTEN)));
  }

  @Test
  void aVersionThatIsNotKnownIsRefusedInWords() {
    assertThatThrownBy(() -> read(new byte[] {9, 0, 0}))
        .isInstanceOf(CorruptBlobException.class)
        .hasMessage("state of version 9; this Offerflow reads versions up to 1");
  }

  private static CustomerState stateAfter(int events) {
    CustomerState state = null;
    try (Decider decider = new Decider(BUNDLE)) {
      for (Event event : EVENTS.subList(0, events)) {
        state = decider.decide(state, new Input.Arrived(event)).state();
      }
    }
    return state;
  }

  private static List<Decision> goOn(CustomerState from) {
    List<Decision> decisions = new ArrayList<>();
    CustomerState state = from;
    try (Decider decider = new Decider(BUNDLE)) {
      for (Event event : EVENTS.subList(WRITTEN, EVENTS.size())) {
        Outcome outcome = decider.decide(state, new Input.Arrived(event));
        decisions.addAll(outcome.decisions());
        state = outcome.state();
      }
    }
    assertThat(decisions).isNotEmpty();
    return decisions;
  }

  private static byte[] golden() throws IOException {
    try (InputStream in = CustomerStateTest.class.getResourceAsStream("/state/v1.hex")) {
      String hex = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    }
  }

  private static CustomerState read(byte[] bytes) {
    return CustomerState.read(new BlobReader(bytes));
  }

  private static byte[] bytes(CustomerState state) {
    BlobWriter out = new BlobWriter();
    state.write(out);
    return out.toBytes();
  }
}
