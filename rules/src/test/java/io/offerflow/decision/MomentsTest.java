package io.offerflow.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.event.Event;
import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MomentsTest {
  @Test
  void anEventOfTheTypeForWhichWhereIsTrue() {
    try (Story story =
        Story.of(
            new TestWorkspace().campaign("big", "{event: recharge, where: 'amount >= 50'}", ""))) {
      story.event("2026-03-02T10:00:00Z", "recharge", "amount", 49.99);
      assertThat(story.outcome().decisions()).isEmpty();

      story.event("2026-03-02T10:00:01Z", "recharge", "amount", 50);

      assertThat(story.decision().outcome()).isEqualTo(Decision.Kind.OFFERED);
      assertThat(story.decision().choice().campaign()).isEqualTo("big");
      assertThat(story.decision().cause()).isEqualTo(new Decision.EventCause("e-2", "recharge"));
    }
  }

  @Test
  void aWhereOfMissingIsNotTrue() {
    try (Story story =
        Story.of(
            new TestWorkspace().campaign("big", "{event: recharge, where: 'amount >= 50'}", ""))) {
      assertThat(story.event("2026-03-02T10:00:00Z", "recharge").outcome().decisions()).isEmpty();
    }
  }

  @Test
  void crossingUpwardsIsOnceUntilItIsBelowAgain() {
    TestWorkspace workspace =
        new TestWorkspace()
            .features("top_up: {sum: recharge.amount, last: 1h}\n")
            .campaign("spender", "{cross: top_up, above: 100}", "");
    try (Story story = Story.of(workspace)) {
      story.event("2026-03-02T10:00:00Z", "recharge", "amount", 100);
      assertThat(story.outcome().decisions()).isEmpty();
      story.event("2026-03-02T10:10:00Z", "recharge", "amount", 0.01);
      assertThat(story.considered("spender").moment()).isEqualTo("cross");
      story.event("2026-03-02T10:20:00Z", "recharge", "amount", 500);
      assertThat(story.outcome().decisions()).isEmpty();
      story.event("2026-03-02T12:00:00Z", "recharge", "amount", 101);
      assertThat(story.decision().outcome()).isEqualTo(Decision.Kind.OFFERED);
    }
  }

  @Test
  void fallingBelowComesByTheClockWhenAnEventLeavesTheWindow() {
    TestWorkspace workspace =
        new TestWorkspace()
            .features("top_up: {sum: recharge.amount, last: 1h}\n")
            .campaign("low", "{cross: top_up, below: 50}", "");
    try (Story story = Story.of(workspace)) {
      story.event("2026-03-02T10:00:00Z", "recharge", "amount", 60);
      assertThat(story.outcome().decisions()).isEmpty();
      story.event("2026-03-02T10:30:00Z", "recharge", "amount", 20);
      assertThat(story.outcome().nextDue()).isEqualTo(Story.at("2026-03-02T11:00:00Z"));

      story.clock("2026-03-02T11:00:00Z");
      assertThat(story.considered("low").moment()).isEqualTo("cross");

      story.clock("2026-03-02T11:30:00Z");
      assertThat(story.outcome().decisions()).isEmpty();
    }
  }

  @Test
  void aFallDueAtTheInstantOfAnEventWaitsForIt() {
    TestWorkspace workspace =
        new TestWorkspace()
            .features("top_up: {sum: recharge.amount, last: 1h}\n")
            .campaign("low", "{cross: top_up, below: 50}", "");
    try (Story story = Story.of(workspace)) {
      story.event("2026-03-02T10:00:00Z", "recharge", "amount", 60);
      story.event("2026-03-02T11:00:00Z", "app_view");
      assertThat(story.outcome().decisions()).isEmpty();
      story.event("2026-03-02T11:00:00Z", "app_view", "product", "x");
      assertThat(story.outcome().decisions()).isEmpty();

      story.clock("2026-03-02T11:00:00Z");

      assertThat(story.result("low")).isEqualTo("won");
      assertThat(story.clock("2026-03-02T11:00:00Z").outcome().decisions()).isEmpty();
    }
  }

  @Test
  void anEventInAnotherCurrencyIsLeftOutAndCounted() {
    TestWorkspace workspace =
        new TestWorkspace()
            .features("spend: {sum: purchase.amount}\nbuys: {count: purchase}\n")
            .campaign("spender", "{event: purchase}", "if: ['spend > 10', 'buys == 2']\n");
    try (Story story = Story.of(workspace)) {
      story.event("2026-03-02T10:00:00Z", "purchase", "amount", 20, "currency", "USD");
      assertThat(story.outcome().skipped()).isEqualTo(1);
      assertThat(story.considered("spender").detail()).isEqualTo("spend > 10: was 0");
      story.event("2026-03-02T10:00:01Z", "purchase", "amount", 20);
      assertThat(story.outcome().skipped()).isZero();
      assertThat(story.result("spender")).isEqualTo("won");
    }
  }

  @Test
  void anAttributeCrosses() {
    try (Story story =
        Story.of(new TestWorkspace().campaign("rich", "{cross: customer.fee, above: 99}", ""))) {
      story.profile("2026-03-02T10:00:00Z", Map.of("fee", java.math.BigDecimal.valueOf(100)));
      assertThat(story.result("rich")).isEqualTo("won");
      story.profile("2026-03-02T10:00:01Z", Map.of("fee", java.math.BigDecimal.valueOf(101)));
      assertThat(story.outcome().decisions()).isEmpty();
    }
  }

  @Test
  void anOfferedEventOpensAndEndsWaitsAndEntersWindows() {
    TestWorkspace workspace =
        new TestWorkspace()
            .features("offers_7d: {count: offered, last: 7d}\n")
            .campaign("first", "{event: recharge}", "if: [offers_7d < 1]\n")
            .campaign(
                "silence",
                "{event: offered, without: {event: app_view}, within: 1h}",
                "offer: care\nif: ['offers_7d == 1', 'event.campaign == \"first\"']\n");
    try (Story story = Story.of(workspace)) {
      story.event("2026-03-02T10:00:00Z", "recharge");
      assertThat(story.decision().considered()).hasSize(1);
      story.event("2026-03-02T10:10:00Z", "recharge");
      assertThat(story.considered("first").detail()).isEqualTo("offers_7d < 1: was 1");

      story.clock("2026-03-02T11:00:00Z");

      assertThat(story.decision().choice().campaign()).isEqualTo("silence");
    }
  }

  @Test
  void aRepeatedIdChangesNothingWithin24Hours() {
    try (Story story = Story.of(new TestWorkspace().campaign("each", "{event: recharge}", ""))) {
      Event event =
          Event.of(
              "recharge", "same", Story.CUSTOMER, Story.at("2026-03-02T10:00:00Z"), Story.fields());
      assertThat(story.event(event).outcome().fate()).isEqualTo(Outcome.Fate.ACCEPTED);
      assertThat(story.event(event).outcome().fate()).isEqualTo(Outcome.Fate.DUPLICATE);

      Event before24h =
          Event.of(
              "recharge",
              "same",
              Story.CUSTOMER,
              Story.at("2026-03-03T09:59:59.999Z"),
              Story.fields());
      assertThat(story.event(before24h).outcome().fate()).isEqualTo(Outcome.Fate.DUPLICATE);
      Event after24h =
          Event.of(
              "recharge", "same", Story.CUSTOMER, Story.at("2026-03-03T10:00:00Z"), Story.fields());
      assertThat(story.event(after24h).outcome().fate()).isEqualTo(Outcome.Fate.ACCEPTED);
      assertThat(story.decisions()).hasSize(2);
    }
  }

  @Test
  void aTypeMaySayThatRepeatsCount() {
    TestWorkspace workspace =
        new TestWorkspace()
            .file("schema.yaml", "events: {ping: {dedupe: off}}\n")
            .file(
                "workspace.yaml",
                "offerflow: 1\nname: t\ntimezone: UTC\nlanguage: en\n"
                    + "channels: {sms: {address: customer}, push: {address: customer}}\n")
            .campaign("each", "{event: ping}", "");
    try (Story story = Story.of(workspace)) {
      Event event =
          Event.of(
              "ping", "same", Story.CUSTOMER, Story.at("2026-03-02T10:00:00Z"), Story.fields());
      story.event(event).event(event);
      assertThat(story.outcome().fate()).isEqualTo(Outcome.Fate.ACCEPTED);
    }
  }
}
