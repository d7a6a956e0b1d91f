package io.offerflow.decision;

import static io.offerflow.decision.OneCampaign.CLASSES;
import static io.offerflow.decision.OneCampaign.each;
import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CapsTest {
  @Test
  void aRollingCapIsFreeAgainExactlyItsLengthLater() {
    try (Story story = Story.of(each("caps: [{max: 1, last: 24h, channel: sms}]\n"))) {
      story.event("2026-03-02T10:00:00Z", "recharge");
      assertThat(story.result("each")).isEqualTo("won");
      story.event("2026-03-03T09:59:59.999Z", "recharge");
      assertThat(story.considered("each"))
          .isEqualTo(
              new Decision.Considered(
                  "each",
                  "event",
                  Result.CAP,
                  "max 1 last 24h on sms",
                  Story.at("2026-03-03T10:00:00Z")));
      story.event("2026-03-03T10:00:00Z", "recharge");
      assertThat(story.result("each")).isEqualTo("won");
    }
  }

  @Test
  void ofSeveralCapsTheLastOneToOpenSaysWhenItIsFree() {
    try (Story story =
        Story.of(each("caps: [{max: 1, last: 1h}, {max: 2, last: 7d}, {max: 9, last: 1d}]\n"))) {
      story.event("2026-03-02T10:00:00Z", "recharge").event("2026-03-02T12:00:00Z", "recharge");
      story.event("2026-03-02T12:30:00Z", "recharge");
      assertThat(story.considered("each").detail()).isEqualTo("max 1 last 1h");
      assertThat(story.considered("each").free()).isEqualTo(Story.at("2026-03-09T10:00:00Z"));
    }
  }

  @Test
  void aCalendarCapFollowsHerOwnCalendar() {
    try (Story story = Story.of(each("caps: [{max: 1, since: day}]\n"))) {
      story.profile("2026-03-02T00:00:00Z", Map.of("timezone", "Asia/Shanghai"));
      story.event("2026-03-02T15:00:00Z", "recharge");
      story.event("2026-03-02T15:59:59Z", "recharge");
      assertThat(story.considered("each").free()).isEqualTo(Story.at("2026-03-02T16:00:00Z"));
      assertThat(story.considered("each").detail()).isEqualTo("max 1 since day");
      story.event("2026-03-02T16:00:00Z", "recharge");
      assertThat(story.result("each")).isEqualTo("won");
    }
  }

  @Test
  void weeksBeginOnMondayAndMonthsOnTheFirst() {
    try (Story story = Story.of(each("caps: [{max: 1, since: week}, {max: 1, since: month}]\n"))) {
      story.event("2026-03-29T12:00:00Z", "recharge");
      story.event("2026-03-30T12:00:00Z", "recharge");
      assertThat(story.considered("each").detail()).isEqualTo("max 1 since month");
      assertThat(story.considered("each").free()).isEqualTo(Story.at("2026-04-01T00:00:00Z"));
    }
  }

  @Test
  void aFailedContactCountsForNothing() {
    try (Story story = Story.of(each("caps: [{max: 1, last: 24h}]\n"))) {
      story.event("2026-03-02T10:00:00Z", "recharge");
      String decision = story.decision().id();
      story.event("2026-03-02T10:00:05Z", "response", "decision", decision, "kind", "failed");
      story.event("2026-03-02T10:00:10Z", "recharge");
      assertThat(story.result("each")).isEqualTo("won");
    }
  }

  @Test
  void aCapOnACategoryOrClassLeavesTheOthersAlone() {
    TestWorkspace workspace =
        new TestWorkspace()
            .policy(
                "caps: [{max: 1, last: 30d, category: data}, {max: 5, last: 1d, class: sales}]\n"
                    + CLASSES)
            .campaign("pack", "{event: recharge}", "")
            .campaign("care", "{event: app_view}", "offer: care\n");
    try (Story story = Story.of(workspace)) {
      story.event("2026-03-02T10:00:00Z", "recharge").event("2026-03-02T10:01:00Z", "recharge");
      assertThat(story.considered("pack").detail()).isEqualTo("max 1 last 30d in category data");
      story.event("2026-03-02T10:02:00Z", "app_view");
      assertThat(story.result("care")).isEqualTo("won");
    }
  }

  @Test
  void aClassThatIgnoresCapsGoesOutAndDoesNotCount() {
    TestWorkspace workspace =
        new TestWorkspace()
            .policy("caps: [{max: 1, last: 24h}]\n" + CLASSES)
            .campaign("care", "{event: app_view}", "class: service\noffer: care\n")
            .campaign("sell", "{event: recharge}", "");
    try (Story story = Story.of(workspace)) {
      story.event("2026-03-02T10:00:00Z", "app_view").event("2026-03-02T10:01:00Z", "app_view");
      assertThat(story.result("care")).isEqualTo("won");
      story.event("2026-03-02T10:02:00Z", "recharge");
      assertThat(story.result("sell")).isEqualTo("won");
    }
  }
}
