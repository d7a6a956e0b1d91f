package io.offerflow.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.decision.Decision.Answer;
import io.offerflow.policy.Contact;
import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Contract 4.14: answers for an inbound channel. */
class AskTest {
  private static final String POLICY =
      """
      quiet hours: {sms: "21:00-09:00"}
      when quiet: drop
      blackouts: [{from: 2026-03-02T00:00, to: 2026-03-03T00:00}]
      classes:
        service: {ignores: [caps, quiet hours, consent], counts: false}
        sales: {}
      caps: [{max: 1, last: 24h}]
      consent: {sms: opt-out, push: opt-in}
      """;

  private static TestWorkspace workspace() {
    return new TestWorkspace()
        .file(
            "workspace.yaml",
            """
            offerflow: 1
            name: test
            timezone: UTC
            language: en
            channels:
              sms: {address: customer}
              push: {address: push_token}
              desk: {inbound: true}
              hall: {inbound: true}
              gate: {inbound: true}
              door: {inbound: true}
            """)
        .file(
            "offers.yaml",
            """
            pack: {value: 10, start propensity: 0.1, stock: 1,
                   content: {sms: {en: "A pack"}, desk: {en: "Offer {{customer.name|her}} a pack"}}}
            care: {value: 1, start propensity: 0.5, content: {desk: {en: "Care"}, sms: {en: "Care"}}}
            club: {value: 3, start propensity: 0.1, content: {desk: {en: "Club"}}}
            """)
        .policy(POLICY)
        .campaign("a", "{ask: desk}", "channels: [sms, desk]\nif: event.channel == \"desk\"\n")
        .campaign("b", "{ask: desk}", "channels: [desk]\noffer: care\n")
        .campaign("c", "{ask: desk}", "channels: [desk]\noffer: club\n")
        .campaign("d", "{ask: desk}", "channels: [sms]\noffer: care\n")
        .campaign("hall", "{ask: hall}", "channels: [hall]\noffer: care\n")
        .file("campaigns/seen.yaml", "campaign: seen\nwhen: {ask: gate}\ntag: {seen: 1h}\n")
        .campaign("top-up", "{event: recharge}", "when quiet: drop\n");
  }

  private static Story asked() {
    Story story = Story.of(workspace());
    return story.event("2026-03-02T10:00:00Z", "ask", "channel", "desk");
  }

  @Test
  void theCampaignsThatPassBestFirstAndNothingIsReserved() {
    try (Story story = asked()) {
      Decision decision = story.decision();

      assertThat(decision.outcome()).isEqualTo(Decision.Kind.ANSWERED);
      assertThat(decision.answer().channel()).isEqualTo("desk");
      assertThat(decision.answer().request()).isEqualTo("e-1");
      assertThat(decision.answer().entries())
          .extracting(Answer.Entry::campaign)
          .containsExactly("a", "b", "c");
      assertThat(decision.answer().entries().get(0).content())
          .containsEntry("text", "Offer her a pack");
      assertThat(decision.choice().campaign()).isEqualTo("a");
      assertThat(story.result("a")).isEqualTo("won");
      assertThat(story.result("b")).isEqualTo("outranked");
      assertThat(story.result("d")).isEqualTo("unreachable");
      assertThat(decision.considered()).hasSize(4);

      story.event("2026-03-02T10:01:00Z", "ask", "channel", "desk", "limit", 1);
      assertThat(story.decision().answer().entries()).hasSize(1);
      assertThat(story.result("c")).isEqualTo("outranked");
    }
  }

  @Test
  void whatIsPresentedIsAContactAndChangesTheNextAnswer() {
    try (Story story = asked()) {
      String decision = story.decision().id();
      story.event(
          "2026-03-02T10:05:00Z",
          "response",
          "decision",
          decision,
          "offer",
          "care",
          "kind",
          "presented");
      assertThat(story.outcome().fate()).isEqualTo(Outcome.Fate.ACCEPTED);

      story.event("2026-03-02T10:06:00Z", "ask", "channel", "desk");
      assertThat(story.decision().outcome()).isEqualTo(Decision.Kind.NONE);
      assertThat(story.result("a")).isEqualTo("cap");
      assertThat(story.considered("a").free()).isEqualTo(Story.at("2026-03-03T10:05:00Z"));
      assertThat(story.decision().answer().entries()).isEmpty();

      story.event(
          "2026-03-02T10:07:00Z",
          "response",
          "decision",
          decision,
          "offer",
          "care",
          "kind",
          "failed");
      story.event("2026-03-02T10:08:00Z", "ask", "channel", "desk");
      assertThat(story.decision().answer().entries()).hasSize(3);
    }
  }

