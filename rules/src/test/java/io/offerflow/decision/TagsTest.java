package io.offerflow.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.decision.Decision.TagChanges;
import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Contract 3 (campaigns that tag) and 7 (Tags). */
class TagsTest {
  private static TestWorkspace workspace() {
    return new TestWorkspace()
        .file(
            "campaigns/intent.yaml",
            "campaign: intent\nwhen: {event: app_view, where: 'dwell_s > 10'}\ntag: {intent: 1h}\n")
        .file(
            "campaigns/bought.yaml",
            "campaign: bought\nwhen: {event: recharge}\nuntag: [intent]\n");
  }

  private static TestWorkspace withMoments() {
    return workspace()
        .campaign("came", "{tagged: intent}", "")
        .campaign("went", "{untagged: intent}", "offer: care\n");
  }

  private static TagChanges tags(List<String> set, List<String> removed) {
    return new TagChanges(new TreeSet<>(set), new TreeSet<>(removed));
  }

  @Test
  void offersOfTheSameCauseSeeTheTagThatCameWithIt() {
    try (Story story =
        Story.of(
            workspace().campaign("sell", "{event: app_view}", "if: tags contains \"intent\"\n"))) {
      story.event("2026-03-02T10:00:00Z", "app_view", "dwell_s", 5);
      assertThat(story.result("sell")).isEqualTo("condition");

      story.event("2026-03-02T10:00:01Z", "app_view", "dwell_s", 11);

      assertThat(story.result("intent")).isEqualTo("tagged");
      assertThat(story.result("sell")).isEqualTo("won");
      assertThat(story.decision().outcome()).isEqualTo(Decision.Kind.OFFERED);
      assertThat(story.decision().tags()).isEqualTo(tags(List.of("intent"), List.of()));
    }
  }

  @Test
  void aCampaignThatTagsSeesTheTagsOfBefore() {
    try (Story story =
        Story.of(
            workspace()
                .file(
                    "campaigns/again.yaml",
                    "campaign: again\nwhen: {event: app_view}\nif: tags contains \"intent\"\n"
                        + "tag: {again: 1h}\n"))) {
      story.event("2026-03-02T10:00:00Z", "app_view", "dwell_s", 11);
      assertThat(story.result("again")).isEqualTo("condition");
      assertThat(story.decision().outcome()).isEqualTo(Decision.Kind.TAGGED);

      story.event("2026-03-02T10:00:01Z", "app_view", "dwell_s", 1);
      assertThat(story.result("again")).isEqualTo("tagged");
    }
  }

  @Test
  void aTagCountsUpToNotIncludingItsEnd() {
    try (Story story =
        Story.of(
            workspace().campaign("sell", "{event: location}", "if: tags contains \"intent\"\n"))) {
      story.event("2026-03-02T10:00:00Z", "app_view", "dwell_s", 11);
      story.event("2026-03-02T10:59:59.999Z", "location", "lat", 1, "lon", 1);
      assertThat(story.result("sell")).isEqualTo("won");

      story.event("2026-03-02T11:00:00Z", "location", "lat", 1, "lon", 1);
      assertThat(story.result("sell")).isEqualTo("condition");
    }
  }

  @Test
  void comingAndExpiringAreMomentsAndRenewingIsNone() {
    try (Story story = Story.of(withMoments())) {
      story.event("2026-03-02T10:00:00Z", "app_view", "dwell_s", 11, "product", "5g");
      assertThat(story.result("came")).isEqualTo("won");
      assertThat(story.considered("came").moment()).isEqualTo("tagged");

      story.event("2026-03-02T10:30:00Z", "app_view", "dwell_s", 11);
      assertThat(story.decision().considered()).extracting("campaign").containsExactly("intent");

      story.clock("2026-03-02T11:29:59.999Z");
      assertThat(story.outcome().decisions()).isEmpty();
      story.clock("2026-03-02T11:30:00Z");
      assertThat(story.result("went")).isEqualTo("won");
      assertThat(story.decision().cause())
          .isEqualTo(new Decision.TimerCause(Story.at("2026-03-02T11:30:00Z")));
      assertThat(story.decision().tags()).isEqualTo(tags(List.of(), List.of("intent")));
      assertThat(story.state().tags().isEmpty()).isTrue();
    }
  }

