package io.offerflow.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.event.Event;
import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a response answers, how late it may be, and what a class is not bound by. */
class ResponseTest {
  private static final String CLASSES =
      """
      classes:
        care: {purpose: care}
        sales: {}
      consent: {sms: opt-out}
      """;

  private static TestWorkspace workspace(String policy) {
    return new TestWorkspace()
        .policy(CLASSES + policy)
        .features("answers: {count: response, last: 400d}\n")
        .campaign("each", "{event: recharge}", "")
        .campaign("care", "{event: app_view}", "class: care\noffer: care\n");
  }

  private static Outcome.Fate answer(Story story, String instant, String kind) {
    return story.event(instant, "response", "offer", "pack", "kind", kind).outcome().fate();
  }

  @Test
  void aResponseIsMatchedForNinetyDays() {
    try (Story story = Story.of(workspace(""))) {
      story.event("2026-01-01T00:00:00Z", "recharge");
      assertThat(answer(story, "2026-03-31T23:59:59.999Z", "opened"))
          .isEqualTo(Outcome.Fate.ACCEPTED);
      assertThat(answer(story, "2026-04-01T00:00:00Z", "opened")).isEqualTo(Outcome.Fate.UNMATCHED);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"caps: [{max: 1, last: 100d}]\n", "apart: [{offers: [pack, care], for: 100d}]\n"})
  void orForAsLongAsARuleLooksBack(String policy) {
    try (Story story = Story.of(workspace(policy))) {
      story.event("2026-01-01T00:00:00Z", "recharge");
      assertThat(answer(story, "2026-04-10T23:59:59.999Z", "failed"))
          .isEqualTo(Outcome.Fate.ACCEPTED);
      story.event("2026-04-10T23:59:59.999Z", "app_view");
      assertThat(story.result("care")).isEqualTo("won");
      assertThat(answer(story, "2026-04-11T00:00:00Z", "failed")).isEqualTo(Outcome.Fate.UNMATCHED);
    }
  }

  @Test
  void whatFailedIsStillAnsweredAndStaysUndone() {
    try (Story story = Story.of(workspace("caps: [{max: 1, last: 24h}]\n"))) {
      story.event("2026-03-02T10:00:00Z", "recharge");
      assertThat(answer(story, "2026-03-02T10:01:00Z", "failed")).isEqualTo(Outcome.Fate.ACCEPTED);
      assertThat(answer(story, "2026-03-02T10:02:00Z", "delivered"))
          .isEqualTo(Outcome.Fate.ACCEPTED);
      assertThat(answer(story, "2026-03-02T10:03:00Z", "failed")).isEqualTo(Outcome.Fate.ACCEPTED);
      story.event("2026-03-02T10:04:00Z", "recharge");
      assertThat(story.result("each")).isEqualTo("won");
    }
  }

  @Test
  void anOffersNameMeansItsLatestDecision() {
    try (Story story = Story.of(workspace(""))) {
      story.event("2026-03-02T10:00:00Z", "recharge");
      String first = story.decision().id();
      story.event("2026-03-02T11:00:00Z", "recharge");
      String second = story.decision().id();
      answer(story, "2026-03-02T10:30:00Z", "failed");
      assertThat(story.state().contacts().ofDecision(first).failed()).isFalse();
      assertThat(story.state().contacts().ofDecision(second).failed()).isTrue();
    }
  }

  @Test
  void whereBothStandTheDecisionCounts() {
    try (Story story = Story.of(workspace(""))) {
      story.event("2026-03-02T10:00:00Z", "recharge");
      String id = story.decision().id();
      story.event(
          "2026-03-02T10:01:00Z", "response", "decision", id, "offer", "care", "kind", "failed");
      assertThat(story.state().contacts().ofDecision(id).failed()).isTrue();
    }
  }

  @Test
  void anUnmatchedResponseEntersNoFeatureAndIsDeduplicated() {
    TestWorkspace workspace =
        workspace("").campaign("count", "{event: purchase}", "if: [answers == 0]\n");
    try (Story story = Story.of(workspace)) {
      answer(story, "2026-03-02T10:00:00Z", "opened");
      assertThat(story.outcome().fate()).isEqualTo(Outcome.Fate.UNMATCHED);
      assertThat(story.state().now).isEqualTo(Story.at("2026-03-02T10:00:00Z"));
      story.event(
          Event.of(
              "response",
              "e-1",
              Story.CUSTOMER,
              Story.at("2026-03-02T10:00:00Z"),
              Story.fields("offer", "pack", "kind", "opened")));
      assertThat(story.outcome().fate()).isEqualTo(Outcome.Fate.DUPLICATE);
      story.event("2026-03-02T10:01:00Z", "purchase");
      assertThat(story.result("count")).isEqualTo("won");
    }
  }

