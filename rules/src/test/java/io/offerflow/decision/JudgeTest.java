package io.offerflow.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.event.Event;
import io.offerflow.moment.Occurrence;
import io.offerflow.stock.SequentialGrants;
import io.offerflow.stock.Supplies;
import io.offerflow.stock.Taken;
import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is to be held: of the rest of what is judged, the stories of other tests tell. */
class JudgeTest {
  private static final String NIGHT =
      """
      quiet hours: {sms: "21:00-09:00", push: "20:00-08:00"}
      classes: {first: {}, second: {}}
      consent: {sms: opt-out, push: opt-out}
      """;

  private static TestWorkspace night(String more) {
    return new TestWorkspace()
        .policy(NIGHT + more)
        .campaign("a", "{event: recharge}", "class: second\nlever: 1\n")
        .campaign("b", "{event: recharge}", "class: first\nwhen quiet: hold\n")
        .campaign("c", "{event: recharge}", "class: second\nlever: 2\n")
        .campaign("d", "{event: recharge}", "class: first\nwhen quiet: drop\n")
        .campaign("e", "{event: recharge}", "class: second\nif: ['event.amount > 5']\n")
        .campaign("f", "{event: recharge}", "class: second\nchannels: [push, sms]\noffer: care\n");
  }

  /** All campaigns, at that instant, of a recharge of 3. */
  private static Judge.Judged judge(TestWorkspace workspace, String instant) {
    Bundle bundle = workspace.bundle();
    try (var session = bundle.eligibility().open()) {
      CustomerState state = new CustomerState();
      state.now = Story.at(instant);
      state.attributes().set("push_token", "t");
      Event event =
          Event.of("recharge", "e-1", Story.CUSTOMER, state.now, Story.fields("amount", 3));
      List<Occurrence> all = new ArrayList<>();
      for (int i = 0; i < bundle.workspace().campaigns().size(); i++) {
        all.add(new Occurrence(i, event, null, null, state.now));
      }
      CauseValues values = new CauseValues(bundle, state, ZoneOffset.UTC, event);
      SequentialGrants grants = new SequentialGrants(bundle.quotas().sizes());
      Supplies supplies = new Supplies(bundle.quotas(), grants, "d-1", Taken.NOTHING);
      return new Judge(bundle, session).judge(Story.CUSTOMER, state, all, values, supplies);
    }
  }

  @Test
  void whatIsToBeHeldIsListedBestFirstWithItsRelease() {
    Judge.Judged judged = judge(night(""), "2026-03-02T22:00:00Z");
    assertThat(judged.passed()).isEmpty();
    assertThat(judged.failed()).hasSize(6);
    assertThat(judged.quieted())
        .extracting(quieted -> quieted.campaign().id())
        .containsExactly("b", "c", "a", "f");
    assertThat(judged.quieted())
        .extracting(Quieted::release)
        .containsExactly(
            Story.at("2026-03-03T09:00:00Z"),
            Story.at("2026-03-03T09:00:00Z"),
            Story.at("2026-03-03T09:00:00Z"),
            Story.at("2026-03-03T08:00:00Z"));
    assertThat(judged.quieted()).extracting(Quieted::channel).endsWith("sms", "push");
  }

  @Test
  void aPolicyThatDropsLeavesOnlyTheCampaignThatHolds() {
    Judge.Judged judged = judge(night("when quiet: drop\n"), "2026-03-02T22:00:00Z");
    assertThat(judged.quieted())
        .extracting(quieted -> quieted.campaign().id())
        .containsExactly("b");
  }

  @Test
  void whatPassesOnAnyChannelIsNotHeld() {
    Judge.Judged judged = judge(night(""), "2026-03-02T08:00:00Z");
    assertThat(judged.passed())
        .extracting(candidate -> candidate.campaign().id())
        .containsExactly("f");
    assertThat(judged.quieted())
        .extracting(quieted -> quieted.campaign().id())
        .containsExactly("b", "c", "a");
  }
}
