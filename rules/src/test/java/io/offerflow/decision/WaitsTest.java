package io.offerflow.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import org.junit.jupiter.api.Test;

/** Moments {@code without} and {@code then}, which wait for a second event. */
class WaitsTest {
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
}
