package io.offerflow.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuppressionTest {
  private static final String CLASSES =
      """
      classes:
        service: {ignores: [suppress]}
        retention: {}
        sales: {}
      consent: {sms: opt-out, push: opt-out}
      """;

  private static final String OFFERS =
      """
      pack: {category: data, value: 10, start propensity: 0.1, content: {sms: {en: "A"}}}
      plan: {category: data, value: 9, start propensity: 0.1, content: {sms: {en: "B"}}}
      phone: {category: handset, value: 8, start propensity: 0.1, content: {sms: {en: "C"}}}
      plain: {value: 7, start propensity: 0.1, content: {sms: {en: "D"}}}
      """;

  /** A recharge offers the pack; a view is answered by one campaign for each offer and class. */
  private static Story story(String suppress) {
    return Story.of(
        new TestWorkspace()
            .file("offers.yaml", OFFERS)
            .policy(CLASSES + "suppress:\n" + suppress)
            .campaign("first", "{event: recharge}", "")
            .campaign("bare", "{event: purchase}", "offer: plain\n")
            .campaign("same", "{event: app_view}", "")
            .campaign("plan", "{event: app_view}", "offer: plan\n")
            .campaign("phone", "{event: app_view}", "offer: phone\n")
            .campaign("plain", "{event: app_view}", "offer: plain\n")
            .campaign("keep", "{event: app_view}", "class: retention\n")
            .campaign("care", "{event: app_view}", "class: service\n"));
  }

  private static Decision.Considered suppressed(String campaign, String detail, String free) {
    return new Decision.Considered(
        campaign, "event", Result.SUPPRESSED, detail, free == null ? null : Story.at(free));
  }

  private static Story declined(Story story) {
    return story
        .event("2026-03-02T10:00:00Z", "recharge")
        .event("2026-03-02T11:00:00Z", "response", "offer", "pack", "kind", "declined");
  }

  @Test
  void anOfferThatSheDeclinedIsNotMadeAgainForAWhile() {
    try (Story story = declined(story("  - {after: declined, of: offer, for: 90d}\n"))) {
      story.event("2026-03-02T12:00:00Z", "app_view");
      assertThat(story.considered("same"))
          .isEqualTo(suppressed("same", "declined offer pack, for 90d", "2026-05-31T11:00:00Z"));
      assertThat(story.result("keep")).isEqualTo("suppressed");
      assertThat(story.result("care")).isEqualTo("won");
      assertThat(story.result("plan")).isEqualTo("outranked");
      story.event("2026-05-31T10:59:59.999Z", "app_view");
      assertThat(story.result("same")).isEqualTo("suppressed");
      story.event("2026-05-31T11:00:00Z", "app_view");
      assertThat(story.result("same")).isEqualTo("outranked");
    }
  }

  @Test
  void itsWholeCategoryOrClassCanBeSilenced() {
    try (Story story = declined(story("  - {after: declined, of: category, for: 7d}\n"))) {
      story.event("2026-03-02T12:00:00Z", "app_view");
      assertThat(story.considered("plan"))
          .isEqualTo(suppressed("plan", "declined category data, for 7d", "2026-03-09T11:00:00Z"));
      assertThat(story.result("same")).isEqualTo("suppressed");
      assertThat(story.result("phone")).isEqualTo("outranked");
      assertThat(story.result("plain")).isEqualTo("outranked");
    }
    try (Story story = declined(story("  - {after: declined, of: class, for: 12h}\n"))) {
      story.event("2026-03-02T12:00:00Z", "app_view");
      assertThat(story.considered("phone"))
          .isEqualTo(suppressed("phone", "declined class sales, for 12h", "2026-03-02T23:00:00Z"));
      assertThat(story.result("keep")).isEqualTo("outranked");
    }
  }

  @Test
  void anOfferWithoutACategorySilencesNone() {
    try (Story story = story("  - {after: declined, of: category, for: 7d}\n")) {
      story.event("2026-03-02T10:00:00Z", "purchase");
      story.event("2026-03-02T11:00:00Z", "response", "offer", "plain", "kind", "declined");
      story.event("2026-03-02T12:00:00Z", "app_view");
      assertThat(story.result("plain")).isEqualTo("outranked");
    }
  }

  @Test
  void theTimeOfTheResponseCountsAndTheLatestOne() {
    try (Story story = story("  - {after: declined, of: offer, for: 1d}\n")) {
      story.event("2026-03-02T10:00:00Z", "recharge");
      story.event("2026-03-02T12:00:00Z", "purchase");
      story.event("2026-03-02T11:00:00Z", "response", "offer", "pack", "kind", "declined");
      story.event("2026-03-02T10:30:00Z", "response", "offer", "pack", "kind", "declined");
      story.event("2026-03-02T13:00:00Z", "app_view");
      assertThat(story.considered("same").free()).isEqualTo(Story.at("2026-03-03T11:00:00Z"));
    }
  }

  @ParameterizedTest
  @CsvSource({"delivered", "opened", "clicked", "accepted", "replied", "failed", "presented"})
  void anyKindOfResponseCanSilence(String kind) {
    try (Story story = story("  - {after: " + kind + ", of: offer, for: 1d}\n")) {
      story.event("2026-03-02T10:00:00Z", "recharge");
      story.event("2026-03-02T10:01:00Z", "response", "offer", "pack", "kind", "declined");
      story.event("2026-03-02T10:02:00Z", "app_view");
      assertThat(story.result("same")).isEqualTo("outranked");
    }
    try (Story story = story("  - {after: " + kind + ", of: offer, for: 1d}\n")) {
      story.event("2026-03-02T10:00:00Z", "recharge");
      story.event("2026-03-02T10:01:00Z", "response", "offer", "pack", "kind", kind);
      story.event("2026-03-02T10:02:00Z", "app_view");
      assertThat(story.considered("same").detail()).isEqualTo(kind + " offer pack, for 1d");
    }
  }

  @Test
  void aConditionSilencesAClassAsLongAsItIsTrue() {
    String rules =
        "  - {while: 'customer.fee > 5', class: sales}\n"
            + "  - {while: 'customer.tier == \"gold\"'}\n";
    try (Story story = story(rules)) {
      story.event("2026-03-02T10:00:00Z", "app_view");
      assertThat(story.result("same")).as("unknown is not true").isEqualTo("outranked");
      story.profile("2026-03-02T10:01:00Z", Map.of("fee", Story.fields("n", 6).get("n")));
      story.event("2026-03-02T10:02:00Z", "app_view");
      assertThat(story.considered("same"))
          .isEqualTo(suppressed("same", "while customer.fee > 5", null));
      assertThat(story.result("keep")).isEqualTo("outranked");
      story.profile("2026-03-02T10:03:00Z", Map.of("tier", "gold"));
      story.event("2026-03-02T10:04:00Z", "app_view");
      assertThat(story.result("keep")).isEqualTo("suppressed");
      assertThat(story.result("care")).isEqualTo("won");
    }
  }

  @Test
  void itIsFreeWhenTheLastRuleEndsAndOnlyIfAllEndByTime() {
    String after =
        "  - {after: declined, of: offer, for: 1d}\n  - {after: declined, of: class, for: 7d}\n";
    try (Story story = declined(story(after))) {
      story.event("2026-03-02T12:00:00Z", "app_view");
      assertThat(story.considered("same"))
          .isEqualTo(suppressed("same", "declined offer pack, for 1d", "2026-03-09T11:00:00Z"));
    }
    try (Story story = declined(story(after + "  - {while: 'hour >= 12', class: sales}\n"))) {
      story.event("2026-03-02T12:00:00Z", "app_view");
      assertThat(story.considered("same"))
          .isEqualTo(suppressed("same", "declined offer pack, for 1d", null));
      assertThat(story.considered("keep").free()).isEqualTo(Story.at("2026-03-03T11:00:00Z"));
    }
  }

  @Test
  void anErasureEndsTheSilence() {
    try (Story story = declined(story("  - {after: declined, of: class, for: 90d}\n"))) {
      story.event("2026-03-02T12:00:00Z", "erase").event("2026-03-02T12:00:01Z", "app_view");
      assertThat(story.result("same")).isEqualTo("outranked");
    }
  }

  @Test
  void theCauseThatIsTheResponseSeesItAlready() {
    TestWorkspace workspace =
        new TestWorkspace()
            .policy(CLASSES + "suppress: [{after: declined, of: category, for: 1d}]\n")
            .campaign("first", "{event: recharge}", "")
            .campaign("again", "{event: response}", "")
            .campaign("instead", "{event: response}", "offer: care\n");
    try (Story story = Story.of(workspace)) {
      story.event("2026-03-02T10:00:00Z", "recharge");
      story.event("2026-03-02T11:00:00Z", "response", "offer", "pack", "kind", "declined");
      assertThat(story.result("again")).isEqualTo("suppressed");
      assertThat(story.result("instead")).isEqualTo("won");
    }
  }
}
