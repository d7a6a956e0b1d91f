package io.offerflow.decision;

import static io.offerflow.decision.OneCampaign.CLASSES;
import static io.offerflow.decision.OneCampaign.NIGHT;
import static io.offerflow.decision.OneCampaign.each;
import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuietHoursTest {
  @Test
  void quietHoursAreFromTheFirstUpToTheSecond() {
    try (Story story = Story.of(each(NIGHT))) {
      story.event("2026-03-02T20:59:59Z", "recharge");
      assertThat(story.result("each")).isEqualTo("won");
      story.event("2026-03-02T21:00:00Z", "recharge");
      assertThat(story.considered("each").detail()).isEqualTo("quiet hours 21:00-09:00 on sms");
      assertThat(story.considered("each").free()).isEqualTo(Story.at("2026-03-03T09:00:00Z"));
      story.event("2026-03-03T09:00:00Z", "recharge");
      assertThat(story.result("each")).isEqualTo("won");
    }
  }

  @Test
  void quietHoursAreHersNotOurs() {
    try (Story story = Story.of(each(NIGHT))) {
      story.profile("2026-03-02T00:00:00Z", Map.of("timezone", "America/New_York"));
      story.event("2026-03-02T13:59:59Z", "recharge");
      assertThat(story.result("each")).isEqualTo("quiet");
      story.event("2026-03-02T14:00:00Z", "recharge");
      assertThat(story.result("each")).isEqualTo("won");
    }
  }

  @Test
  void aNightWithAChangeToSummerTimeIsAnHourShorter() {
    try (Story story = Story.of(each(NIGHT))) {
      story.profile("2026-03-02T00:00:00Z", Map.of("timezone", "Europe/Berlin"));
      story.event("2026-03-28T20:00:00Z", "recharge");
      assertThat(story.considered("each").free()).isEqualTo(Story.at("2026-03-29T07:00:00Z"));
      story.event("2026-10-24T20:00:00Z", "recharge");
      assertThat(story.considered("each").free()).isEqualTo(Story.at("2026-10-25T08:00:00Z"));
    }
  }

  @Test
  void anEndThatTheClockSkipsIsTheChangeItself() {
    try (Story story = Story.of(each("quiet hours: {sms: \"21:00-02:30\"}\nwhen quiet: drop\n"))) {
      story.profile("2026-03-02T00:00:00Z", Map.of("timezone", "Europe/Berlin"));
      story.event("2026-03-29T00:00:00Z", "recharge");
      assertThat(story.considered("each").free()).isEqualTo(Story.at("2026-03-29T01:00:00Z"));
    }
  }

  @Test
  void aBlackoutJoinsTheNightBehindIt() {
    try (Story story =
        Story.of(each(NIGHT + "blackouts: [{from: 2026-12-31T18:00, to: 2027-01-01T08:00}]\n"))) {
      story.event("2026-12-31T17:59:59Z", "recharge");
      assertThat(story.result("each")).isEqualTo("won");
      assertThat(story.decision().choice().deadline()).isEqualTo(Story.at("2026-12-31T18:00:00Z"));
      story.event("2026-12-31T18:00:00Z", "recharge");
      assertThat(story.considered("each").detail()).startsWith("blackout");
      assertThat(story.considered("each").free()).isEqualTo(Story.at("2027-01-01T09:00:00Z"));
    }
  }

  @Test
  void theDeadlineIsTheEarliestOfExpiryAgeAndNight() {
    TestWorkspace workspace =
        new TestWorkspace()
            .policy(NIGHT + CLASSES)
            .campaign("fresh", "{event: recharge}", "act within: 5m\n")
            .campaign("long", "{event: app_view}", "");
    try (Story story = Story.of(workspace)) {
      story.event("2026-03-02T10:00:00Z", "recharge");
      assertThat(story.decision().choice().deadline()).isEqualTo(Story.at("2026-03-02T10:05:00Z"));
      story.event("2026-03-02T10:00:00Z", "app_view");
      assertThat(story.decision().choice().deadline()).isEqualTo(Story.at("2026-03-02T21:00:00Z"));
    }
  }
}
