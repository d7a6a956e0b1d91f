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
import java.time.DateTimeException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** The bytes of a customer's state: what is written is read, also what an earlier build wrote. */
class CustomerStateTest {
  private static final Bundle BUNDLE = RandomWorkload.workspace().bundle();

  /**
   * The events that the bytes in {@code state/v1.hex} and later come from, and those that follow.
   */
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
          assertThat(bytes(readWhole(bytes))).isEqualTo(bytes);
        }
      }
    }
  }

  /** What nobody asked for stays bytes; what somebody asked for is written anew. */
  @Property(tries = 5)
  void itDoesNotMatterWhatWasReadOfAState(@ForAll long seed) {
    byte[] some = null;
    byte[] all = null;
    try (Decider decider = new Decider(BUNDLE)) {
      for (Event event : RandomWorkload.events(seed, 1, 200)) {
        Outcome ofSome = decider.decide(some == null ? null : read(some), new Input.Arrived(event));
        Outcome ofAll =
            decider.decide(all == null ? null : readWhole(all), new Input.Arrived(event));
        assertThat(ofAll.decisions()).isEqualTo(ofSome.decisions());
        assertThat(ofAll.nextDue()).isEqualTo(ofSome.nextDue());
        some = ofSome.state() == null ? null : bytes(ofSome.state());
        all = ofAll.state() == null ? null : bytes(ofAll.state());
        assertThat(all).isEqualTo(some);
      }
    }
  }

  /** The first byte is never changed: another version is refused by its number. */
  @Property(tries = 300)
  void bytesThatAreNoStateAreRefused(@ForAll long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    byte[] golden = golden(2);
    byte[] cut = Arrays.copyOf(golden, 1 + random.nextInt(golden.length - 1));
    assertThatThrownBy(() -> readWhole(cut)).isInstanceOf(CorruptBlobException.class);
    byte[] other = golden.clone();
    other[1 + random.nextInt(golden.length - 1)] ^= (byte) (1 << random.nextInt(8));
    try {
      bytes(readWhole(other));
    } catch (CorruptBlobException | DateTimeException refused) {
      assertThat(refused).hasMessageNotContaining("+86");
    }
  }

  @Test
  void theStateOfVersion1IsReadAndGoesOn() throws IOException {
    byte[] golden = golden(1);
    List<Decision> expected = goOn(stateAfter(WRITTEN));
    assertThat(goOn(read(golden))).isEqualTo(expected);
    assertThat(goOn(read(bytes(read(golden))))).isEqualTo(expected);
    assertThat(goOn(readWhole(bytes(read(golden))))).isEqualTo(expected);
  }

  @Test
  void theStateOfVersion2IsReadAndGoesOn() throws IOException {
    byte[] golden = golden(2);
    assertThat(bytes(read(golden))).isEqualTo(golden);
    assertThat(bytes(readWhole(golden))).isEqualTo(golden);
    assertThat(bytes(stateAfter(WRITTEN))).isEqualTo(golden);
    assertThat(goOn(read(golden))).isEqualTo(goOn(stateAfter(WRITTEN)));
  }

  @Test
  void aVersionThatIsNotKnownIsRefusedInWords() {
    assertThatThrownBy(() -> read(new byte[] {9, 0, 0}))
        .isInstanceOf(CorruptBlobException.class)
        .hasMessage("state of version 9; this Offerflow reads versions up to 2");
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

  private static byte[] golden(int version) throws IOException {
    String file = "/state/v" + version + ".hex";
    try (InputStream in = CustomerStateTest.class.getResourceAsStream(file)) {
      String hex = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    }
  }

  private static CustomerState read(byte[] bytes) {
    return CustomerState.read(new BlobReader(bytes));
  }

  /** With none of its parts left as bytes. */
  private static CustomerState readWhole(byte[] bytes) {
    CustomerState state = read(bytes);
    for (Part part : Part.values()) {
      state.parts.get(part);
    }
    for (int i = 0; i < BUNDLE.features().size(); i++) {
      state.features.value(BUNDLE.features(), i, state.now, ZoneOffset.UTC);
    }
    return state;
  }

  private static byte[] bytes(CustomerState state) {
    BlobWriter out = new BlobWriter();
    state.write(out);
    return out.toBytes();
  }
}
