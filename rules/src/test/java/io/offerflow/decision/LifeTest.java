package io.offerflow.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.policy.Contact;
import io.offerflow.stock.Taken;
import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What outlives what: erasure, forgetting, and contacts that a former run is known to have made.
 */
class LifeTest {
  private static TestWorkspace workspace() {
    return new TestWorkspace()
        .file(
            "workspace.yaml",
            "offerflow: 1\nname: t\ntimezone: UTC\nlanguage: en\nforget: 400d\n"
                + "channels: {sms: {address: customer}, push: {address: customer}}\n")
        .features("recharges: {count: recharge}\n")
        .policy("classes: {sales: {}}\nconsent: {sms: opt-out}\ncaps: [{max: 1, last: 24h}]\n")
        .campaign("first", "{event: recharge}", "if: [recharges == 1]\n");
  }

  @Test
  void erasureLeavesRefusalsAndItsTimeOnly() {
    try (Story story = Story.of(workspace())) {
      story.event("2026-03-02T10:00:00Z", "recharge");
      story.event("2026-03-02T10:00:01Z", "erase");
      assertThat(story.outcome().nextDue()).isEqualTo(Long.MAX_VALUE);

      story.event("2026-03-02T10:00:01Z", "recharge");
      assertThat(story.outcome().fate()).isEqualTo(Outcome.Fate.ERASED);
      story.event("2026-03-02T10:00:02Z", "recharge");
      assertThat(story.result("first")).isEqualTo("won");

      story.event("2026-03-02T10:00:03Z", "consent", "channel", "sms", "granted", false);
      story.event("2026-03-02T10:00:04Z", "erase");
      story.event("2026-03-02T10:00:05Z", "recharge");
      assertThat(story.result("first")).isEqualTo("consent");
    }
  }

  @Test
  void sheIsForgottenByTheClockButNotHerRefusal() {
    try (Story story = Story.of(workspace())) {
      story.event("2026-03-02T10:00:00Z", "recharge");
      assertThat(story.outcome().nextDue()).isEqualTo(Story.at("2027-04-06T10:00:00Z"));
      story.clock("2027-04-06T10:00:00Z");
      assertThat(story.state()).isNull();
      story.event("2027-04-06T10:00:01Z", "recharge");
      assertThat(story.result("first")).isEqualTo("won");

      story.event("2027-04-07T10:00:00Z", "consent", "channel", "sms", "granted", false);
      story.clock("2029-01-01T00:00:00Z");
      story.event("2029-01-01T00:00:00Z", "recharge");
      assertThat(story.result("first")).isEqualTo("consent");
    }
  }

  @Test
  void anEventAfterTheTimeToForgetFindsANewCustomerAlsoWithoutAWakeUp() {
    try (Story story = Story.of(workspace())) {
      story.event("2026-03-02T10:00:00Z", "recharge");
      story.event("2027-04-06T10:00:01Z", "recharge");
      assertThat(story.result("first")).isEqualTo("won");
    }
  }

  @Test
  void theSameCauseHasTheSameIdAndAnotherAnother() {
    try (Story one = Story.of(workspace());
        Story two = Story.of(workspace())) {
      String id = one.event("2026-03-02T10:00:00Z", "recharge").decision().id();
      assertThat(two.event("2026-03-02T10:00:00Z", "recharge").decision().id()).isEqualTo(id);
      assertThat(two.event("2026-03-02T10:00:00Z", "recharge").decision().id()).isNotEqualTo(id);
      assertThat(id).matches("[0-9a-f]{32}").doesNotContain("c-1");
    }
  }

  @Test
  void aContactThatAFormerRunMadeCountsAndIsNotMadeAgain() {
    String id;
    try (Story former = Story.of(workspace())) {
      id = former.event("2026-03-02T10:00:00Z", "recharge").decision().id();
    }
    Contact contact =
        new Contact(
            id,
            Story.at("2026-03-02T10:00:00Z"),
            "first",
            "pack",
            "sms",
            "sales",
            "data",
            true,
            false,
            true,
            Taken.NOTHING,
            Story.at("2026-03-03T10:00:00Z"),
            false,
            false,
            false,
            false);
    try (Story again = Story.of(workspace())) {
      again.step(new Input.TakenOver(Story.CUSTOMER, List.of(contact)));
      again.event("2026-03-02T10:00:00Z", "recharge");
      assertThat(again.decision().repeated()).isTrue();
      assertThat(again.decision().outcome()).isEqualTo(Decision.Kind.OFFERED);
      assertThat(again.state().contacts().all()).containsExactly(contact.confirmed().remembered());
    }
    try (Story capped = Story.of(workspace())) {
      capped.step(new Input.TakenOver(Story.CUSTOMER, List.of(contact)));
      capped.event("2026-03-02T09:00:00Z", "app_view");
      capped.event("2026-03-02T09:30:00Z", "response", "offer", "pack", "kind", "accepted");
      assertThat(capped.outcome().fate()).isEqualTo(Outcome.Fate.UNMATCHED);
      capped.event("2026-03-02T10:30:00Z", "recharge");
      assertThat(capped.result("first")).isEqualTo("cap");
      assertThat(capped.decision().repeated()).isFalse();
    }
    try (Story earlier = Story.of(workspace())) {
      // By other rules than these a former run passed this one over and made a later one.
      earlier.step(new Input.TakenOver(Story.CUSTOMER, List.of(contact)));
      earlier.event("2026-03-02T09:30:00Z", "recharge");
      assertThat(earlier.result("first")).isEqualTo("cap");
    }
  }

  @Test
  void aChangedProfileIsSeenByTheSameCause() {
    TestWorkspace workspace =
        new TestWorkspace()
            .campaign("gold", "{event: profile}", "if: ['customer.tier == \"gold\"']\n");
    try (Story story = Story.of(workspace)) {
      story.profile("2026-03-02T10:00:00Z", Map.of("tier", "gold"));
      assertThat(story.result("gold")).isEqualTo("won");
    }
  }
}
