package io.offerflow.decision;

import static io.offerflow.decision.OneCampaign.CLASSES;
import static io.offerflow.decision.OneCampaign.NIGHT;
import static io.offerflow.decision.OneCampaign.each;
import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PolicyTest {
  @Test
  void anEventOlderThanActWithinIsLate() {
    try (Story story =
        Story.of(new TestWorkspace().campaign("fresh", "{event: recharge}", "act within: 5m\n"))) {
      story.event("2026-03-02T10:05:00Z", "app_view");
      story.event("2026-03-02T10:00:00Z", "recharge");
      assertThat(story.result("fresh")).isEqualTo("won");
      story.event("2026-03-02T09:59:59.999Z", "recharge");
      assertThat(story.result("fresh")).isEqualTo("late");
    }
  }

  @Test
  void theFirstChannelThatPassesIsUsed() {
    TestWorkspace workspace =
        new TestWorkspace()
            .policy(NIGHT + CLASSES)
            .campaign("both", "{event: recharge}", "channels: [push, sms]\n");
    try (Story story = Story.of(workspace)) {
      story.event("2026-03-02T10:00:00Z", "recharge");
      assertThat(story.decision().choice().channel()).isEqualTo("sms");

      story.profile("2026-03-02T10:00:01Z", Map.of("push_token", "tok"));
      story.event("2026-03-02T10:00:02Z", "recharge");
      assertThat(story.decision().choice().channel()).isEqualTo("sms");

      story.event("2026-03-02T10:00:03Z", "consent", "channel", "push", "granted", true);
      story.event("2026-03-02T10:00:04Z", "recharge");
      assertThat(story.decision().choice().channel()).isEqualTo("push");
      assertThat(story.decision().choice().address()).isEqualTo("tok");
      assertThat(story.decision().choice().content())
          .containsExactly(Map.entry("title", "Pack"), Map.entry("body", "A pack"));
    }
  }

  @Test
  void theChannelThatCameFurthestIsReported() {
    TestWorkspace workspace =
        new TestWorkspace()
            .policy(NIGHT + CLASSES)
            .campaign("both", "{event: recharge}", "channels: [push, sms]\n");
    try (Story story = Story.of(workspace)) {
      story.event("2026-03-02T22:00:00Z", "recharge");
      assertThat(story.result("both")).isEqualTo("quiet");
      story.event("2026-03-02T22:00:01Z", "consent", "channel", "sms", "granted", false);
      story.event("2026-03-02T22:00:02Z", "recharge");
      assertThat(story.considered("both").detail()).isEqualTo("marketing on sms refused");
    }
  }

  @Test
  void theLaterConsentHoldsAndAtEqualTimesTheRefusal() {
    try (Story story = Story.of(each(""))) {
      story.event("2026-03-02T10:00:00Z", "consent", "channel", "sms", "granted", false);
      story.event("2026-03-02T09:00:00Z", "consent", "channel", "sms", "granted", true);
      story.event("2026-03-02T10:00:01Z", "recharge");
      assertThat(story.result("each")).isEqualTo("consent");
      story.event(
          "2026-03-02T10:00:00Z",
          "consent",
          "channel",
          "sms",
          "purpose",
          "marketing",
          "granted",
          true);
      story.event("2026-03-02T10:00:02Z", "recharge");
      assertThat(story.result("each")).isEqualTo("consent");
      story.event(
          "2026-03-02T10:00:03Z",
          "consent",
          "channel",
          "sms",
          "purpose",
          "marketing",
          "granted",
          true);
      story.event("2026-03-02T10:00:04Z", "recharge");
      assertThat(story.result("each")).isEqualTo("won");
    }
  }

  @Test
  void unsubscribingRefusesTheDecisionsChannelForItsPurpose() {
    try (Story story = Story.of(each(""))) {
      story.event("2026-03-02T10:00:00Z", "recharge");
      story.event("2026-03-02T10:01:00Z", "response", "offer", "pack", "kind", "unsubscribed");
      story.event("2026-03-02T10:02:00Z", "recharge");
      assertThat(story.result("each")).isEqualTo("consent");
    }
  }

  @Test
  void aResponseThatMatchesNothingOnlyMovesHerClock() {
    TestWorkspace workspace = each("").campaign("answer", "{event: response}", "offer: care\n");
    try (Story story = Story.of(workspace)) {
      story.event("2026-03-02T10:00:00Z", "response", "decision", "no-such", "kind", "accepted");
      assertThat(story.outcome().fate()).isEqualTo(Outcome.Fate.UNMATCHED);
      assertThat(story.decisions()).isEmpty();

      story.event("2026-03-02T10:01:00Z", "recharge");
      story.event("2026-03-02T10:02:00Z", "response", "offer", "pack", "kind", "accepted");
      assertThat(story.result("answer")).isEqualTo("won");
    }
  }

  @Test
  void aResponseCarriesWhatItAnswers() {
    TestWorkspace workspace =
        each("")
            .campaign(
                "answer",
                "{event: response, where: 'category == \"data\" and campaign == \"each\"'}",
                "offer: care\nif: ['event.class == \"sales\"', 'event.channel == \"sms\"']\n");
    try (Story story = Story.of(workspace)) {
      story.event("2026-03-02T10:01:00Z", "recharge");
      story.event("2026-03-02T10:02:00Z", "response", "offer", "pack", "kind", "accepted");
      assertThat(story.result("answer")).isEqualTo("won");
    }
  }

  @Test
  void theBestScoreWinsWithinAClassAndTheClassComesFirst() {
    TestWorkspace workspace =
        new TestWorkspace()
            .campaign("a", "{event: recharge}", "")
            .campaign("b", "{event: recharge}", "lever: 20\n")
            .campaign("c", "{event: recharge}", "context: [{if: 'event.amount > 5', weight: 50}]\n")
            .campaign("d", "{event: app_view}", "offer: care\nclass: service\n")
            .campaign("e", "{event: app_view}", "")
            .campaign("f", "{event: app_view}", "");
    try (Story story = Story.of(workspace)) {
      story.event("2026-03-02T10:00:00Z", "recharge", "amount", 6);
      assertThat(story.decision().choice().campaign()).isEqualTo("c");
      assertThat(story.decision().choice().score()).isEqualByComparingTo("1.5");
      assertThat(story.decision().choice().propensity()).isEqualByComparingTo("0.1");
      assertThat(story.considered("b").detail()).isEqualTo("1.2 < 1.5");

      story.event("2026-03-02T10:00:01Z", "app_view");
      assertThat(story.decision().choice().campaign()).isEqualTo("d");
      assertThat(story.considered("e").detail()).isEqualTo("class sales after service");
    }
  }

  @Test
  void ofEqualScoresTheSmallerIdWins() {
    TestWorkspace workspace =
        new TestWorkspace()
            .campaign("b", "{event: recharge}", "")
            .campaign("a", "{event: recharge}", "");
    try (Story story = Story.of(workspace)) {
      story.event("2026-03-02T10:00:00Z", "recharge", "amount", 6);
      assertThat(story.decision().choice().campaign()).isEqualTo("a");
      assertThat(story.considered("b").detail()).isEqualTo("1 = 1, a comes first");
    }
  }

  @Test
  void contentIsInHerLanguageOrItsParentOrOurs() {
    TestWorkspace workspace =
        new TestWorkspace()
            .file(
                "offers.yaml",
                """
                pack:
                  value: 10
                  start propensity: 0.1
                  content:
                    sms: {en: "Hi {{customer.name}}", zh: "你好"}
                """)
            .campaign("each", "{event: recharge}", "");
    try (Story story = Story.of(workspace)) {
      story.event("2026-03-02T10:00:00Z", "recharge");
      assertThat(story.considered("each").result()).isEqualTo(Result.CONTENT);
      assertThat(story.considered("each").detail()).contains("customer.name is missing");
      story.profile("2026-03-02T10:00:01Z", Map.of("name", "Ann", "language", "fr"));
      story.event("2026-03-02T10:00:02Z", "recharge");
      assertThat(story.decision().choice().content()).containsEntry("text", "Hi Ann");
      assertThat(story.decision().choice().language()).isEqualTo("en");
      story.profile("2026-03-02T10:00:03Z", Map.of("language", "zh-HK"));
      story.event("2026-03-02T10:00:04Z", "recharge");
      assertThat(story.decision().choice().content()).containsEntry("text", "你好");
      assertThat(story.decision().toString()).doesNotContain("Ann");
    }
  }

  @Test
  void aPeriodIsToldInTheTimeZoneInWhichItWasWritten() {
    String settings =
        "offerflow: 1\nname: test\ntimezone: Europe/Berlin\nlanguage: en\n"
            + "channels: {sms: {address: customer}, push: {address: push_token}}\n";
    TestWorkspace workspace =
        new TestWorkspace()
            .file("workspace.yaml", settings)
            .campaign("march", "{event: recharge}", "active: 2026-03-01 .. 2026-03-31\n");
    try (Story story = Story.of(workspace)) {
      story.event("2026-02-28T22:59:59Z", "recharge");
      assertThat(story.considered("march").detail())
          .isEqualTo("campaign begins 2026-03-01T00:00:00+01:00");
      story.event("2026-03-31T22:00:00Z", "recharge");
      assertThat(story.considered("march").detail())
          .isEqualTo("campaign ended 2026-04-01T00:00:00+02:00");
    }
  }

  @Test
  void whatIsNotActiveSaysSo() {
    TestWorkspace workspace =
        new TestWorkspace()
            .campaign("march", "{event: recharge}", "active: 2026-03-01 .. 2026-03-31\n")
            .campaign("paused", "{event: recharge}", "paused: true\n");
    try (Story story = Story.of(workspace)) {
      story.event("2026-02-28T23:59:59Z", "recharge");
      assertThat(story.considered("march").detail())
          .isEqualTo("campaign begins 2026-03-01T00:00:00Z");
      assertThat(story.result("paused")).isEqualTo("inactive");
      story.event("2026-03-31T23:59:59Z", "recharge");
      assertThat(story.result("march")).isEqualTo("won");
      story.event("2026-04-01T00:00:00Z", "recharge");
      assertThat(story.result("march")).isEqualTo("inactive");
    }
  }

  @Test
  void missingIsToldFromFalse() {
    TestWorkspace workspace =
        new TestWorkspace()
            .campaign(
                "gold",
                "{event: recharge}",
                "if: ['customer.tier == \"gold\"', 'event.amount > 5']\n");
    try (Story story = Story.of(workspace)) {
      story.event("2026-03-02T10:00:00Z", "recharge", "amount", 1);
      assertThat(story.result("gold")).isEqualTo("missing");
      story.profile("2026-03-02T10:00:01Z", Map.of("tier", "silver"));
      story.event("2026-03-02T10:00:02Z", "recharge", "amount", 1);
      assertThat(story.considered("gold").detail())
          .isEqualTo("customer.tier == \"gold\": was silver");
      assertThat(story.result("gold")).isEqualTo("condition");
    }
  }
}
