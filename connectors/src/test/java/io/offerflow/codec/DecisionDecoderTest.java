package io.offerflow.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.decision.Decision;
import io.offerflow.decision.Result;
import io.offerflow.measure.Decided;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecisionDecoderTest {
  private final DecisionDecoder decoder = new DecisionDecoder();

  @Test
  void readsWhatMeasuringNeeds() {
    Decided decided =
        decoder.decode(
            """
            {"v":1,"decision":"d","customer":"c-1","cause":{"event":"e-77","type":"location"},
             "time":"2026-11-21T08:15:30.123Z","outcome":"control","campaign":"x","offer":"o",
             "channel":"sms","arm":"hold-out","variant":"a","score":0.6,"tags":{"set":["x"]},
             "bundle":"b","held":["z"],"considered":[
              {"campaign":"x","moment":"enter","result":"control"},
              {"campaign":"y","moment":"event","result":"cap","detail":"max 1 last 24h on sms",
               "free":"2026-11-22T03:00:00Z"},
              {"campaign":"z","moment":"event","result":"of a later version"}]}
            """);
    assertThat(decided)
        .isEqualTo(
            new Decided(
                "d",
                "c-1",
                1_795_248_930_123L,
                "e-77",
                "location",
                Decision.Kind.CONTROL,
                "x",
                "o",
                "sms",
                "a",
                "hold-out",
                List.of(
                    new Decided.Considered("x", Result.CONTROL, null),
                    new Decided.Considered("y", Result.CAP, "max 1 last 24h on sms"))));
  }

  @Test
  void aTimerHasNoEventAndNoneHasNoOffer() {
    Decided decided =
        decoder.decode(
            "{\"decision\":\"d\",\"customer\":\"old\",\"into\":\"new\",\"cause\":{\"due\":\"x\"},"
                + "\"time\":\"2026-11-21T08:15:30Z\",\"outcome\":\"none\"}");
    assertThat(decided.customer()).isEqualTo("new");
    assertThat(decided.causeEvent()).isNull();
    assertThat(decided.offer()).isNull();
    assertThat(decided.considered()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{} {}",
        "{\"decision\":\"d\",\"customer\":\"c\",\"time\":\"today\",\"outcome\":\"none\"}",
        "{\"decision\":\"d\",\"customer\":\"c\",\"time\":\"2026-11-21T08:15:30Z\"}",
        "{\"id\":\"1\",\"type\":\"purchase\",\"customer\":\"a\",\"time\":\"2026-11-21T10:00:00Z\"}"
      })
  void whatIsNoDecisionIsNone(String line) {
    assertThat(decoder.decode(line)).isNull();
  }
}
