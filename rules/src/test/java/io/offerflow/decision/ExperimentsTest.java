package io.offerflow.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Customer c-1 is in bucket 1279 of the workspace's name, 8332 of each/hold-out and 6808 of
 * each/variants.
 */
class ExperimentsTest {
  private static final String CLASSES =
      """
      classes:
        service: {ignores: [control]}
        sales: {}
      consent: {sms: opt-out}
      """;

  private static TestWorkspace workspace(String policy, String more) {
    return new TestWorkspace()
        .policy(CLASSES + policy)
        .features("offers_7d: {count: offered, last: 7d}\n")
        .campaign("each", "{event: recharge}", more)
        .campaign("weak", "{event: recharge}", "offer: care\n")
        .campaign("care", "{event: app_view}", "class: service\noffer: care\n");
  }

  private static Story recharge(Story story, String instant) {
    return story.event(instant, "recharge");
  }

  @Test
  void whoIsInTheControlGroupGetsNothingAndNoRunnerUp() {
    try (Story story = Story.of(workspace("control group: 12.8%\n", ""))) {
      recharge(story, "2026-03-02T10:00:00Z");
      assertThat(story.decision().outcome()).isEqualTo(Decision.Kind.CONTROL);
      assertThat(story.decision().choice().arm()).isEqualTo("control");
      assertThat(story.decision().choice().campaign()).isEqualTo("each");
      assertThat(story.result("each")).isEqualTo("control");
      assertThat(story.result("weak")).isEqualTo("outranked");
    }
    try (Story story = Story.of(workspace("control group: 12.79%\n", ""))) {
      recharge(story, "2026-03-02T10:00:00Z");
      assertThat(story.decision().outcome()).isEqualTo(Decision.Kind.OFFERED);
      assertThat(story.decision().choice().arm()).isNull();
    }
  }

  @Test
  void aClassCanIgnoreTheControlGroupButNotAHoldOut() {
    TestWorkspace workspace =
        workspace("control group: 100%\n", "")
            .campaign("safe", "{enter: home}", "class: service\n")
            .campaign("held", "{event: purchase}", "class: service\nhold out: 100%\n")
            .file(
                "zones.geojson",
                """
                {"type": "FeatureCollection", "features": [{"type": "Feature",
                  "properties": {"name": "home", "cells": ["m1"]}, "geometry": null}]}
                """);
    try (Story story = Story.of(workspace)) {
      story.event("2026-03-02T10:00:00Z", "location", "cell", "m1");
      assertThat(story.result("safe")).isEqualTo("won");
      story.event("2026-03-02T10:00:01Z", "purchase");
      assertThat(story.decision().choice().arm()).isEqualTo("hold-out");
    }
  }

  @Test
  void aHoldOutIsOfOneCampaignAndControlComesFirst() {
    try (Story story = Story.of(workspace("", "hold out: 83.33%\n"))) {
      recharge(story, "2026-03-02T10:00:00Z");
      assertThat(story.decision().choice().arm()).isEqualTo("hold-out");
      assertThat(story.considered("each").detail()).isEqualTo("hold-out");
      story.event("2026-03-02T10:00:01Z", "app_view");
      assertThat(story.result("care")).isEqualTo("won");
    }
    try (Story story = Story.of(workspace("", "hold out: 83.32%\n"))) {
      recharge(story, "2026-03-02T10:00:00Z");
      assertThat(story.result("each")).isEqualTo("won");
    }
    try (Story story = Story.of(workspace("control group: 20%\n", "hold out: 100%\n"))) {
      recharge(story, "2026-03-02T10:00:00Z");
      assertThat(story.decision().choice().arm()).isEqualTo("control");
    }
  }

  @Test
  void itIsTheLastCheck() {
    String caps = "control group: 100%\ncaps: [{max: 1, last: 1h, channel: sms}]\n";
    try (Story story = Story.of(workspace(caps, "lever: -50\n"))) {
      recharge(story, "2026-03-02T10:00:00Z");
      recharge(story, "2026-03-02T10:30:00Z");
      assertThat(story.decision().outcome()).isEqualTo(Decision.Kind.NONE);
      assertThat(story.result("each")).as("it counts as if sent").isEqualTo("cap");
      recharge(story, "2026-03-02T11:00:00Z");
      assertThat(story.decision().outcome()).isEqualTo(Decision.Kind.CONTROL);
    }
  }