  @Test
  void aTagSetExactlyAtItsEndIsRenewed() {
    try (Story story = Story.of(withMoments())) {
      story.event("2026-03-02T10:00:00Z", "app_view", "dwell_s", 11);
      story.event("2026-03-02T11:00:00Z", "app_view", "dwell_s", 11);

      assertThat(story.decision().considered()).extracting("campaign").containsExactly("intent");
      story.clock("2026-03-02T11:59:59Z");
      assertThat(story.outcome().decisions()).isEmpty();
      story.clock("2026-03-02T12:00:00Z");
      assertThat(story.result("went")).isEqualTo("won");
    }
  }

  @Test
  void untagRemovesOnceAndDoesNothingToATagAtItsEnd() {
    try (Story story = Story.of(withMoments())) {
      story.event("2026-03-02T10:00:00Z", "app_view", "dwell_s", 11);
      story.event("2026-03-02T10:10:00Z", "recharge", "amount", 1);
      assertThat(story.result("went")).isEqualTo("won");
      assertThat(story.decision().tags()).isEqualTo(tags(List.of(), List.of("intent")));

      story.event("2026-03-02T10:11:00Z", "recharge", "amount", 1);
      assertThat(story.result("bought")).isEqualTo("tagged");
      assertThat(story.decision().tags().isEmpty()).isTrue();

      story.event("2026-03-02T10:12:00Z", "app_view", "dwell_s", 11);
      story.event("2026-03-02T11:12:00Z", "recharge", "amount", 1);
      assertThat(story.decision().considered()).extracting("campaign").containsExactly("bought");
      assertThat(story.decision().tags().isEmpty()).isTrue();
      story.clock("2026-03-02T11:12:00Z");
      assertThat(story.result("went")).isEqualTo("won");
    }
  }

  @Test
  void whatOneCauseRemovesAndSetsIsRenewedAndTheLongestHolds() {
    try (Story story =
        Story.of(
            withMoments()
                .file(
                    "campaigns/longer.yaml",
                    "campaign: longer\nwhen: {event: app_view}\n"
                        + "untag: intent\ntag: {intent: 3h, other: 1m}\n"))) {
      story.event("2026-03-02T10:00:00Z", "app_view", "dwell_s", 11);
      assertThat(story.result("came")).isEqualTo("won");

      story.event("2026-03-02T10:00:30Z", "app_view", "dwell_s", 11);
      assertThat(story.decision().considered())
          .extracting("campaign")
          .containsExactly("intent", "longer");
      assertThat(story.decision().tags()).isEqualTo(tags(List.of("intent", "other"), List.of()));
      assertThat(story.state().tags().ends())
          .containsEntry("intent", Story.at("2026-03-02T13:00:30Z"));
    }
  }

  @Test
  void lateEventsTagFromNow() {
    try (Story story = Story.of(workspace())) {
      story.event("2026-03-02T10:00:00Z", "app_view", "dwell_s", 1);
      story.event("2026-03-02T09:00:00Z", "app_view", "dwell_s", 11);

      assertThat(story.state().tags().ends())
          .containsEntry("intent", Story.at("2026-03-02T11:00:00Z"));
    }
  }

  @Test
  void anEndThatNobodyWaitsForHasNoRecord() {
    try (Story story = Story.of(workspace())) {
      story.event("2026-03-02T10:00:00Z", "app_view", "dwell_s", 11);
      story.clock("2026-03-02T11:00:00Z");

      assertThat(story.outcome().decisions()).isEmpty();
      assertThat(story.state().tags().isEmpty()).isTrue();
    }
  }

  @Test
  void theEventOfTheCauseIsKnownButNotInATimers() {
    try (Story story =
        Story.of(
            workspace()
                .campaign("came", "{tagged: intent}", "if: event.product == \"5g\"\n")
                .campaign("went", "{untagged: intent}", "if: event.product is missing\n"))) {
      story.event("2026-03-02T10:00:00Z", "app_view", "dwell_s", 11, "product", "5g");
      assertThat(story.result("came")).isEqualTo("won");
      story.clock("2026-03-02T11:00:00Z");
      assertThat(story.result("went")).isEqualTo("won");
    }
  }

  @Test
  void erasingTakesTheTags() {
    try (Story story = Story.of(withMoments())) {
      story.event("2026-03-02T10:00:00Z", "app_view", "dwell_s", 11);
      story.event("2026-03-02T10:01:00Z", "erase");
      story.clock("2026-03-02T12:00:00Z");

      assertThat(story.outcome().decisions()).isEmpty();
    }
  }
}
