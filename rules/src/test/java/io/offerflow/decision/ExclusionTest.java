package io.offerflow.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.policy.Contact;
import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What must not come together, and how often one campaign may come. */
class ExclusionTest {
  private static final String OFFERS =
      """
      week: {value: 10, start propensity: 0.1, excludes: [month], content: {sms: {en: "A"}}}
      month: {value: 9, start propensity: 0.1, expires: 6h, content: {sms: {en: "B"}}}
      extra: {value: 8, start propensity: 0.1, requires: [postpaid, month], content: {sms: {en: "C"}}}
      """;

  private static TestWorkspace workspace(String policy) {
    return new TestWorkspace()
        .file("offers.yaml", OFFERS)
        .policy("classes: {sales: {}}\nconsent: {sms: opt-out}\n" + policy)
        .campaign("week", "{event: recharge}", "offer: week\n")
        .campaign("month", "{event: app_view}", "offer: month\n")
        .campaign("extra", "{event: purchase}", "offer: extra\n");
  }

  private static Decision.Considered excluded(String campaign, String detail, String free) {
    return new Decision.Considered(
        campaign, "event", Result.EXCLUDED, detail, free == null ? null : Story.at(free));
  }

  private static Story owning(Story story, String at, String... products) {
    return story.profile(at, Map.of("products", Set.of(products)));
  }

  @Test
  void anOpenOfferExcludesUntilItExpires() {
    try (Story story = Story.of(workspace(""))) {
      story.event("2026-03-02T10:00:00Z", "app_view");
      story.event("2026-03-02T15:59:59.999Z", "recharge");
      assertThat(story.considered("week"))
          .isEqualTo(excluded("week", "month is offered and open", "2026-03-02T16:00:00Z"));
      story.event("2026-03-02T16:00:00Z", "recharge");
      assertThat(story.result("week")).isEqualTo("won");
      story.event("2026-03-02T16:00:01Z", "app_view");
      assertThat(story.result("month")).as("the other way round nothing is said").isEqualTo("won");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"declined", "failed"})
  void itIsClosedByThoseResponses(String kind) {
    try (Story story = Story.of(workspace(""))) {
      story.event("2026-03-02T10:00:00Z", "app_view");
      story.event("2026-03-02T10:00:01Z", "response", "offer", "month", "kind", "delivered");
      story.event("2026-03-02T10:00:02Z", "recharge");
      assertThat(story.result("week")).isEqualTo("excluded");
      story.event("2026-03-02T10:00:03Z", "response", "offer", "month", "kind", kind);
      story.event("2026-03-02T10:00:04Z", "recharge");
      assertThat(story.result("week")).isEqualTo("won");
    }
  }

  /** A former run went by other rules, and passed over what these would offer before. */
  @ParameterizedTest
  @CsvSource({
    "'', recharge, app_view, month",
    "'apart: [{offers: [week, month], for: 6h}]', app_view, recharge, week"
  })
  void whatAFormerRunOfferedLaterKeepsItsPlace(
      String policy, String formerly, String now, String campaign) {
    List<Contact> later;
    try (Story former = Story.of(workspace(""))) {
      later = former.event("2026-03-02T16:00:00Z", formerly).state().contacts().all();
    }
    try (Story story = Story.of(workspace(policy))) {
      story.step(new Input.TakenOver(Story.CUSTOMER, later));
      story.event("2026-03-02T10:00:00.001Z", now);
      assertThat(story.result(campaign)).isEqualTo("excluded");
    }
    try (Story story = Story.of(workspace(policy))) {
      story.step(new Input.TakenOver(Story.CUSTOMER, later));
      story.event("2026-03-02T10:00:00Z", now);
      assertThat(story.result(campaign)).isEqualTo("won");
    }
  }

  @Test
  void ofSeveralOpenOnesTheLastExpiryCounts() {
    try (Story story = Story.of(workspace(""))) {
      story.event("2026-03-02T10:00:00Z", "app_view").event("2026-03-02T11:00:00Z", "app_view");
      story.event("2026-03-02T12:00:00Z", "recharge");
      assertThat(story.considered("week").free()).isEqualTo(Story.at("2026-03-02T17:00:00Z"));
    }
  }

  @Test
  void whatSheOwnsExcludesForAsLongAsSheDoes() {
    try (Story story = Story.of(workspace(""))) {
      story.event("2026-03-02T10:00:00Z", "app_view");
      owning(story, "2026-03-02T10:00:01Z", "month");
      story.event("2026-03-02T10:00:02Z", "recharge");
      assertThat(story.considered("week")).isEqualTo(excluded("week", "owns month", null));
      owning(story, "2026-03-02T16:00:01Z");
      story.event("2026-03-02T16:00:02Z", "recharge");
      assertThat(story.result("week")).isEqualTo("won");
    }
  }