  @Test
  void unsubscribingRefusesOnlyThePurposeOfTheClassOnThatChannel() {
    try (Story story = Story.of(workspace(""))) {
      story.event("2026-03-02T10:00:00Z", "recharge");
      answer(story, "2026-03-02T10:01:00Z", "unsubscribed");
      story.event("2026-03-02T10:02:00Z", "app_view");
      assertThat(story.result("care")).isEqualTo("won");
      story.event("2026-03-02T10:03:00Z", "recharge");
      assertThat(story.considered("each").detail()).isEqualTo("marketing on sms refused");
    }
  }

  @Test
  void anOlderUnsubscribeDoesNotUndoALaterConsent() {
    try (Story story = Story.of(workspace(""))) {
      story.event("2026-03-02T10:00:00Z", "recharge");
      story.event("2026-03-02T11:00:00Z", "consent", "channel", "sms", "granted", true);
      answer(story, "2026-03-02T10:30:00Z", "unsubscribed");
      story.event("2026-03-02T11:00:01Z", "recharge");
      assertThat(story.result("each")).isEqualTo("won");
      answer(story, "2026-03-02T11:00:00Z", "unsubscribed");
      story.event("2026-03-02T11:00:02Z", "recharge");
      assertThat(story.result("each")).as("at equal times the refusal").isEqualTo("consent");
    }
  }

  /** Everything blocks; a class that ignores one check is blocked by the next. */
  @ParameterizedTest
  @CsvSource({
    "'', consent",
    "'consent', suppressed",
    "'consent, suppress', cap",
    "'consent, suppress, caps', quiet",
    "'consent, suppress, caps, quiet hours', control",
    "'consent, suppress, caps, quiet hours, control', won",
    "'suppress, caps, quiet hours, control', consent",
    "'consent, suppress, quiet hours, control', cap"
  })
  void aClassIsNotBoundByWhatItIgnores(String ignored, String result) {
    TestWorkspace workspace =
        new TestWorkspace()
            .policy(
                """
                classes:
                  other: {ignores: [consent, suppress, quiet hours, control]}
                  sales: {ignores: [%s]}
                suppress: [{while: 'now is known'}]
                caps: [{max: 1, last: 30d}]
                when quiet: drop
                blackouts: [{from: 2026-03-02T12:00, to: 2026-03-02T14:00}]
                control group: 100%%
                """
                    .formatted(ignored))
            .campaign("before", "{event: app_view}", "class: other\n")
            .campaign("each", "{event: recharge}", "");
    try (Story story = Story.of(workspace)) {
      story.event("2026-03-02T10:00:00Z", "app_view");
      assertThat(story.result("before")).isEqualTo("won");
      story.event("2026-03-02T13:00:00Z", "recharge");
      assertThat(story.result("each")).isEqualTo(result);
    }
  }

  @Test
  void theDeadlineOfAClassThatIgnoresQuietHoursDoesNotEndWithTheDay() {
    String policy =
        "classes: {loud: {ignores: [quiet hours]}, sales: {}}\nconsent: {sms: opt-out}\n";
    String night = "quiet hours: {sms: \"21:00-09:00\"}\nwhen quiet: drop\n";
    TestWorkspace workspace =
        new TestWorkspace()
            .policy(policy + night)
            .campaign("loud", "{event: app_view}", "class: loud\n")
            .campaign("each", "{event: recharge}", "");
    try (Story story = Story.of(workspace)) {
      story.event("2026-03-02T20:00:00Z", "app_view");
      assertThat(story.decision().choice().deadline()).isEqualTo(Story.at("2026-03-03T20:00:00Z"));
      story.event("2026-03-02T20:00:00Z", "recharge");
      assertThat(story.decision().choice().deadline()).isEqualTo(Story.at("2026-03-02T21:00:00Z"));
    }
  }

  @Test
  void whatDoesNotCountForCapsStillCountsForLimitsAndApart() {
    TestWorkspace workspace =
        new TestWorkspace()
            .policy(
                """
                classes: {free: {counts: false}, sales: {}}
                consent: {sms: opt-out}
                caps: [{max: 1, last: 30d}]
                apart: [{offers: [pack, care], for: 1d}]
                """)
            .campaign("free", "{event: app_view}", "class: free\nlimits: {customer: {max: 2}}\n")
            .campaign("care", "{event: purchase}", "offer: care\n")
            .campaign("each", "{event: recharge}", "");
    try (Story story = Story.of(workspace)) {
      story.event("2026-03-02T10:00:00Z", "app_view").event("2026-03-02T10:00:01Z", "app_view");
      assertThat(story.result("free")).isEqualTo("won");
      story.event("2026-03-02T10:00:02Z", "app_view");
      assertThat(story.result("free")).isEqualTo("limit");
      story.event("2026-03-02T10:00:03Z", "purchase");
      assertThat(story.result("care")).isEqualTo("excluded");
      story.event("2026-03-02T10:00:04Z", "recharge");
      assertThat(story.result("each")).isEqualTo("won");
      story.event("2026-03-02T10:00:05Z", "app_view");
      assertThat(story.result("free")).isEqualTo("limit");
    }
  }
}
