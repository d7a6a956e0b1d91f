package io.offerflow.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Contract 4.8: what quiet time keeps back is decided once more when it ends. */
class HoldTest {
  private static final String NIGHT = "2026-03-02T23:00:00Z";
  private static final String MORNING = "2026-03-03T09:00:00Z";

  private static TestWorkspace workspace() {
    return new TestWorkspace()
        .policy(
            """
            quiet hours: {sms: "21:00-09:00"}
            classes:
              service: {ignores: [caps, quiet hours, consent], counts: false}
              retention: {}
              sales: {}
            caps: [{max: 1, last: 24h}]
            consent: {sms: opt-out, push: opt-in}
            """);
  }

  @Test
  void aCandidateWaitsForTheMorningWithItsOwnEvent() {
    try (Story story =
        Story.of(
            workspace()
                .campaign(
                    "top-up",
                    "{event: recharge, where: 'amount > 10'}",
                    "if: event.amount > 20 and tags not contains \"x\"\n"))) {
      story.event(NIGHT, "recharge", "amount", 30);

      assertThat(story.decision().outcome()).isEqualTo(Decision.Kind.HELD);
      assertThat(story.decision().held()).containsExactly("top-up");
      assertThat(story.result("top-up")).isEqualTo("quiet");
      assertThat(story.considered("top-up").free()).isEqualTo(Story.at(MORNING));
      assertThat(story.outcome().nextDue()).isEqualTo(Story.at(MORNING));

      story.clock(MORNING);

      assertThat(story.decision().outcome()).isEqualTo(Decision.Kind.OFFERED);
      assertThat(story.decision().cause()).isEqualTo(new Decision.TimerCause(Story.at(MORNING)));
      assertThat(story.considered("top-up").moment()).isEqualTo("event");
      assertThat(story.state().held().isEmpty()).isTrue();
    }
  }

  @Test
  void allCompeteOnTheStateOfThenAndTheLosersAreLetGo() {
    try (Story story =
        Story.of(
            workspace()
                .campaign("a", "{event: recharge}", "")
                .campaign("b", "{event: app_view}", "class: retention\noffer: care\n")
                .campaign("c", "{event: purchase}", "if: customer.tier == \"gold\"\n"))) {
      story.profile(NIGHT, Map.of("tier", "gold"));
      story.event("2026-03-02T23:00:01Z", "recharge", "amount", 1);
      story.event("2026-03-02T23:00:02Z", "app_view", "product", "x");
      story.event("2026-03-02T23:00:03Z", "purchase", "amount", 1);
      story.profile("2026-03-03T01:00:00Z", Map.of("tier", "silver"));
      story.clock(MORNING);

      assertThat(story.result("b")).isEqualTo("won");
      assertThat(story.result("a")).isEqualTo("outranked");
      assertThat(story.result("c")).isEqualTo("condition");
      story.clock("2026-03-10T09:00:00Z");
      assertThat(story.outcome().decisions()).isEmpty();
    }
  }

  @Test
  void aCampaignIsHeldOnceAndTheLaterReplacesTheEarlier() {
    try (Story story =
        Story.of(workspace().campaign("top-up", "{event: recharge}", "if: event.amount < 50\n"))) {
      story.event(NIGHT, "recharge", "amount", 1);
      story.event("2026-03-02T23:30:00Z", "recharge", "amount", 2);
      story.clock(MORNING);

      assertThat(story.decision().considered()).hasSize(1);
      assertThat(story.decisions()).extracting("outcome").hasSize(3);
    }
  }

  @Test
  void ifOneGoesOutNothingIsHeld() {
    try (Story story =
        Story.of(
            workspace()
                .campaign("care", "{event: recharge}", "class: service\noffer: care\n")
                .campaign("top-up", "{event: recharge}", ""))) {
      story.event(NIGHT, "recharge", "amount", 1);

      assertThat(story.decision().outcome()).isEqualTo(Decision.Kind.OFFERED);
      assertThat(story.result("top-up")).isEqualTo("quiet");
      assertThat(story.decision().held()).isEmpty();
      story.clock(MORNING);
      assertThat(story.outcome().decisions()).isEmpty();
    }
  }

  @Test
  void whatIsWorthNothingInTheMorningHasNoRecord() {
    try (Story story =
        Story.of(
            workspace()
                .campaign("in-time", "{event: recharge}", "act within: 10h\n")
                .campaign("too-late", "{event: recharge}", "act within: 9h\n"))) {
      story.event("2026-03-03T00:00:00Z", "recharge", "amount", 1);
      assertThat(story.decision().held()).containsExactly("in-time", "too-late");
      story.clock(MORNING);

      assertThat(story.decision().considered()).extracting("campaign").containsExactly("in-time");
    }
  }

