package io.offerflow.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.event.ProfileChange;
import io.offerflow.replay.Replay;
import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Contract 2 and 7: {@code merge}, two ids turn out to be one customer. */
class MergeTest {
  private static final String DAY = "2026-03-02T";
  private static final String OLD = "old";
  private static final String NEW = "new";

  /** What happens to both, on one day. */
  private static final class Two implements AutoCloseable {
    private final List<Decision> decisions = new ArrayList<>();
    private final List<Outcome.Fate> fates = new ArrayList<>();
    private final Replay replay;
    private int events;

    Two(TestWorkspace workspace) {
      replay =
          new Replay(
              workspace.bundle(),
              new Replay.Listener() {
                @Override
                public void handled(Event event, Outcome.Fate fate) {
                  fates.add(fate);
                }

                @Override
                public void decided(Decision decision) {
                  decisions.add(decision);
                }
              });
    }

    Two event(String customer, String time, String type, Object... fields) {
      return withId(customer, "e-" + ++events, time, type, fields);
    }

    Two withId(String customer, String id, String time, String type, Object... fields) {
      Fields carried = Story.fields(fields);
      replay.accept(Event.of(type, id, customer, Story.at(DAY + time + "Z"), carried));
      return this;
    }

    Two profile(String customer, String time, String attribute, Object value) {
      ProfileChange change = ProfileChange.set(Map.of(attribute, value));
      String id = "e-" + ++events;
      replay.accept(Event.profile(id, customer, Story.at(DAY + time + "Z"), change));
      return this;
    }

    Two merge(String time) {
      return event(OLD, time, "merge", "into", NEW);
    }

    Two until(String time) {
      replay.until(Story.at(DAY + time + "Z"));
      return this;
    }

    Outcome.Fate fate() {
      return fates.get(fates.size() - 1);
    }

    Decision last() {
      return decisions.get(decisions.size() - 1);
    }

    String result(String campaign) {
      return last().considered().stream()
          .filter(one -> one.campaign().equals(campaign))
          .map(one -> one.result().word())
          .findFirst()
          .orElseThrow();
    }

    @Override
    public void close() {
      replay.close();
    }
  }

  private static TestWorkspace recharges(String features, String condition) {
    return new TestWorkspace()
        .features(features)
        .campaign("sell", "{event: recharge}", "if: " + condition + "\n");
  }

  @Test
  void windowsAreUnited() {
    try (Two two = new Two(recharges("spent: {sum: recharge.amount, last: 7d}\n", "spent == 16"))) {
      two.event(OLD, "10:00:00", "recharge", "amount", 5)
          .event(NEW, "10:00:01", "recharge", "amount", 10)
          .merge("10:00:02")
          .event(NEW, "10:00:03", "recharge", "amount", 1);

      assertThat(two.result("sell")).isEqualTo("won");
    }
  }

  @Test
  void laterEventsOfTheOldIdAreThoseOfTheNewOneAndRecordsCarryIt() {
    try (Two two = new Two(recharges("number: {count: recharge, last: 7d}\n", "number == 3"))) {
      two.event(OLD, "10:00:00", "recharge")
          .event(NEW, "10:00:01", "recharge")
          .merge("10:00:02")
          .withId(OLD, "e-late", "10:00:03", "recharge");

      assertThat(two.result("sell")).isEqualTo("won");
      assertThat(two.fate()).isEqualTo(Outcome.Fate.ACCEPTED);
      assertThat(two.last().customer()).isEqualTo(NEW);
      assertThat(two.last().id())
          .isEqualTo(
              new DecisionIds()
                  .ofEvent(
                      Event.of(
                          "recharge", "e-late", NEW, Story.at(DAY + "10:00:03Z"), Fields.NONE)));
    }
  }

  @Test
  void contactsAreUnitedSoThatCapsHold() {
    try (Two two =
        new Two(new TestWorkspace().policy(CAPPED).campaign("a", "{event: recharge}", ""))) {
      two.event(OLD, "10:00:00", "recharge").merge("10:00:01").event(NEW, "10:00:02", "recharge");

      assertThat(two.result("a")).isEqualTo("cap");
    }
  }

  private static final String CAPPED =
      """
      classes: {sales: {}}
      consent: {sms: opt-out}
      caps: [{max: 1, last: 1d}]
      """;

  @Test
  void aResponseToWhatTheOldIdWasOfferedIsMatched() {
    try (Two two =
        new Two(new TestWorkspace().policy(CAPPED).campaign("a", "{event: recharge}", ""))) {
      two.event(OLD, "10:00:00", "recharge");
      String decision = two.last().id();
      two.merge("10:00:01")
          .event(OLD, "10:00:02", "response", "decision", decision, "kind", "failed");
      assertThat(two.fate()).isEqualTo(Outcome.Fate.ACCEPTED);

      assertThat(two.event(NEW, "10:00:03", "recharge").result("a")).isEqualTo("won");
    }
  }

  @Test
  void whatOneIdHasSeenIsARepeatForBoth() {
    try (Two two = new Two(recharges("number: {count: recharge, last: 7d}\n", "number == 2"))) {
      two.withId(OLD, "twice", "10:00:00", "recharge")
          .merge("10:00:01")
          .withId(NEW, "twice", "10:00:00", "recharge");
      assertThat(two.fate()).isEqualTo(Outcome.Fate.DUPLICATE);
      assertThat(two.withId(OLD, "twice", "10:00:00", "recharge").fate())
          .isEqualTo(Outcome.Fate.DUPLICATE);

      assertThat(two.event(NEW, "10:00:02", "recharge").result("sell")).isEqualTo("won");
    }
  }

