package io.offerflow.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.event.Event;
import io.offerflow.event.ProfileChange;
import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import java.math.BigDecimal;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A campaign that cannot be evaluated is left out, with the reason; the others go on. */
class BrokenCampaignTest {
  private static TestWorkspace workspace() {
    return new TestWorkspace()
        .campaign("broken", "{event: recharge}", "if: event.amount > 5\nlever: 90\n")
        .campaign("either", "{event: recharge}", "if: event.amount > 5 or customer.fee > 0\n")
        .campaign("refused", "{event: recharge}", "if: customer.fee > 100\n")
        .campaign("unknown", "{event: recharge}", "if: customer.tier == \"gold\"\n")
        .campaign("whole", "{event: recharge}", "if: customer.fee > 1\nclass: service\n");
  }

  /** The decoder lets no such event in: it stands for whatever a condition may stumble over. */
  private static Story recharge(Story story, String time) {
    return story.event(time, "recharge", "amount", "a text");
  }

  @Test
  void theOthersAreDecidedAsEver() {
    try (Story story = Story.of(workspace())) {
      story.profile("2026-03-02T09:00:00Z", Map.of("fee", new BigDecimal(10)));
      for (int minute = 10; minute < 13; minute++) {
        recharge(story, "2026-03-02T10:" + minute + ":00Z");
        assertThat(story.result("broken")).isEqualTo("missing");
        assertThat(story.result("either")).isEqualTo("missing");
        assertThat(story.considered("refused").detail()).isEqualTo("customer.fee > 100: was 10");
        assertThat(story.result("unknown")).isEqualTo("missing");
        assertThat(story.considered("unknown").broken()).isFalse();
        assertThat(story.result("whole")).isEqualTo("won");
      }
    }
  }

  @Test
  void theReasonNamesTheConditionAndTheFailureAndNoValue() {
    try (Story story = Story.of(workspace())) {
      recharge(story, "2026-03-02T10:00:00Z");
      Decision.Considered broken = story.considered("broken");
      assertThat(broken.broken()).isTrue();
      assertThat(broken.detail())
          .isEqualTo("event.amount > 5: cannot be evaluated (ClassCastException)");
    }
  }

  @Test
  void theNextEventFindsAllWhole() {
    try (Story story = Story.of(workspace())) {
      recharge(story, "2026-03-02T10:00:00Z");
      story.event("2026-03-02T10:01:00Z", "recharge", "amount", 6);
      assertThat(story.result("broken")).isEqualTo("won");
      story.event("2026-03-02T10:02:00Z", "recharge", "amount", 4);
      assertThat(story.considered("broken").detail()).isEqualTo("event.amount > 5: was 4");
    }
  }

  @Test
  void aCampaignThatTagsIsLeftOutAsWell() {
    TestWorkspace workspace =
        workspace()
            .file(
                "campaigns/tags.yaml",
                "campaign: tags\nwhen: {event: recharge}\nif: event.amount > 5\ntag: {x: 1h}\n")
            .file("campaigns/more.yaml", "campaign: more\nwhen: {event: recharge}\ntag: {y: 1h}\n");
    try (Story story = Story.of(workspace)) {
      recharge(story, "2026-03-02T10:00:00Z");
      assertThat(story.considered("tags").broken()).isTrue();
      assertThat(story.result("more")).isEqualTo("tagged");
    }
  }

  @Test
  void whatFailsBehindTheConditionsIsLeftOutAsWell() {
    TestWorkspace workspace =
        new TestWorkspace()
            .campaign(
                "weighed",
                "{event: recharge}",
                "context:\n  - {if: 'event.amount > 5', weight: 50}\n")
            .campaign("whole", "{event: recharge}", "offer: care\n");
    try (Story story = Story.of(workspace)) {
      recharge(story, "2026-03-02T10:00:00Z");
      assertThat(story.considered("weighed").detail())
          .isEqualTo("cannot be evaluated (ClassCastException)");
      assertThat(story.result("whole")).isEqualTo("won");
    }
  }

  @Test
  void anAttributeThatHadAnotherTypeIsMissingUntilItIsSetAnew() {
    Bundle before = workspace().bundle();
    Bundle after =
        new TestWorkspace()
            .file(
                "schema.yaml",
                "customer: {fee: {type: text}, push_token: {type: text}}\nevents: {recharge: {}}\n")
            .campaign("sell", "{event: recharge}", "if: customer.fee == \"low\"\n")
            .bundle();
    try (Decider old = new Decider(before);
        Decider now = new Decider(after)) {
      Event set =
          Event.profile("e-1", Story.CUSTOMER, 0, ProfileChange.set(Map.of("fee", BigDecimal.TEN)));
      CustomerState state = old.decide(null, new Input.Arrived(set)).state();
      Event recharge = Event.of("recharge", "e-2", Story.CUSTOMER, 1, Story.fields());
      Outcome outcome = now.decide(state, new Input.Arrived(recharge));
      Decision.Considered sell = outcome.decisions().get(0).considered().get(0);
      assertThat(sell.result()).isEqualTo(Result.MISSING);
      assertThat(sell.broken()).isFalse();
      Event anew = Event.profile("e-3", Story.CUSTOMER, 2, ProfileChange.set(Map.of("fee", "low")));
      state = now.decide(outcome.state(), new Input.Arrived(anew)).state();
      Event again = Event.of("recharge", "e-4", Story.CUSTOMER, 3, Story.fields());
      outcome = now.decide(state, new Input.Arrived(again));
      assertThat(outcome.decisions().get(0).outcome()).isEqualTo(Decision.Kind.OFFERED);
    }
  }
}
