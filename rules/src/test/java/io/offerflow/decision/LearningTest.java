package io.offerflow.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.event.Event;
import io.offerflow.event.ProfileChange;
import io.offerflow.replay.Explanation;
import io.offerflow.replay.Replay;
import io.offerflow.replay.Timeline;
import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What decisions learn, through replay: in order, from everybody. */
class LearningTest {
  private static final long START = Story.at("2026-03-02T10:00:00Z");
  private static final long HOUR = 3_600_000;

  private final List<Decision> decisions = new ArrayList<>();
  private int events;

  private static TestWorkspace workspace(String learning, String learnBy) {
    return new TestWorkspace()
        .file(
            "offers.yaml",
            """
            pack:
              value: 10
              start propensity: 0.1
              evidence: 10
              expires: 1h
            %s
              content: {sms: {en: "A pack"}}
            care:
              value: 10
              start propensity: 0.1
              evidence: 10
              expires: 1h
              content: {sms: {en: "We care"}}
            """
                .formatted(learnBy))
        .policy("classes: {sales: {}}\nconsent: {sms: opt-out}\n" + learning)
        .campaign("a", "{event: recharge}", "")
        .campaign("b", "{event: app_view}", "")
        .campaign("c", "{event: app_view}", "offer: care\n");
  }

  private static TestWorkspace workspace(String learning) {
    return workspace(learning, "");
  }

  private Replay replay(TestWorkspace workspace) {
    return new Replay(workspace.bundle(), decisions::add);
  }

  private void event(Replay replay, String customer, double hours, String type, Object... fields) {
    long time = START + Math.round(hours * HOUR);
    replay.accept(Event.of(type, "e-" + ++events, customer, time, Story.fields(fields)));
  }

  private Decision last() {
    return decisions.get(decisions.size() - 1);
  }

  private void answer(Replay replay, Decision to, double hours, String kind) {
    event(replay, to.customer(), hours, "response", "decision", to.id(), "kind", kind);
  }

  /** What the next recharge of somebody else is believed to come to. */
  private String propensity(Replay replay, double hours) {
    event(replay, "probe-" + hours, hours, "recharge", "amount", 1);
    return last().choice().propensity().stripTrailingZeros().toPlainString();
  }

  @Test
  void withoutLearningNothingIsLearnedNorRecorded() {
    try (Replay replay = replay(workspace(""))) {
      event(replay, "x", 0, "recharge", "amount", 1);
      answer(replay, last(), 0.1, "accepted");
      assertThat(propensity(replay, 0.2)).isEqualTo("0.1");
      assertThat(last().choice().byModel()).isNull();
    }
  }

  @Test
  void anAcceptanceCountsAtOnceAndSilenceWhenTheOfferExpires() {
    try (Replay replay = replay(workspace("learning: {explore: none}\n"))) {
      event(replay, "x", 0, "recharge", "amount", 1);
      event(replay, "y", 0, "recharge", "amount", 1);
      assertThat(last().choice().byModel().model()).startsWith("0-");
      Decision toY = last();
      answer(replay, decisions.get(0), 0.5, "accepted");
      // (10 x 0.1 + 1) / (10 + 1); y and the first probe are open.
      assertThat(propensity(replay, 0.6)).isEqualTo("0.1818181818181818");
      // y is known at 1.0 and the probe at 1.6.
      answer(replay, toY, 0.7, "clicked");
      assertThat(propensity(replay, 1)).isEqualTo("0.1818181818181818");
      assertThat(propensity(replay, 1.1)).isEqualTo("0.1666666666666667");
      assertThat(last().choice().byModel().model()).startsWith("2-");
      assertThat(last().choice().byModel().probability()).isEqualByComparingTo("1");
    }
  }