  @Test
  void whoPresentsTheFirstEntryTwiceDoesNotPresentTheSecond() {
    try (Story story = asked()) {
      String decision = story.decision().id();
      present(story, "2026-03-02T10:05:00Z", decision);
      present(story, "2026-03-02T10:06:00Z", decision);

      assertThat(story.outcome().fate()).isEqualTo(Outcome.Fate.ACCEPTED);
      assertThat(story.state().contacts().all()).extracting(Contact::offer).containsExactly("pack");
    }
  }

  @Test
  void whoAsksIsAnsweredAlsoWhereNoOfferIsForThatChannel() {
    try (Story story = Story.of(workspace())) {
      story.event("2026-03-02T10:00:00Z", "ask", "channel", "gate");
      assertThat(story.decision().outcome()).isEqualTo(Decision.Kind.TAGGED);
      assertThat(story.decision().answer()).isEqualTo(new Answer("gate", "e-1", List.of()));

      // No campaign had a moment, so there is no record.
      story.event("2026-03-02T10:01:00Z", "ask", "channel", "door");
      assertThat(story.decision().hasRecord()).isFalse();
      assertThat(story.decision().answer()).isEqualTo(new Answer("door", "e-2", List.of()));

      story.event("2026-03-02T10:02:00Z", "ask", "channel", "sms");
      assertThat(story.outcome().decisions()).isEmpty();
    }
  }

  @Test
  void presentedStandsEvenIfTheStockIsGoneAndIsNotLateByADay() {
    try (Story story = asked()) {
      String first = story.decision().id();
      story.event("2026-03-02T10:01:00Z", "ask", "channel", "desk");
      String second = story.decision().id();
      present(story, "2026-03-02T10:02:00Z", first);
      present(story, "2026-03-02T10:03:00Z", second);
      assertThat(story.outcome().fate()).isEqualTo(Outcome.Fate.ACCEPTED);

      story.event("2026-03-04T12:00:00Z", "ask", "channel", "desk");
      assertThat(story.result("a")).isEqualTo("stock");
      present(story, "2026-03-05T12:00:00Z", story.decision().id());
      assertThat(story.outcome().fate()).isEqualTo(Outcome.Fate.UNMATCHED);
    }
  }

  private static void present(Story story, String at, String decision) {
    story.event(at, "response", "decision", decision, "kind", "presented");
  }

  @Test
  void anAnswerNobodyPresentedIsAnsweredByNothing() {
    try (Story story = asked()) {
      String decision = story.decision().id();
      story.event("2026-03-02T10:05:00Z", "response", "decision", decision, "kind", "accepted");
      assertThat(story.outcome().fate()).isEqualTo(Outcome.Fate.UNMATCHED);
    }
  }

  @Test
  void outboundContactsCountForTheAnswer() {
    try (Story story = Story.of(workspace().policy(POLICY.replaceAll("(?m)^blackouts.*\n", "")))) {
      story.event("2026-03-02T10:00:00Z", "recharge", "amount", 1);
      assertThat(story.result("top-up")).isEqualTo("won");
      story.event("2026-03-02T10:01:00Z", "ask", "channel", "desk");
      assertThat(story.result("b")).isEqualTo("cap");
      assertThat(story.result("a")).isEqualTo("stock");
    }
  }

  @Test
  void theControlGroupIsLeftOut() {
    try (Story story = Story.of(workspace().policy(POLICY + "control group: 100%\n"))) {
      story.event("2026-03-02T10:00:00Z", "ask", "channel", "desk");

      assertThat(story.result("a")).isEqualTo("control");
      assertThat(story.decision().answer().entries()).isEmpty();
      assertThat(story.decision().outcome()).isEqualTo(Decision.Kind.NONE);
    }
  }

  @Test
  void anotherChannelHasItsOwnAnswers() {
    try (Story story = Story.of(workspace())) {
      story.profile("2026-03-02T10:00:00Z", Map.of("tier", "gold"));
      story.event("2026-03-02T10:00:00Z", "ask", "channel", "hall");
      // The offer says nothing for the hall.
      assertThat(story.result("hall")).isEqualTo("content");
      story.event("2026-03-02T10:00:01Z", "ask", "channel", "elsewhere");
      assertThat(story.outcome().decisions()).isEmpty();
    }
  }
}
