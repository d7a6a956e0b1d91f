package io.offerflow.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Successes as the job counts them. */
class GoalsTest {
  private static TestWorkspace workspace() {
    return new TestWorkspace()
        .campaign(
            "data",
            "{event: recharge}",
            "success: {event: purchase, where: 'product == \"pack\"', within: 100d}\n")
        .campaign(
            "survey",
            "{event: app_view}",
            "offer: care\nsuccess: {event: response, where: 'kind == \"replied\"', within: 1d}\n");
  }

  private static Reaction converted(String campaign) {
    return new Reaction(campaign, Reaction.CONVERTED, false);
  }

  @Test
  void aSuccessIsCreditedOnceToTheLatestContactThatHasNone() {
    try (Story story = Story.of(workspace())) {
      story.event("2026-03-02T10:00:00Z", "recharge");
      story.event("2026-03-03T10:00:00Z", "recharge");
      story.event("2026-03-03T11:00:00Z", "purchase", "product", "other");
      assertThat(story.outcome().reactions()).isEmpty();
      story.event("2026-03-04T10:00:00Z", "purchase", "product", "pack");
      assertThat(story.outcome().reactions()).containsExactly(converted("data"));
      story.event("2026-06-10T10:00:00Z", "purchase", "product", "pack");
      assertThat(story.outcome().reactions()).containsExactly(converted("data"));
      story.event("2026-06-10T10:00:01Z", "purchase", "product", "pack");
      assertThat(story.outcome().reactions()).isEmpty();
    }
  }

  @Test
  void aContactThatFailedOrIsTooOldIsCreditedNothing() {
    try (Story story = Story.of(workspace())) {
      story.event("2026-03-02T10:00:00Z", "recharge");
      story.event("2026-03-02T10:01:00Z", "response", "offer", "pack", "kind", "failed");
      assertThat(story.outcome().reactions())
          .containsExactly(new Reaction("data", "failed", false));
      story.event("2026-03-03T10:00:00Z", "purchase", "product", "pack");
      assertThat(story.outcome().reactions()).isEmpty();
      story.event("2026-03-04T10:00:00Z", "recharge");
      story.event("2026-06-12T10:00:01Z", "purchase", "product", "pack");
      assertThat(story.outcome().reactions()).isEmpty();
    }
  }

  @Test
  void aReplyIsOneReactionAndOneSuccess() {
    try (Story story = Story.of(workspace())) {
      story.event("2026-03-02T10:00:00Z", "app_view");
      story.event("2026-03-02T11:00:00Z", "response", "offer", "care", "kind", "replied");
      assertThat(story.outcome().reactions())
          .isEqualTo(List.of(new Reaction("survey", "replied", false), converted("survey")));
      story.event("2026-03-02T12:00:00Z", "response", "offer", "care", "kind", "made-up");
      assertThat(story.outcome().reactions())
          .containsExactly(new Reaction("survey", Reaction.OTHER, false));
    }
  }

  @Test
  void thoseLeftAloneAreCreditedToo() {
    TestWorkspace everybody =
        workspace().policy("classes: {sales: {}}\nconsent: {sms: opt-out}\ncontrol group: 100%\n");
    try (Story story = Story.of(everybody)) {
      story.event("2026-03-02T10:00:00Z", "recharge");
      story.event("2026-03-03T10:00:00Z", "purchase", "product", "pack");
      assertThat(story.outcome().reactions())
          .containsExactly(new Reaction("data", Reaction.CONVERTED, true));
    }
  }
}
