package io.offerflow.codec;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.decision.Decision;
import io.offerflow.decision.Result;
import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.event.ProfileChange;
import io.offerflow.policy.Contact;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Golden bytes: whoever changes them changes a format that others read. */
class EncoderTest {
  private static final long NOW = Instant.parse("2026-11-21T08:15:30.120Z").toEpochMilli();
  private static final long DUE = Instant.parse("2026-11-22T03:00:00Z").toEpochMilli();

  @Test
  void anOfferedDecision() {
    assertThat(text(DecisionEncoder.decision(offered())))
        .isEqualTo(
            "{\"v\":1,\"decision\":\"d-1\",\"customer\":\"c-1\","
                + "\"cause\":{\"event\":\"e-77\",\"type\":\"location\"},"
                + "\"time\":\"2026-11-21T08:15:30.120Z\",\"outcome\":\"offered\","
                + "\"campaign\":\"airport\",\"offer\":\"roaming-7d\",\"channel\":\"sms\","
                + "\"score\":0.6,\"propensity\":0.02,\"model\":\"7-00000000000000ff\","
                + "\"probability\":0.25,\"bundle\":\"abc\",\"considered\":["
                + "{\"campaign\":\"airport\",\"moment\":\"enter\",\"result\":\"won\"},"
                + "{\"campaign\":\"x\",\"moment\":\"enter\",\"result\":\"condition\","
                + "\"detail\":\"spend < 50: was 72\"},"
                + "{\"campaign\":\"y\",\"moment\":\"event\",\"result\":\"cap\","
                + "\"detail\":\"max 1 last 24h on sms\",\"free\":\"2026-11-22T03:00:00Z\"}]}");
  }

  @Test
  void theOfferOfADecision() {
    assertThat(text(DecisionEncoder.offer(offered())))
        .isEqualTo(
            "{\"v\":1,\"decision\":\"d-1\",\"customer\":\"c-1\",\"channel\":\"sms\","
                + "\"to\":\"+8613\",\"campaign\":\"airport\",\"offer\":\"roaming-7d\","
                + "\"content\":{\"body\":\"\u4f60\u597d \\\"Ann\\\"\\n\",\"title\":\"Hi\"},"
                + "\"language\":\"zh\",\"class\":\"sales\","
                + "\"decided\":\"2026-11-21T08:15:30.120Z\","
                + "\"deadline\":\"2026-11-22T03:00:00.000Z\",\"bundle\":\"abc\"}");
  }

  @Test
  void aPushIsReadAgainAsTheContactThatItIs() {
    PushReader.Push push = PushReader.read(DecisionEncoder.offer(offered()));
    assertThat(push.customer()).isEqualTo("c-1");
    Contact contact = push.contact();
    assertThat(contact.decision()).isEqualTo("d-1");
    assertThat(contact.time()).isEqualTo(NOW);
    assertThat(contact.campaign()).isEqualTo("airport");
    assertThat(contact.offer()).isEqualTo("roaming-7d");
    assertThat(contact.channel()).isEqualTo("sms");
    assertThat(contact.contactClass()).isEqualTo("sales");
    assertThat(contact.takenOver()).isTrue();
    assertThat(PushReader.read("{}".getBytes(UTF_8))).isNull();
    assertThat(PushReader.read(new byte[] {1})).isNull();
  }

  @Test
  void aTimersDecisionWithoutAnOffer() {
    Decision decision =
        new Decision(
            "d-2",
            "c-1",
            new Decision.TimerCause(DUE + 5),
            DUE + 5,
            Decision.Kind.NONE,
            null,
            "abc",
            List.of(new Decision.Considered("a", "without", Result.CAP, null, DUE + 50)),
            false);
    assertThat(text(DecisionEncoder.decision(decision)))
        .isEqualTo(
            "{\"v\":1,\"decision\":\"d-2\",\"customer\":\"c-1\","
                + "\"cause\":{\"due\":\"2026-11-22T03:00:00.005Z\"},"
                + "\"time\":\"2026-11-22T03:00:00.005Z\",\"outcome\":\"none\",\"bundle\":\"abc\","
                + "\"considered\":[{\"campaign\":\"a\",\"moment\":\"without\",\"result\":\"cap\","
                + "\"free\":\"2026-11-22T03:00:00.050Z\"}]}");
  }

  @Test
  void anAnswerListsItsEntriesInOrder() {
    Decision decision =
        new Decision(
            "d-3",
            "c-1",
            new Decision.EventCause("e-1", "ask"),
            NOW,
            Decision.Kind.ANSWERED,
            null,
            "abc",
            List.of(),
            false,
            Decision.TagChanges.NONE,
            null,
            List.of(),
            new Decision.Answer(
                "desk",
                "e-1",
                List.of(
                    new Decision.Answer.Entry(
                        "a", "pack", new BigDecimal("0.600000000"), Map.of("text", "Hi Ann")))));
    assertThat(text(DecisionEncoder.answer(decision)))
        .isEqualTo(
            "{\"v\":1,\"request\":\"e-1\",\"decision\":\"d-3\",\"customer\":\"c-1\","
                + "\"channel\":\"desk\",\"answers\":[{\"rank\":1,\"campaign\":\"a\","
                + "\"offer\":\"pack\",\"score\":0.6,\"content\":{\"text\":\"Hi Ann\"}}]}");
    assertThat(text(DecisionEncoder.decision(decision))).doesNotContain("Ann");
  }

