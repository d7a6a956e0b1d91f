package io.offerflow.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import org.junit.jupiter.api.Test;

/**
 * What tells a moment, a feature or a success cannot be evaluated: it is left out with a reason,
 * and nothing else is another for it. The decoder lets no such event in: it stands for whatever a
 * condition may stumble over.
 */
class BrokenMomentTest {
  private static final String REASON = "amount > 5: cannot be evaluated (ClassCastException)";

  private static TestWorkspace workspace() {
    return new TestWorkspace().campaign("whole", "{event: recharge}", "class: service\n");
  }

  private static Story recharge(Story story, String time) {
    return story.event(time, "recharge", "amount", "a text");
  }

  @Test
  void aMomentInDoubtIsMissingAndTheOthersGoOn() {
    TestWorkspace workspace =
        workspace()
            .campaign("broken", "{event: recharge, where: amount > 5}", "")
            .file(
                "campaigns/tags.yaml",
                "campaign: tags\nwhen: {event: recharge, where: amount > 5}\ntag: {x: 1h}\n");
    try (Story story = Story.of(workspace)) {
      recharge(story, "2026-03-02T10:00:00Z");
      for (String campaign : new String[] {"broken", "tags"}) {
        assertThat(story.result(campaign)).isEqualTo("missing");
        assertThat(story.considered(campaign).detail()).isEqualTo(REASON);
        assertThat(story.considered(campaign).broken()).isTrue();
      }
      assertThat(story.result("whole")).isEqualTo("won");
      assertThat(story.state().tags().isEmpty()).isTrue();
      story.event("2026-03-02T11:00:00Z", "recharge", "amount", 6);
      assertThat(story.result("tags")).isEqualTo("tagged");
    }
  }

  @Test
  void aWaitIsNeitherOpenedNorEndedByWhatIsInDoubt() {
    String when = "{event: %s, without: {event: %s}, within: 1h}";
    TestWorkspace workspace =
        workspace()
            .campaign("a", when.formatted("recharge, where: amount > 5", "app_view"), "")
            .campaign("b", when.formatted("app_view", "recharge, where: amount > 5"), "");
    try (Story story = Story.of(workspace)) {
      story.event("2026-03-02T10:00:00Z", "app_view");
      recharge(story, "2026-03-02T10:30:00Z");
      assertThat(story.considered("a").detail()).isEqualTo(REASON);
      assertThat(story.considered("b").detail()).isEqualTo(REASON);
      assertThat(story.result("whole")).isEqualTo("won");
      story.clock("2026-03-02T12:00:00Z");
      assertThat(story.decision().considered()).extracting("campaign").containsExactly("b");
      assertThat(story.result("b")).isEqualTo("won");
    }
  }

  @Test
  void aSequenceThatWasCompletedIsInNoDoubt() {
    TestWorkspace workspace =
        workspace()
            .campaign(
                "both",
                "{event: 'recharge', where: amount > 5, then: {event: recharge}, within: 1h}",
                "");
    try (Story story = Story.of(workspace)) {
      story.event("2026-03-02T10:00:00Z", "recharge", "amount", 6);
      recharge(story, "2026-03-02T10:30:00Z");
      assertThat(story.considered("both").broken()).isFalse();
    }
  }

  @Test
  void aFeatureLeavesTheEventOutAndSaysSo() {
    TestWorkspace workspace =
        workspace()
            .features(
                """
                large: {count: recharge, where: amount > 5}
                largest: {max: recharge.amount, where: amount > 5}
                all: {count: recharge}
                """)
            .campaign("counts", "{event: recharge}", "if: [large == 0, all == 1]\n");
    try (Story story = Story.of(workspace)) {
      recharge(story, "2026-03-02T10:00:00Z");
      assertThat(story.outcome().broken())
          .containsExactlyInAnyOrder(
              new Broken(Broken.Part.FEATURE, "large", REASON),
              new Broken(Broken.Part.FEATURE, "largest", REASON));
      assertThat(story.result("counts")).isEqualTo("outranked");
      story.event("2026-03-02T11:00:00Z", "recharge", "amount", 6);
      assertThat(story.outcome().broken()).isEmpty();
    }
  }

  @Test
  void aSuccessInDoubtIsCreditedToNobody() {
    TestWorkspace workspace =
        new TestWorkspace()
            .campaign(
                "sell",
                "{event: app_view}",
                "success: {event: recharge, where: amount > 5, within: 7d}\n");
    try (Story story = Story.of(workspace)) {
      story.event("2026-03-02T10:00:00Z", "app_view").event("2026-03-02T10:01:00Z", "app_view");
      recharge(story, "2026-03-02T11:00:00Z");
      assertThat(story.outcome().broken())
          .containsExactly(new Broken(Broken.Part.SUCCESS, "sell", REASON));
      assertThat(story.outcome().reactions()).isEmpty();
      story.event("2026-03-02T12:00:00Z", "recharge", "amount", 6);
      assertThat(story.outcome().reactions()).hasSize(1);
    }
  }
}