  @Test
  void aLateAcceptanceCorrectsAndAFailureTakesBack() {
    try (Replay replay = replay(workspace("learning: {explore: none}\n"))) {
      event(replay, "x", 0, "recharge", "amount", 1);
      event(replay, "y", 0, "recharge", "amount", 1);
      event(replay, "z", 0, "recharge", "amount", 1);
      List<Decision> made = List.copyOf(decisions);
      answer(replay, made.get(0), 0.1, "declined");
      answer(replay, made.get(1), 0.1, "failed");
      assertThat(propensity(replay, 0.2)).isEqualTo("0.09090909090909091");
      answer(replay, made.get(0), 0.3, "accepted");
      assertThat(propensity(replay, 0.4)).isEqualTo("0.1818181818181818");
      answer(replay, made.get(0), 0.5, "declined");
      assertThat(propensity(replay, 0.6)).isEqualTo("0.1818181818181818");
      assertThat(propensity(replay, 1.1)).isEqualTo("0.1666666666666667");
      answer(replay, made.get(2), 1.15, "failed");
      assertThat(propensity(replay, 1.18)).isEqualTo("0.1818181818181818");
    }
  }

  @Test
  void whatIsUndoneForWantOfAnyAnswerTeachesNothing() {
    String policy = "learning: {explore: none}\nrefund: failed or unconfirmed\n";
    try (Replay replay = replay(workspace(policy))) {
      event(replay, "x", 0, "recharge", "amount", 1);
      event(replay, "y", 0, "recharge", "amount", 1);
      answer(replay, last(), 0.5, "delivered");
      // Of x nothing was heard; y had it and was silent.
      assertThat(propensity(replay, 1.1)).isEqualTo("0.09090909090909091");
    }
  }

  @Test
  void whatWasSeenAHalfLifeAgoCountsHalf() {
    try (Replay replay = replay(workspace("learning: {explore: none, half life: 30m}\n"))) {
      event(replay, "x", 0, "recharge", "amount", 1);
      answer(replay, last(), 0, "accepted");
      // (1 + 0.5) / (10 + 0.5)
      assertThat(propensity(replay, 0.5)).isEqualTo("0.1428571428571429");
    }
  }

  @Test
  void whatIsFrozenStays() {
    try (Replay replay = replay(workspace("learning: {explore: none, frozen: true}\n"))) {
      event(replay, "x", 0, "recharge", "amount", 1);
      answer(replay, last(), 0.1, "accepted");
      assertThat(propensity(replay, 0.2)).isEqualTo("0.1");
      assertThat(last().choice().byModel().model()).isEqualTo("0-0000000000000000");
    }
  }

  @Test
  void customersAreToldApartByWhatTheOfferNames() {
    TestWorkspace workspace = workspace("learning: {explore: none}\n", "  learn by: [tier]");
    try (Replay replay = replay(workspace)) {
      for (String tier : List.of("gold", "silver")) {
        replay.accept(
            Event.profile("p-" + tier, tier, START, ProfileChange.set(Map.of("tier", tier))));
      }
      event(replay, "gold", 0, "recharge", "amount", 1);
      answer(replay, last(), 0.1, "accepted");
      assertThat(propensity(replay, 0.2)).isEqualTo("0.1");
      event(replay, "silver", 0.2, "recharge", "amount", 1);
      assertThat(last().choice().propensity()).isEqualByComparingTo("0.1");
      event(replay, "gold", 0.2, "recharge", "amount", 1);
      assertThat(last().choice().propensity()).isEqualByComparingTo("0.1818181818181818");
    }
  }

  @Test
  void whatIsPresentedOfAnAnswerIsLearnedOfOfferByOffer() {
    TestWorkspace workspace =
        workspace("learning: {explore: none}\n")
            .file(
                "workspace.yaml",
                """
                offerflow: 1
                name: test
                timezone: UTC
                language: en
                channels: {sms: {address: customer}, desk: {inbound: true}}
                """)
            .file(
                "offers.yaml",
                """
                pack: {value: 10, start propensity: 0.1, evidence: 10, expires: 1h,
                       content: {desk: {en: "A pack"}, sms: {en: "A pack"}}}
                care: {value: 1, start propensity: 0.1, evidence: 10, expires: 1h,
                       content: {desk: {en: "Care"}, sms: {en: "Care"}}}
                """)
            .campaign("d", "{ask: desk}", "channels: [desk]\n")
            .campaign("e", "{ask: desk}", "channels: [desk]\noffer: care\n");
    try (Replay replay = replay(workspace)) {
      event(replay, "x", 0, "ask", "channel", "desk");
      Decision answer = last();
      assertThat(answer.choice().byModel().model()).startsWith("0-");
      assertThat(answer.choice().byModel().probability()).isNull();
      for (String kind : List.of("presented", "declined")) {
        for (String offer : List.of("pack", "care")) {
          event(
              replay, "x", 0.1, "response", "decision", answer.id(), "offer", offer, "kind", kind);
        }
      }
      event(replay, "y", 0.2, "ask", "channel", "desk");
      assertThat(last().choice().byModel().model()).startsWith("2-");
      assertThat(last().choice().propensity()).isEqualByComparingTo("0.09090909090909091");
    }
  }

