package io.offerflow.pipeline.job;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.codec.Decoded;
import io.offerflow.codec.EventDecoder;
import io.offerflow.codec.EventEncoder;
import io.offerflow.decision.Bundle;
import io.offerflow.decision.CustomerState;
import io.offerflow.decision.Decider;
import io.offerflow.decision.Input;
import io.offerflow.decision.Outcome;
import io.offerflow.event.Event;
import io.offerflow.testing.RandomWorkload;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.statistics.Statistics;

/**
 * Whatever stands in a topic: it is an event that is decided on, or a reason, and the next event is
 * decided on as well. For hours: {@code mvn -pl pipeline -am test -Dtest=PoisonProperties
 * -Dsurefire.failIfNoSpecifiedTests=false -Djqwik.tries.default=100000000}.
 */
class PoisonProperties {
  private static final Bundle BUNDLE = RandomWorkload.workspace().bundle();
  private static final EventDecoder DECODER = new EventDecoder(BUNDLE.workspace().schema(), 0);
  private static final Decider DECIDER = new Decider(BUNDLE);
  private static final List<Event> GOOD = RandomWorkload.events(3, 1, 300);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a member may be that should be something else. */
  private static final String[] VALUES = {
    "null",
    "true",
    "{}",
    "[]",
    "[[[]]]",
    "\"\"",
    "0",
    "-0",
    "-1",
    "1e400",
    "1E-400",
    "-1e400",
    "9".repeat(400),
    "0." + "0".repeat(400) + "1",
    "999999999999999999",
    "1000000000000000000",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775808",
    "1.5",
    "4102444800000",
    "\"\\ud800\"",
    "\"\\u0000\"",
    "\"\\uffff\"",
    "\"a\\nb\"",
    "\"\u202e\"",
    "\"9999-12-31T23:59:59Z\"",
    "\"2099-01-01T00:00:00Z\"",
    "\"2026-02-30T00:00:00Z\"",
    "\"2026-03-29T02:30:00+02:00\"",
    "\"-999999999-01-01T00:00:00Z\"",
    "\"" + "x".repeat(70_000) + "\"",
    "\"Europe/Berlin\"",
    "\"Mars/Olympus\"",
    "[\"a\",1,null]",
    "{\"a\":{\"b\":{\"c\":[1]}}}",
    "[".repeat(3_000) + "]".repeat(3_000),
    "{\"monthly_fee\":\"12\"}",
    "{\"tier\":null}",
    "\"failed\"",
    "\"unsubscribed\"",
    "\"merge\"",
    "\"erase\"",
    "\"offered\"",
    "\"c-1\"",
  };

  @AfterContainer
  static void close() {
    DECIDER.close();
  }

  /** One spoilt member of a good event, and what is done to its bytes. */
  private record Spoilt(int event, int member, int value, int bytes, int where) {

    byte[] record() throws Exception {
      byte[] good = EventEncoder.encode(GOOD.get(event));
      ObjectNode object = (ObjectNode) JSON.readTree(good);
      List<String> names = object.properties().stream().map(entry -> entry.getKey()).toList();
      String name = names.get(member % names.size());
      if (value < VALUES.length) {
        object.putRawValue(name, new RawValue(VALUES[value]));
      } else if (value == VALUES.length) {
        object.remove(name);
      }
      String text = object.toString();
      return spoil(
          switch (bytes) {
            case 0 -> text.replaceFirst("\\{", "{\"" + name + "\":1,");
            case 1 -> "\ufeff" + text;
            case 2 -> text + text;
            case 3 -> "[" + text + "]";
            case 4 -> text.replaceFirst("\\{", "{\"unknown\":{\"a\":[]},");
            default -> text;
          });
    }

    private byte[] spoil(String text) {
      byte[] whole = text.getBytes(UTF_8);
      return switch (bytes) {
        case 5 -> text.getBytes(UTF_16LE);
        case 6 -> Arrays.copyOf(whole, where % whole.length);
        case 7 -> {
          whole[where % whole.length] ^= (byte) (1 << where % 8);
          yield whole;
        }
        default -> whole;
      };
    }
  }

  @Provide
  Arbitrary<Spoilt> spoilt() {
    return Combinators.combine(
            Arbitraries.integers().between(0, GOOD.size() - 1),
            Arbitraries.integers().between(0, 10),
            Arbitraries.integers().between(0, VALUES.length + 4),
            Arbitraries.integers().between(0, 20),
            Arbitraries.integers().between(0, 100_000))
        .as(Spoilt::new);
  }

  @Property
  void itIsDecidedOnOrSetAsideAndTheNextEventIsDecidedOn(
      @ForAll @Size(min = 1, max = 4) List<@net.jqwik.api.From("spoilt") Spoilt> spoilt)
      throws Exception {
    byte[] state = null;
    int accepted = 0;
    for (Spoilt one : spoilt) {
      Decoded decoded = DECODER.decode(one.record(), EventDecoder.NO_TIMESTAMP);
      if (decoded instanceof Decoded.Good good) {
        accepted++;
        state = decide(state, good.event());
      } else {
        assertThat(((Decoded.Bad) decoded).code()).matches("[a-z-]+");
      }
    }
    for (Event event : GOOD.subList(0, 3)) {
      state = decide(state, event);
    }
    Statistics.label("accepted").collect(accepted > 0);
  }

  /** Through bytes, as in the job. */
  private static byte[] decide(byte[] before, Event event) {
    CustomerState state = before == null ? null : CustomerState.read(new BlobReader(before));
    Outcome outcome = DECIDER.decide(state, new Input.Arrived(event));
    if (outcome.state() == null) {
      return null;
    }
    BlobWriter out = new BlobWriter();
    outcome.state().write(out);
    return out.toBytes();
  }
}