  @Test
  void itCountsForLimitsApartAndExcludesAsIfSent() {
    TestWorkspace workspace =
        new TestWorkspace()
            .file(
                "offers.yaml",
                """
                a: {value: 1, start propensity: 0.1, content: {sms: {en: "A"}}}
                b: {value: 1, start propensity: 0.1, content: {sms: {en: "B"}}}
                c: {value: 1, start propensity: 0.1, excludes: [a], content: {sms: {en: "C"}}}
                """)
            .policy(CLASSES + "control group: 100%\napart: [{offers: [a, b], for: 2d}]\n")
            .campaign(
                "a", "{event: recharge}", "offer: a\nlimits: {customer: {max: 1, last: 3d}}\n")
            .campaign("b", "{event: app_view}", "offer: b\n")
            .campaign("c", "{event: purchase}", "offer: c\n");
    try (Story story = Story.of(workspace)) {
      story.event("2026-03-02T10:00:00Z", "recharge").event("2026-03-02T11:00:00Z", "recharge");
      assertThat(story.considered("a").detail()).isEqualTo("max 1 last 3d a customer");
      story.event("2026-03-02T12:00:00Z", "app_view");
      assertThat(story.considered("b").detail()).isEqualTo("2d apart from a");
      story.event("2026-03-02T13:00:00Z", "purchase");
      assertThat(story.considered("c").detail()).isEqualTo("a is offered and open");
    }
  }

  @Test
  void nothingWentOutSoNothingWasOfferedAndNothingCanBeAnswered() {
    TestWorkspace workspace =
        workspace("control group: 100%\n", "if: [offers_7d == 0]\n")
            .campaign("silent", "{event: offered, without: {event: response}, within: 1h}", "");
    try (Story story = Story.of(workspace)) {
      recharge(story, "2026-03-02T10:00:00Z");
      String decision = story.decision().id();
      story.event("2026-03-02T10:10:00Z", "response", "decision", decision, "kind", "failed");
      assertThat(story.outcome().fate()).isEqualTo(Outcome.Fate.UNMATCHED);
      story.event("2026-03-02T10:20:00Z", "response", "offer", "pack", "kind", "failed");
      assertThat(story.outcome().fate()).isEqualTo(Outcome.Fate.UNMATCHED);
      recharge(story, "2026-03-02T11:30:00Z");
      assertThat(story.result("each")).isEqualTo("control");
      assertThat(story.outcome().nextDue()).isGreaterThan(Story.at("2027-01-01T00:00:00Z"));
    }
  }

  @Test
  void aResponseForTheOfferMeansTheLatestThatWentOut() {
    TestWorkspace workspace =
        workspace("control group: 100%\n", "")
            .campaign("out", "{event: purchase}", "class: service\n");
    try (Story story = Story.of(workspace)) {
      story.event("2026-03-02T10:00:00Z", "purchase");
      String sent = story.decision().id();
      recharge(story, "2026-03-02T10:01:00Z");
      story.event("2026-03-02T10:02:00Z", "response", "offer", "pack", "kind", "failed");
      assertThat(story.state().contacts().ofDecision(sent).failed()).isTrue();
    }
  }

  private static final String VARIANTS =
      """
      offer: pack
      channels: [sms]
      variants:
        a: {share: %s}
        b: {share: %s, content: {sms: {en: "Another pack"}}}
        c: {share: 10%%, offer: care, channels: [push, sms]}
      """;

  @Test
  void aVariantSaysItOtherwiseForItsShare() {
    try (Story story = Story.of(workspace("", VARIANTS.formatted("68.09%", "21.91%")))) {
      recharge(story, "2026-03-02T10:00:00Z");
      assertThat(story.decision().choice().variant()).isEqualTo("a");
      assertThat(story.decision().choice().content()).containsEntry("text", "A pack");
    }
    try (Story story = Story.of(workspace("", VARIANTS.formatted("68.08%", "21.92%")))) {
      recharge(story, "2026-03-02T10:00:00Z");
      assertThat(story.decision().choice().variant()).isEqualTo("b");
      assertThat(story.decision().choice().content()).containsEntry("text", "Another pack");
      assertThat(story.decision().choice().offer()).isEqualTo("pack");
      story.event("2026-03-02T10:00:01Z", "app_view");
      assertThat(story.decision().choice().variant()).as("another campaign").isNull();
    }
  }