  @Test
  void noPersonalValueIsInADecisionRecord() {
    String record = text(DecisionEncoder.decision(offered()));
    assertThat(record).doesNotContain("+8613").doesNotContain("Ann");
  }

  @Test
  void events() {
    Event purchase =
        Event.of(
            "purchase",
            "e-1",
            "c-1",
            NOW,
            Fields.of("product", "cd", "amount", new BigDecimal("1E+2")));
    assertThat(text(EventEncoder.encode(purchase)))
        .isEqualTo(
            "{\"id\":\"e-1\",\"type\":\"purchase\",\"customer\":\"c-1\","
                + "\"time\":\"2026-11-21T08:15:30.120Z\",\"product\":\"cd\",\"amount\":100}");
    Event profile =
        Event.profile(
            "e-2",
            "c-1",
            0,
            new ProfileChange(
                Map.of("tier", "gold", "senior", true, "hobbies", Set.of("b", "a")),
                Set.of("since", "seats"),
                Map.of(),
                Map.of("products", Set.of("p"))));
    assertThat(text(EventEncoder.encode(profile)))
        .isEqualTo(
            "{\"id\":\"e-2\",\"type\":\"profile\",\"customer\":\"c-1\","
                + "\"time\":\"1970-01-01T00:00:00.000Z\","
                + "\"set\":{\"hobbies\":[\"a\",\"b\"],\"senior\":true,\"tier\":\"gold\"},"
                + "\"unset\":[\"seats\",\"since\"],\"remove\":{\"products\":[\"p\"]}}");
  }

  @Test
  void deadLetters() {
    assertThat(text(new DeadLetter("why", "f.ndjson:7", "{\"a\t\u0001".getBytes(UTF_8)).toJson()))
        .isEqualTo(
            "{\"v\":1,\"reason\":\"why\",\"position\":\"f.ndjson:7\","
                + "\"original\":\"{\\\"a\\t\\u0001\"}");
    byte[] notUtf8 = {(byte) 0xff, 0};
    assertThat(text(new DeadLetter("why", "t-0@9", notUtf8).toJson()))
        .isEqualTo("{\"v\":1,\"reason\":\"why\",\"position\":\"t-0@9\",\"original64\":\"/wA=\"}");
    assertThat(text(new DeadLetter("why", "t-0@9", null).toJson())).endsWith("\"original\":\"\"}");
  }

  private static Decision offered() {
    Map<String, String> content = new LinkedHashMap<>();
    content.put("title", "Hi");
    content.put("body", "\u4f60\u597d \"Ann\"\n");
    Decision.Choice choice =
        new Decision.Choice(
            "airport",
            "roaming-7d",
            "sms",
            "sales",
            new BigDecimal("0.600000000"),
            new BigDecimal("0.02"),
            "+8613",
            content,
            "zh",
            DUE,
            new Decision.ByModel("7-00000000000000ff", new BigDecimal("0.250000")),
            null,
            null);
    return new Decision(
        "d-1",
        "c-1",
        new Decision.EventCause("e-77", "location"),
        NOW,
        Decision.Kind.OFFERED,
        choice,
        "abc",
        List.of(
            new Decision.Considered("airport", "enter", Result.WON, null, null),
            new Decision.Considered("x", "enter", Result.CONDITION, "spend < 50: was 72", null),
            new Decision.Considered("y", "event", Result.CAP, "max 1 last 24h on sms", DUE)),
        false);
  }

  @Test
  void aControlDecisionSaysWhichArmAndVariant() {
    Decision.Choice choice =
        new Decision.Choice(
            "airport",
            "roaming-7d",
            "sms",
            "sales",
            new BigDecimal("0.6"),
            new BigDecimal("0.02"),
            "+8613",
            Map.of("text", "Hi Ann"),
            "zh",
            DUE,
            null,
            "hold-out",
            "b");
    Decision control =
        new Decision(
            "d-1",
            "c-1",
            new Decision.EventCause("e-77", "location"),
            NOW,
            Decision.Kind.CONTROL,
            choice,
            "abc",
            List.of(new Decision.Considered("airport", "enter", Result.CONTROL, "hold-out", null)),
            false);
    assertThat(text(DecisionEncoder.decision(control)))
        .contains(
            "\"outcome\":\"control\",\"campaign\":\"airport\",\"offer\":\"roaming-7d\","
                + "\"channel\":\"sms\",\"score\":0.6,\"propensity\":0.02,"
                + "\"arm\":\"hold-out\",\"variant\":\"b\",\"bundle\":\"abc\"",
            "{\"campaign\":\"airport\",\"moment\":\"enter\",\"result\":\"control\",")
        .doesNotContain("Ann", "+8613");
  }

  private static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }
}
