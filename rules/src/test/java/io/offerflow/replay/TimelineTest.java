package io.offerflow.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offerflow.decision.Bundle;
import io.offerflow.decision.Decision;
import io.offerflow.decision.Outcome;
import io.offerflow.event.Event;
import io.offerflow.testing.RandomWorkload;
import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TimelineTest extends Explaining {
  private static final Bundle RANDOM = RandomWorkload.workspace().bundle();

  /** Looking must not change what is decided, nor may the others' absence. */
  @Property(tries = 5)
  void itTellsEveryDecisionThatReplayMakes(@ForAll long seed) {
    List<Event> stream = RandomWorkload.events(seed, 4, 800);
    List<Decision> decisions = new ArrayList<>();
    try (Replay replay = new Replay(RANDOM, decisions::add)) {
      stream.forEach(replay::accept);
      replay.until(FAR);
    }
    for (String customer : Set.copyOf(stream.stream().map(Event::customer).toList())) {
      List<Explanation> steps = explain(RANDOM, customer, null, stream, FAR);
      assertThat(steps.stream().filter(step -> step.decision() != null))
          .extracting(Explanation::decision)
          .isEqualTo(decisions.stream().filter(one -> one.customer().equals(customer)).toList());
      assertThat(steps.stream().filter(step -> !step.isTimer()).map(Explanation::id))
          .isEqualTo(
              stream.stream()
                  .filter(event -> event.customer().equals(customer))
                  .map(Event::id)
                  .toList());
    }
  }

  @Test
  void anEventTellsWhatItChangedAndWhatCameOfIt() {
    TestWorkspace workspace =
        new TestWorkspace()
            .features("spend_7d: {sum: purchase.amount, last: 7d}")
            .campaign("large", "{event: purchase}", "if: [spend_7d > 100]");

    List<Explanation> steps =
        explain(
            workspace,
            null,
            List.of(
                event("2026-03-02T10:00:00Z", "purchase", "amount", 60),
                event("2026-03-03T10:00:00Z", "purchase", "amount", 70),
                event("2026-03-20T10:00:00Z", "purchase", "amount", 5)),
            null);

    assertThat(features(steps)).containsExactly("0 -> 60", "60 -> 130", "0 -> 5");
    assertThat(steps)
        .extracting(step -> step.decision().outcome())
        .containsExactly(Decision.Kind.NONE, Decision.Kind.OFFERED, Decision.Kind.NONE);
    assertThat(steps.get(0).decision().considered().get(0).detail())
        .isEqualTo("spend_7d > 100: was 60");
    assertThat(steps.get(0).fields()).containsOnlyKeys("amount");
  }

  private static List<String> features(List<Explanation> steps) {
    return steps.stream()
        .flatMap(step -> step.changes().features().stream())
        .map(change -> change.from() + " -> " + change.to())
        .toList();
  }

  @Test
  void duplicatesAndWhatIsErasedChangeNothing() {
    TestWorkspace workspace =
        new TestWorkspace()
            .features("purchases: {count: purchase}")
            .campaign("each", "{event: purchase}", "");
    Event first = event("2026-03-02T10:00:00Z", "purchase", "amount", 60);
    Event early = event("2026-03-02T11:00:00Z", "purchase", "amount", 70);

    List<Explanation> steps =
        explain(
            workspace,
            null,
            List.of(first, first, event("2026-03-02T12:00:00Z", "erase"), early, response("other")),
            null);

    assertThat(steps)
        .extracting(Explanation::fate)
        .containsExactly(
            Outcome.Fate.ACCEPTED,
            Outcome.Fate.DUPLICATE,
            Outcome.Fate.ACCEPTED,
            Outcome.Fate.ERASED,
            Outcome.Fate.UNMATCHED);
    assertThat(steps.get(1).changes()).isEqualTo(Changes.NONE);
    assertThat(steps.get(2).changes().forgotten()).isTrue();
    assertThat(steps.get(3).changes()).isEqualTo(Changes.NONE);
  }

  @Test
  void othersMoveTheClockAndTimersAreTold() {
    TestWorkspace workspace =
        new TestWorkspace()
            .file("zones.geojson", ZONES)
            .campaign("w", "{event: app_view, without: {event: purchase}, within: 1h}", "");
    List<Event> mine =
        List.of(
            event("2026-03-02T10:00:00Z", "signalling", "cell", "c1"),
            event("2026-03-02T10:05:00Z", "signalling", "cell", "c9"),
            event("2026-03-02T10:06:00Z", "app_view", "product", "p"));

    assertThat(explain(workspace, null, mine, null))
        .hasSize(3)
        .noneMatch(Explanation::isTimer)
        .first()
        .extracting(step -> step.changes().entered())
        .isEqualTo(List.of("mall"));

    List<Event> more = new ArrayList<>(mine);
    more.add(
        Event.of("app_view", "x", "somebody", Story.at("2026-03-02T11:06:01Z"), Story.fields()));
    List<Explanation> steps = explain(workspace, null, more, null).subList(3, 5);
    assertThat(steps).allMatch(Explanation::isTimer);
    assertThat(steps)
        .extracting(Explanation::time)
        .containsExactly(Story.at("2026-03-02T10:15:00Z"), Story.at("2026-03-02T11:06:00Z"));
    assertThat(steps.get(0).changes().left()).containsExactly("mall");
    assertThat(steps.get(1).decision().considered().get(0).moment()).isEqualTo("without");
    assertThat(explain(workspace, null, mine, Story.at("2026-03-02T11:06:00Z"))).hasSize(5);
  }

  @Test
  void attributesAndConsentsAreToldWithOldAndNew() {
    List<Explanation> steps =
        explain(
            new TestWorkspace(),
            null,
            List.of(
                profile("2026-03-02T10:00:00Z", Map.of("tier", "gold", "name", "Xiaoming")),
                profile("2026-03-02T11:00:00Z", Map.of("tier", "silver", "name", "Xiaohong")),
                event("2026-03-02T12:00:00Z", "consent", "channel", "sms", "granted", false)),
            null);

    assertThat(steps.get(1).changes().attributes())
        .extracting(change -> change.name() + " " + change.from() + " " + change.to())
        .containsExactly("name *** ***", "tier gold silver");
    assertThat(steps.get(2).changes().consents())
        .extracting(change -> change.name() + " " + change.from() + " " + change.to())
        .containsExactly("sms marketing null refused");
    assertThat(steps.toString()).contains("***").doesNotContain("Xiao");
  }

  @Test
  void onACampaignTimersOfOthersAreLeftOut() {
    TestWorkspace workspace =
        new TestWorkspace()
            .campaign("w", "{event: app_view, without: {event: purchase}, within: 1h}", "")
            .campaign("x", "{event: recharge}", "");
    List<Event> stream = List.of(event("2026-03-02T10:06:00Z", "app_view", "product", "p"));

    assertThat(explain(workspace, "w", stream, FAR)).hasSize(2);
    assertThat(explain(workspace, "x", stream, FAR)).hasSize(1);
  }

  @Test
  void aCampaignThatIsNotThereIsRefused() {
    Bundle bundle = new TestWorkspace().campaign("x", "{event: recharge}", "").bundle();

    assertThatThrownBy(() -> explain(bundle, HER, "y", List.of(), null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no campaign y");
  }

  @Test
  void whatAnotherIdOfHersBringsAlongIsAStep() {
    TestWorkspace workspace =
        new TestWorkspace()
            .features("number: {count: recharge, last: 7d}\n")
            .campaign("sell", "{event: recharge}", "if: number > 1\n");
    List<Event> all =
        List.of(
            other("2026-03-02T10:00:00Z", "recharge"),
            other("2026-03-02T10:00:01Z", "merge", "into", HER),
            other("2026-03-02T10:00:02Z", "recharge"),
            event("2026-03-02T10:00:03Z", "recharge"));
    Ids ids = new Ids();
    all.forEach(ids::accept);
    assertThat(ids.of(HER)).containsExactlyInAnyOrder(HER, "other");

    List<Explanation> hers = explain(workspace.bundle(), HER, ids, all);
    assertThat(hers).extracting(Explanation::type).containsExactly("merge", "recharge", "recharge");
    assertThat(hers.get(0).changes().features()).hasToString("[Change[name=number, from=0, to=1]]");
    assertThat(hers.get(1).decision().outcome()).isEqualTo(Decision.Kind.OFFERED);

    List<Explanation> others = explain(workspace.bundle(), "other", ids, all);
    assertThat(others)
        .extracting(Explanation::fate)
        .containsExactly(Outcome.Fate.ACCEPTED, Outcome.Fate.ACCEPTED, Outcome.Fate.PASSED_ON);
  }

  private Event other(String instant, String type, Object... fields) {
    return event(instant, type, fields).of("other");
  }

  private static List<Explanation> explain(
      Bundle bundle, String customer, Ids ids, List<Event> events) {
    List<Explanation> steps = new ArrayList<>();
    try (Timeline timeline = new Timeline(bundle, customer, ids.of(customer), null, steps::add)) {
      events.forEach(timeline::accept);
    }
    return steps;
  }
}