  @Test
  void thompsonSamplingTriesBothAndSaysHowLikelyThatWas() {
    try (Replay replay = replay(workspace("learning: {}\n"))) {
      for (int i = 0; i < 400; i++) {
        event(replay, "c-" + i, i / 1000.0, "app_view", "product", "p");
      }
      assertThat(decisions)
          .extracting(decision -> decision.choice().campaign())
          .filteredOn("b"::equals)
          .hasSizeBetween(140, 260);
      assertThat(decisions)
          .allSatisfy(
              decision -> {
                assertThat(decision.choice().propensity()).isEqualByComparingTo("0.1");
                assertThat(decision.choice().byModel().probability())
                    .isBetween(new BigDecimal("0.499"), new BigDecimal("0.501"));
              });
    }
  }

  @Test
  void epsilonGreedyTriesASmallShareAndSaysHowLikelyThatWas() {
    TestWorkspace workspace = workspace("learning: {explore: {epsilon: 10%}}\n");
    try (Replay replay = replay(workspace)) {
      for (int i = 0; i < 1000; i++) {
        event(replay, "c-" + i, i / 10_000.0, "app_view", "product", "p");
      }
      List<Decision> tried =
          decisions.stream().filter(made -> made.choice().campaign().equals("c")).toList();
      assertThat(tried).hasSizeBetween(25, 80);
      assertThat(tried)
          .allSatisfy(
              made ->
                  assertThat(made.choice().byModel().probability()).isEqualByComparingTo("0.05"));
      assertThat(decisions.stream().filter(made -> made.choice().campaign().equals("b")))
          .allSatisfy(
              made ->
                  assertThat(made.choice().byModel().probability()).isEqualByComparingTo("0.95"));
    }
  }

  @Test
  void theSameEventsComeToTheSameAgain() {
    TestWorkspace workspace = workspace("learning: {half life: 1h}\n");
    try (Replay first = replay(workspace);
        Replay second = replay(workspace)) {
      for (Replay replay : List.of(first, second)) {
        events = 0;
        for (int i = 0; i < 200; i++) {
          event(replay, "c-" + i % 20, i / 10.0, "app_view", "product", "p");
          if (i % 3 == 0) {
            answer(replay, last(), i / 10.0, "accepted");
          }
        }
      }
    }
    int half = decisions.size() / 2;
    assertThat(decisions.subList(half, 2 * half)).isEqualTo(decisions.subList(0, half));
    assertThat(decisions.get(half - 1).choice().byModel().model()).doesNotStartWith("0-");
  }

  @Test
  void anExplanationKnowsWhatOthersTaughtAtEachInstant() {
    Bundle bundle = workspace("learning: {half life: 1h}\n").bundle();
    List<Decision> explained = new ArrayList<>();
    try (Replay replay = new Replay(bundle, decisions::add);
        Timeline timeline = new Timeline(bundle, "c-3", null, step -> collect(step, explained))) {
      for (int i = 0; i < 200; i++) {
        List<Event> both = new ArrayList<>();
        long time = START + i * HOUR / 10;
        both.add(Event.of("app_view", "v-" + i, "c-" + i % 20, time, Story.fields("product", "p")));
        both.add(
            Event.of(
                "response",
                "r-" + i,
                "c-" + i % 20,
                time,
                Story.fields("offer", "pack", "kind", i % 3 == 0 ? "accepted" : "declined")));
        both.forEach(replay::accept);
        both.forEach(timeline::accept);
      }
    }
    assertThat(explained).hasSize(10);
    decisions.removeIf(made -> !made.customer().equals("c-3"));
    assertThat(explained).isEqualTo(decisions);
  }

  private static void collect(Explanation step, List<Decision> into) {
    if (step.decision() != null) {
      into.add(step.decision());
    }
  }
}