  @Test
  void refusalsWinWhoeverSpokeLater() {
    try (Two two = new Two(new TestWorkspace().campaign("a", "{event: recharge}", ""))) {
      two.event(OLD, "10:00:00", "consent", "channel", "sms", "granted", false)
          .event(NEW, "10:00:01", "consent", "channel", "sms", "granted", true)
          .merge("10:00:02");
      assertThat(two.event(NEW, "10:00:03", "recharge").result("a")).isEqualTo("consent");

      two.event(NEW, "10:00:04", "consent", "channel", "sms", "granted", true);
      assertThat(two.event(NEW, "10:00:05", "recharge").result("a")).isEqualTo("won");
    }
  }

  @Test
  void ofTagsTheLaterEndHolds() {
    TestWorkspace workspace =
        new TestWorkspace()
            .file("campaigns/t.yaml", "campaign: t\nwhen: {event: recharge}\ntag: {x: 1h}\n")
            .campaign("a", "{event: app_view}", "if: tags contains \"x\"\n");
    try (Two two = new Two(workspace)) {
      two.event(OLD, "10:30:00", "recharge").event(NEW, "10:45:00", "recharge").merge("10:50:00");
      assertThat(two.event(NEW, "11:40:00", "app_view").result("a")).isEqualTo("won");
    }
    try (Two two = new Two(workspace)) {
      two.event(NEW, "10:30:00", "recharge").event(OLD, "10:45:00", "recharge").merge("10:50:00");
      assertThat(two.event(NEW, "11:40:00", "app_view").result("a")).isEqualTo("won");
    }
  }

  @Test
  void attributesOfTheNewIdWinAndGapsAreFilled() {
    try (Two two =
        new Two(
            new TestWorkspace()
                .campaign(
                    "a",
                    "{event: recharge}",
                    "if: customer.tier == \"gold\" and customer.fee == 7\n"))) {
      two.profile(OLD, "10:00:00", "tier", "silver")
          .profile(OLD, "10:00:01", "fee", new BigDecimal(7))
          .profile(NEW, "10:00:02", "tier", "gold")
          .merge("10:00:03");

      assertThat(two.event(NEW, "10:00:04", "recharge").result("a")).isEqualTo("won");
    }
  }

  @Test
  void waitsOfTheOldIdAreDroppedAndThoseOfTheNewOneGoOn() {
    TestWorkspace workspace =
        new TestWorkspace()
            .campaign("a", "{event: recharge, without: {event: app_view}, within: 1h}", "");
    try (Two two = new Two(workspace)) {
      two.event(OLD, "10:00:00", "recharge").merge("10:10:00").until("12:00:00");
      assertThat(two.decisions).isEmpty();
    }
    try (Two two = new Two(workspace)) {
      two.event(NEW, "10:00:00", "recharge").merge("10:10:00").until("12:00:00");
      assertThat(two.decisions).extracting(Decision::customer).containsExactly(NEW);
    }
  }

  @Test
  void fromAnIdThatIsErasedLaterOnlyRefusalsComeAlong() {
    try (Two two = new Two(recharges("number: {count: recharge, last: 7d}\n", "number == 1"))) {
      two.event(OLD, "10:00:00", "consent", "channel", "push", "granted", false)
          .event(OLD, "10:00:01", "recharge")
          .event(OLD, "10:00:03", "erase")
          .event(OLD, "10:00:04", "recharge")
          .withId(OLD, "m", "10:00:03", "merge", "into", NEW);
      assertThat(two.fate()).isEqualTo(Outcome.Fate.ACCEPTED);

      assertThat(two.event(NEW, "10:00:05", "recharge").result("sell")).isEqualTo("won");
      assertThat(two.event(OLD, "10:00:06", "recharge").last().customer()).isEqualTo(NEW);
      assertThat(two.event(OLD, "10:00:02", "recharge").fate())
          .as("older than the erasure of its id")
          .isEqualTo(Outcome.Fate.ERASED);
    }
  }

  @Test
  void intoAnIdThatIsErasedLaterOnlyRefusalsComeAlong() {
    try (Two two = new Two(recharges("number: {count: recharge, last: 7d}\n", "number == 1"))) {
      two.event(OLD, "10:00:00", "recharge")
          .event(OLD, "10:00:01", "consent", "channel", "sms", "granted", false)
          .event(NEW, "10:00:03", "erase")
          .merge("10:00:02")
          .event(NEW, "10:00:04", "recharge");

      assertThat(two.result("sell")).as("number == 1 is true").isEqualTo("consent");
    }
  }

  @Test
  void erasingEitherIdErasesTheCustomer() {
    try (Two two = new Two(recharges("number: {count: recharge, last: 7d}\n", "number == 1"))) {
      two.event(OLD, "10:00:00", "recharge")
          .merge("10:00:01")
          .event(OLD, "10:00:02", "erase")
          .event(NEW, "10:00:03", "recharge");

      assertThat(two.result("sell")).isEqualTo("won");
    }
  }

  @Test
  void theOldIdIsForgottenWithTheCustomer() {
    try (Two two =
        new Two(recharges("number: {count: recharge}\n", "number == 1").setting("forget: 1h"))) {
      two.event(OLD, "10:00:00", "recharge").merge("10:00:01").event(OLD, "12:00:00", "recharge");

      assertThat(two.last().customer()).isEqualTo(OLD);
      assertThat(two.result("sell")).isEqualTo("won");
    }
  }
}