  @Test
  void whatIsRequiredMustAllBeOwned() {
    try (Story story = Story.of(workspace(""))) {
      owning(story, "2026-03-02T10:00:00Z", "month");
      story.event("2026-03-02T10:00:01Z", "purchase");
      assertThat(story.considered("extra"))
          .isEqualTo(excluded("extra", "requires postpaid, which she does not own", null));
      owning(story, "2026-03-02T10:00:02Z", "month", "postpaid");
      story.event("2026-03-02T10:00:03Z", "purchase");
      assertThat(story.result("extra")).isEqualTo("won");
    }
  }

  @Test
  void offersThatAreKeptApartKeepOutEachOtherButNotThemselves() {
    try (Story story =
        Story.of(
            workspace("apart: [{offers: [month, extra], for: 14d}]\n")
                .campaign("more", "{event: location}", "offer: extra\n"))) {
      owning(story, "2026-03-01T00:00:00Z", "month", "postpaid");
      story.event("2026-03-02T10:00:00Z", "app_view").event("2026-03-02T10:00:01Z", "app_view");
      assertThat(story.result("month")).isEqualTo("won");
      story.event("2026-03-02T11:00:00Z", "purchase");
      assertThat(story.considered("extra"))
          .isEqualTo(excluded("extra", "14d apart from month", "2026-03-16T10:00:01Z"));
      story.event("2026-03-16T10:00:01Z", "purchase");
      assertThat(story.result("extra")).isEqualTo("won");
      story.event("2026-03-16T10:00:02Z", "app_view");
      assertThat(story.considered("month").detail()).isEqualTo("14d apart from extra");
      story.event("2026-03-16T10:00:03Z", "response", "offer", "extra", "kind", "failed");
      story.event("2026-03-16T10:00:04Z", "app_view");
      assertThat(story.result("month")).isEqualTo("won");
    }
  }

  private static TestWorkspace limited(String limit) {
    return new TestWorkspace()
        .campaign("few", "{event: recharge}", "limits: {customer: " + limit + "}\n")
        .campaign("other", "{event: app_view}", "");
  }

  @Test
  void aLimitCountsTheContactsOfItsCampaignOnly() {
    try (Story story = Story.of(limited("{max: 2, last: 7d}"))) {
      story.event("2026-03-02T10:00:00Z", "recharge").event("2026-03-03T10:00:00Z", "recharge");
      story.event("2026-03-03T11:00:00Z", "app_view");
      assertThat(story.result("other")).isEqualTo("won");
      story.event("2026-03-04T10:00:00Z", "recharge");
      assertThat(story.considered("few"))
          .isEqualTo(
              new Decision.Considered(
                  "few",
                  "event",
                  Result.LIMIT,
                  "max 2 last 7d a customer",
                  Story.at("2026-03-09T10:00:00Z")));
      story.event("2026-03-09T10:00:00Z", "recharge");
      assertThat(story.result("few")).isEqualTo("won");
    }
  }

  @Test
  void aLimitOfACalendarWindowIsFreeAtItsNextBeginning() {
    try (Story story = Story.of(limited("{max: 1, since: month}"))) {
      story.profile("2026-03-01T00:00:00Z", Map.of("timezone", "Asia/Shanghai"));
      story.event("2026-03-02T10:00:00Z", "recharge").event("2026-03-30T10:00:00Z", "recharge");
      assertThat(story.considered("few").free()).isEqualTo(Story.at("2026-03-31T16:00:00Z"));
    }
  }

  @Test
  void aLimitWithoutAWindowNeverFreesHoweverLongAgo() {
    try (Story story = Story.of(limited("{max: 1}"))) {
      story.event("2026-03-02T10:00:00Z", "recharge");
      story.event("2026-12-02T10:00:00Z", "app_view").event("2027-01-02T10:00:00Z", "recharge");
      assertThat(story.considered("few"))
          .isEqualTo(
              new Decision.Considered("few", "event", Result.LIMIT, "max 1 a customer", null));
    }
  }

  @Test
  void aFailedContactGivesTheLimitBack() {
    try (Story story = Story.of(limited("{max: 1}"))) {
      story.event("2026-03-02T10:00:00Z", "recharge");
      story.event("2026-03-02T10:00:01Z", "response", "offer", "pack", "kind", "failed");
      story.event("2026-03-02T10:00:02Z", "recharge");
      assertThat(story.result("few")).isEqualTo("won");
    }
  }
}