  @Test
  void aVariantCanHaveAnotherOfferAndOtherChannels() {
    TestWorkspace workspace =
        workspace("caps: [{max: 1, last: 1h, category: care}]\n", "")
            .campaign(
                "each",
                "{event: recharge}",
                """
                offer: pack
                channels: [sms]
                lever: 1000
                variants:
                  a: {share: 68.08%}
                  b: {share: 31.92%, offer: care, channels: [push, sms]}
                """);
    try (Story story = Story.of(workspace)) {
      story.event("2026-03-02T09:00:00Z", "consent", "channel", "push", "granted", true);
      story.profile("2026-03-02T09:00:00Z", Map.of("push_token", "t"));
      recharge(story, "2026-03-02T10:00:00Z");
      assertThat(story.decision().choice().offer()).isEqualTo("care");
      assertThat(story.decision().choice().channel()).isEqualTo("push");
      recharge(story, "2026-03-02T10:00:01Z");
      assertThat(story.considered("each").detail()).isEqualTo("max 1 last 1h in category care");
      story.event("2026-03-02T10:00:02Z", "response", "offer", "care", "kind", "failed");
      recharge(story, "2026-03-02T10:00:03Z");
      assertThat(story.decision().choice().variant()).isEqualTo("b");
    }
  }

  @Test
  void aControlDecisionSaysWhichVariantItWouldHaveBeen() {
    try (Story story =
        Story.of(workspace("control group: 100%\n", VARIANTS.formatted("0%", "90%")))) {
      recharge(story, "2026-03-02T10:00:00Z");
      assertThat(story.decision().choice().arm()).isEqualTo("control");
      assertThat(story.decision().choice().variant()).isEqualTo("b");
    }
  }

  private static Story unconfirmed(String refund) {
    return Story.of(
        new TestWorkspace()
            .file(
                "offers.yaml",
                "pack: {value: 1, start propensity: 0.1, expires: 2h,"
                    + " content: {sms: {en: \"A\"}}}\n")
            .policy(CLASSES + refund + "caps: [{max: 1, last: 24h}]\n")
            .campaign("each", "{event: recharge}", ""));
  }

  @Test
  void whatNothingConfirmedIsUndoneWhenItExpires() {
    try (Story story = unconfirmed("refund: failed or unconfirmed\n")) {
      recharge(story, "2026-03-02T10:00:00Z");
      assertThat(story.outcome().nextDue()).isEqualTo(Story.at("2026-03-02T12:00:00Z"));
      recharge(story, "2026-03-02T12:00:00Z");
      assertThat(story.result("each")).as("events of that instant go first").isEqualTo("cap");
      assertThat(story.considered("each").free()).isEqualTo(Story.at("2026-03-03T10:00:00Z"));
      story.clock("2026-03-02T12:00:00Z");
      assertThat(story.decisions()).as("no moment").hasSize(2);
      recharge(story, "2026-03-02T12:00:00.001Z");
      assertThat(story.result("each")).isEqualTo("won");
    }
  }

  @Test
  void anyResponseButFailedConfirms() {
    try (Story story = unconfirmed("refund: failed or unconfirmed\n")) {
      recharge(story, "2026-03-02T10:00:00Z");
      story.event("2026-03-02T12:00:00Z", "response", "offer", "pack", "kind", "delivered");
      recharge(story, "2026-03-02T12:00:01Z");
      assertThat(story.result("each")).isEqualTo("cap");
    }
    try (Story story = unconfirmed("refund: failed or unconfirmed\n")) {
      recharge(story, "2026-03-02T10:00:00Z");
      story.event("2026-03-02T12:00:00.001Z", "response", "offer", "pack", "kind", "delivered");
      assertThat(story.outcome().fate()).as("it still matches").isEqualTo(Outcome.Fate.ACCEPTED);
      recharge(story, "2026-03-02T12:00:01Z");
      assertThat(story.result("each")).as("it came too late").isEqualTo("won");
    }
  }

  @Test
  void withoutThatRefundSilenceConfirms() {
    try (Story story = unconfirmed("refund: failed\n")) {
      recharge(story, "2026-03-02T10:00:00Z");
      recharge(story, "2026-03-02T13:00:00Z");
      assertThat(story.result("each")).isEqualTo("cap");
    }
  }

  @Test
  void aControlDecisionStandsAsThereIsNothingToConfirm() {
    try (Story story = unconfirmed("refund: failed or unconfirmed\ncontrol group: 100%\n")) {
      recharge(story, "2026-03-02T10:00:00Z");
      recharge(story, "2026-03-02T13:00:00Z");
      assertThat(story.result("each")).isEqualTo("cap");
    }
  }
}
