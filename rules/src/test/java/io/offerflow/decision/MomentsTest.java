package io.offerflow.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.event.Event;
import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MomentsTest {
  private static final String ZONES =
      """
      {"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"name": "airport", "tags": ["travel"]},
         "geometry": {"type": "Polygon", "coordinates": [[[0,0],[1,0],[1,1],[0,1],[0,0]]]}},
        {"type": "Feature", "properties": {"name": "mall", "grace": "60s", "cells": ["m1"]},
         "geometry": null}
      ]}
      """;

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
  void enteringIsOnceAndLeavingHasNoEvent() {
    try (Story story =
        Story.of(
            new TestWorkspace()
                .file("zones.geojson", ZONES)
                .campaign("in", "{enter: airport}", "")
                .campaign("tagged-in", "{enter: 'tag:travel'}", "offer: care\n")
                .campaign("out", "{leave: airport}", ""))) {
      story.event("2026-03-02T10:00:00Z", "location", "lat", 0.5, "lon", 0.5);
      assertThat(story.result("in")).isEqualTo("won");
      assertThat(story.result("tagged-in")).isEqualTo("outranked");

      story.event("2026-03-02T10:00:10Z", "location", "lat", 0.6, "lon", 0.5);
      assertThat(story.outcome().decisions()).isEmpty();

      story.event("2026-03-02T10:00:20Z", "location", "lat", 2, "lon", 0.5);
      assertThat(story.decision().considered()).hasSize(1);
      assertThat(story.considered("out").moment()).isEqualTo("leave");
    }
  }

  @Test
  void graceEndsByTheClock() {
    try (Story story =
        Story.of(
            new TestWorkspace()
                .file("zones.geojson", ZONES)
                .campaign("out", "{leave: mall}", "if: ['zones not contains \"mall\"']\n"))) {
      story.event("2026-03-02T10:00:00Z", "signalling", "cell", "m1");
      story.event("2026-03-02T10:05:00Z", "signalling", "cell", "x");
      assertThat(story.outcome().nextDue()).isEqualTo(Story.at("2026-03-02T10:06:00Z"));

      story.clock("2026-03-02T10:06:00Z");

      assertThat(story.decision().choice().campaign()).isEqualTo("out");
      assertThat(story.decision().cause())
          .isEqualTo(new Decision.TimerCause(Story.at("2026-03-02T10:06:00Z")));
      assertThat(story.decision().time()).isEqualTo(Story.at("2026-03-02T10:06:00Z"));
    }
  }

  private static TestWorkspace staying() {
    return new TestWorkspace()
        .file("zones.geojson", ZONES)
        .campaign("long", "{stay: mall, for: 20m}", "if: ['zones contains \"mall\"']\n")
        .campaign("longer", "{stay: mall, for: 1h}", "");
  }

  @Test
  void aStayIsNoticedByTheClockOnceAVisit() {
    try (Story story = Story.of(staying())) {
      story.event("2026-03-02T10:00:00Z", "signalling", "cell", "m1");
      assertThat(story.outcome().nextDue()).isEqualTo(Story.at("2026-03-02T10:20:00Z"));
      story.clock("2026-03-02T10:20:00Z");
      assertThat(story.considered("long").moment()).isEqualTo("stay");
      assertThat(story.decision().considered()).hasSize(1);
      story.event("2026-03-02T10:30:00Z", "signalling", "cell", "m1");
      assertThat(story.outcome().decisions()).isEmpty();
      story.clock("2026-03-02T11:00:00Z");
      assertThat(story.decision().choice().campaign()).isEqualTo("longer");
      story.clock("2026-03-02T20:00:00Z");
      assertThat(story.decisions()).hasSize(2);
    }
  }

  @Test
  void aFlappingCellIsOneVisitWithinGraceAndTwoBeyond() {
    try (Story story = Story.of(staying())) {
      story.event("2026-03-02T10:00:00Z", "signalling", "cell", "m1");
      story.event("2026-03-02T10:05:00Z", "signalling", "cell", "x");
      story.event("2026-03-02T10:05:59Z", "signalling", "cell", "m1");
      story.event("2026-03-02T10:10:00Z", "signalling", "cell", "x");
      story.clock("2026-03-02T10:11:00Z");
      story.event("2026-03-02T10:12:00Z", "signalling", "cell", "m1");
      assertThat(story.decisions()).isEmpty();
      assertThat(story.outcome().nextDue()).isEqualTo(Story.at("2026-03-02T10:32:00Z"));
    }
  }

  @Test
  void aVisitThatEndsExactlyThenHasNotLasted() {
    try (Story story = Story.of(staying())) {
      story.event("2026-03-02T10:00:00Z", "signalling", "cell", "m1");
      story.event("2026-03-02T10:19:00Z", "signalling", "cell", "x");
      story.clock("2026-03-02T12:00:00Z");
      assertThat(story.decisions()).isEmpty();
    }
  }

  @Test
  void aTimerDueBeforeAnEventFiresBeforeIt() {
    try (Story story =
        Story.of(
            new TestWorkspace()
                .file("zones.geojson", ZONES)
                .campaign("out", "{leave: mall}", ""))) {
      story.event("2026-03-02T10:00:00Z", "signalling", "cell", "m1");
      story.event("2026-03-02T10:05:00Z", "signalling", "cell", "x");
      story.event("2026-03-02T11:00:00Z", "recharge");

      assertThat(story.decision().time()).isEqualTo(Story.at("2026-03-02T10:06:00Z"));
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

  private static TestWorkspace abandoned(String more) {
    return new TestWorkspace()
        .campaign(
            "abandoned",
            "{event: app_view, without: {event: purchase}, within: 2h" + more + "}",
            "if: [event.product is known]\n");
  }

  @Test
  void whatDidNotComeIsNoticedByTheClock() {
    try (Story story = Story.of(abandoned(""))) {
      story.event("2026-03-02T10:00:00Z", "app_view", "product", "phone");
      story.event("2026-03-02T10:30:00Z", "app_view", "product", "case");
      assertThat(story.clock("2026-03-02T12:00:00Z").outcome().decisions()).isEmpty();

      story.clock("2026-03-02T12:30:00Z");

      assertThat(story.considered("abandoned").moment()).isEqualTo("without");
      assertThat(story.decision().choice().campaign()).isEqualTo("abandoned");
    }
  }

  @Test
  void atExactlyTheEndItStillCounts() {
    try (Story story = Story.of(abandoned(""))) {
      story.event("2026-03-02T10:00:00Z", "app_view", "product", "phone");
      story.event("2026-03-02T12:00:00Z", "purchase", "product", "phone");
      assertThat(story.clock("2026-03-03T12:00:00Z").decisions()).isEmpty();
    }
  }

  @Test
  void aMatchedFieldMakesAWaitForEachValue() {
    try (Story story = Story.of(abandoned(", match: product"))) {
      story.event("2026-03-02T10:00:00Z", "app_view", "product", "phone");
      story.event("2026-03-02T10:01:00Z", "app_view", "product", "case");
      story.event("2026-03-02T10:02:00Z", "app_view");
      story.event("2026-03-02T10:03:00Z", "purchase", "product", "case");
      story.event("2026-03-02T10:04:00Z", "purchase");
      story.clock("2026-03-03T00:00:00Z");
      assertThat(story.decisions()).hasSize(1);
      assertThat(story.decision().time()).isEqualTo(Story.at("2026-03-02T12:00:00Z"));
    }
  }

  @Test
  void sixteenWaitsAreOpenAtMost() {
    try (Story story = Story.of(abandoned(", match: product"))) {
      for (int i = 10; i < 27; i++) {
        story.event("2026-03-02T10:00:" + i + "Z", "app_view", "product", "p" + i);
      }
      story.clock("2026-03-03T00:00:00Z");
      assertThat(story.decisions()).hasSize(16);
      assertThat(story.decisions().get(0).time()).isEqualTo(Story.at("2026-03-02T12:00:11Z"));
    }
  }

  private static TestWorkspace sequence(String more) {
    return new TestWorkspace()
        .file(
            "offers.yaml",
            """
            pack:
              value: 10
              start propensity: 0.1
              content: {sms: {en: "{{first.product}} and {{event.product}}"}}
            """)
        .campaign(
            "bought",
            "{event: app_view, then: {event: purchase, where: 'amount > 1'}, within: 10m"
                + more
                + "}",
            "if: ['first.dwell_s > 5', 'event.amount < 100']\n");
  }

  @Test
  void aSequenceCompletesWithTheSecondEventAndRemembersTheFirst() {
    try (Story story = Story.of(sequence(""))) {
      story.event("2026-03-02T10:00:00Z", "app_view", "product", "a", "dwell_s", 1);
      story.event("2026-03-02T10:01:00Z", "app_view", "product", "b", "dwell_s", 9);
      assertThat(story.outcome().nextDue()).isGreaterThan(Story.at("2027-01-01T00:00:00Z"));
      story.event("2026-03-02T10:11:00Z", "purchase", "product", "c", "amount", 1);
      assertThat(story.outcome().decisions()).isEmpty();

      story.event("2026-03-02T10:11:00Z", "purchase", "product", "c", "amount", 50);

      assertThat(story.considered("bought").moment()).isEqualTo("then");
      assertThat(story.decision().choice().content()).containsEntry("text", "b and c");
      assertThat(story.decision().cause()).isEqualTo(new Decision.EventCause("e-4", "purchase"));
    }
  }

  @Test
  void anAServesOneBAndABAfterItsEndNone() {
    try (Story story = Story.of(sequence(""))) {
      story.event("2026-03-02T10:00:00Z", "app_view", "product", "a", "dwell_s", 9);
      story.event("2026-03-02T10:05:00Z", "purchase", "product", "c", "amount", 50);
      story.event("2026-03-02T10:06:00Z", "purchase", "product", "c", "amount", 50);
      assertThat(story.outcome().decisions()).isEmpty();
      story.event("2026-03-02T10:07:00Z", "app_view", "product", "a", "dwell_s", 9);
      story.event("2026-03-02T10:17:00.001Z", "purchase", "product", "c", "amount", 50);
      assertThat(story.outcome().decisions()).isEmpty();
    }
  }

  @Test
  void aWaitIsOverOnceNowIsPastItsEndAlsoForALateB() {
    try (Story story = Story.of(sequence(""))) {
      story.event("2026-03-02T10:00:00Z", "app_view", "product", "a", "dwell_s", 9);
      story.event("2026-03-02T10:10:00.001Z", "recharge");
      story.event("2026-03-02T10:05:00Z", "purchase", "product", "c", "amount", 50);
      assertThat(story.decisions()).isEmpty();
    }
  }

  @Test
  void aSequenceWithMatchNeedsTheSameValue() {
    try (Story story = Story.of(sequence(", match: product"))) {
      story.event("2026-03-02T10:00:00Z", "app_view", "product", "a", "dwell_s", 9);
      story.event("2026-03-02T10:01:00Z", "app_view", "product", "b", "dwell_s", 9);
      story.event("2026-03-02T10:02:00Z", "purchase", "product", "c", "amount", 50);
      assertThat(story.decisions()).isEmpty();
      story.event("2026-03-02T10:03:00Z", "purchase", "product", "a", "amount", 50);
      assertThat(story.decision().choice().content()).containsEntry("text", "a and a");
    }
  }

  @Test
  void anEventThatIsBothCompletesFirstAndThenStartsAnew() {
    TestWorkspace workspace =
        new TestWorkspace()
            .campaign("again", "{event: recharge, then: {event: recharge}, within: 1h}", "");
    try (Story story = Story.of(workspace)) {
      story.event("2026-03-02T10:00:00Z", "recharge");
      story.event("2026-03-02T10:10:00Z", "recharge");
      story.event("2026-03-02T10:20:00Z", "recharge");
      assertThat(story.decisions()).hasSize(2);
    }
  }

  @Test
  void aTimerThatIsDueWhenItIsSetFiresRightAfterTheEvent() {
    try (Story story = Story.of(abandoned(""))) {
      story.event("2026-03-02T20:00:00Z", "recharge");
      story.event("2026-03-02T10:00:00Z", "app_view", "product", "phone");
      assertThat(story.decision().time()).isEqualTo(Story.at("2026-03-02T20:00:00Z"));
      assertThat(story.decision().cause())
          .isEqualTo(new Decision.TimerCause(Story.at("2026-03-02T12:00:00Z")));
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