  @Test
  void anOfferThatExpiresAtTheReleaseIsDropped() {
    try (Story story = Story.of(workspace().campaign("top-up", "{event: recharge}", ""))) {
      // The policy's quiet time ends 24 h later: the blackout lasts as long as the offer does.
      story.event(NIGHT, "recharge", "amount", 1);
      story.clock(MORNING);
      assertThat(story.decision().outcome()).isEqualTo(Decision.Kind.OFFERED);
    }
    TestWorkspace blackout =
        new TestWorkspace()
            .policy(
                """
                blackouts: [{from: 2026-03-02T00:00, to: 2026-03-03T12:00}]
                classes: {sales: {}}
                consent: {sms: opt-out}
                """)
            .campaign("top-up", "{event: recharge}", "");
    try (Story story = Story.of(blackout)) {
      story.event("2026-03-02T12:00:00Z", "recharge", "amount", 1);
      assertThat(story.decision().held()).containsExactly("top-up");
      story.clock("2026-03-03T12:00:00Z");
      assertThat(story.outcome().decisions()).isEmpty();
    }
  }

  @Test
  void anotherTimeZoneAnotherRelease() {
    try (Story story = Story.of(workspace().campaign("top-up", "{event: recharge}", ""))) {
      story.event(NIGHT, "recharge", "amount", 1);
      story.profile("2026-03-02T23:10:00Z", Map.of("timezone", "Asia/Shanghai"));
      assertThat(story.outcome().nextDue()).isEqualTo(Story.at("2026-03-03T01:00:00Z"));

      story.profile("2026-03-02T23:20:00Z", Map.of("timezone", "America/New_York"));
      // There it is 18:20 and not quiet: now, after the other events of this instant.
      assertThat(story.outcome().nextDue()).isEqualTo(Story.at("2026-03-02T23:20:00Z"));
      story.clock("2026-03-02T23:20:00Z");
      assertThat(story.result("top-up")).isEqualTo("won");
    }
  }

  @Test
  void aCapThatFillsInTheMeantimeCounts() {
    try (Story story =
        Story.of(
            workspace()
                .campaign("top-up", "{event: recharge}", "")
                .campaign("push", "{event: app_view}", "channels: [push]\n"))) {
      story.event("2026-03-02T22:00:00Z", "consent", "channel", "push", "granted", true);
      story.profile("2026-03-02T22:00:00Z", Map.of("push_token", "t"));
      story.event(NIGHT, "recharge", "amount", 1);
      story.event("2026-03-03T08:00:00Z", "app_view", "product", "x");
      assertThat(story.result("push")).isEqualTo("won");
      story.clock(MORNING);
      assertThat(story.result("top-up")).isEqualTo("cap");
    }
  }

  @Test
  void dropIsNotHeld() {
    try (Story story =
        Story.of(workspace().campaign("top-up", "{event: recharge}", "when quiet: drop\n"))) {
      story.event(NIGHT, "recharge", "amount", 1);

      assertThat(story.decision().outcome()).isEqualTo(Decision.Kind.NONE);
      story.clock(MORNING);
      assertThat(story.outcome().decisions()).isEmpty();
    }
  }

  @Test
  void atMostSixteenAndTheLowestRankedGoes() {
    TestWorkspace many = workspace();
    for (int i = 0; i < 18; i++) {
      many.campaign("c%02d".formatted(i), "{event: recharge}", "lever: " + i + "\n");
    }
    try (Story story = Story.of(many)) {
      story.event(NIGHT, "recharge", "amount", 1);
      List<String> held = story.decision().held();
      assertThat(held).hasSize(16).doesNotContain("c00", "c01").contains("c02", "c17");

      story.clock(MORNING);
      assertThat(story.result("c17")).isEqualTo("won");
      assertThat(story.decision().considered()).hasSize(16);
    }
  }

  @Test
  void aFreshMomentGoesBeforeAHeldOne() {
    try (Story story =
        Story.of(
            workspace()
                .campaign(
                    "wait", "{event: recharge, without: {event: purchase}, within: 12h}", ""))) {
      story.event("2026-03-02T10:00:00Z", "recharge", "amount", 1);
      story.clock("2026-03-02T22:00:00Z");
      assertThat(story.decision().held()).containsExactly("wait");
      story.event("2026-03-02T21:00:00Z", "recharge", "amount", 2);
      story.clock(MORNING);
      // Due at 09:00 by the clock and released at 09:00: one entry, that of the fresh moment.
      assertThat(story.decision().considered()).hasSize(1);
      assertThat(story.result("wait")).isEqualTo("won");
    }
  }

  /**
   * Contract 7: several moments of one campaign in one cause are one, a fresh one before a held.
   */
  @Test
  void aTagThatEndsAtTheReleaseTakesThePlaceOfWhatIsHeld() {
    try (Story story =
        Story.of(
            workspace()
                .file(
                    "campaigns/intent.yaml",
                    "campaign: intent\nwhen: {event: app_view}\ntag: {intent: 1h}\n")
                .campaign("went", "{untagged: intent}", ""))) {
      story.event("2026-03-03T02:00:00Z", "app_view", "product", "x");
      story.clock("2026-03-03T03:00:00Z");
      assertThat(story.decision().held()).containsExactly("went");
      story.event("2026-03-03T08:00:00Z", "app_view", "product", "x");
      story.clock(MORNING);

      assertThat(story.decision().considered()).extracting("campaign").containsExactly("went");
      assertThat(story.result("went")).isEqualTo("won");
      assertThat(story.state().held().isEmpty()).isTrue();
    }
  }
}
