package io.offerflow.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offerflow.decision.Bundle;
import io.offerflow.decision.Decision;
import io.offerflow.decision.Outcome;
import io.offerflow.event.Event;
import io.offerflow.event.ProfileChange;
import io.offerflow.testing.RandomWorkload;
import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private static final Bundle RANDOM = RandomWorkload.workspace().bundle();
  private static final long FAR = Story.at("2100-01-01T00:00:00Z");
  private static final String HER = Story.CUSTOMER;
  private static final String ZONES =
      """
      {"type": "FeatureCollection", "features": [
        {"type": "Feature", "properties": {"name": "mall", "cells": ["c1"], "grace": "10m"},
         "geometry": null},
        {"type": "Feature", "properties": {"name": "port", "cells": ["c2"], "tags": ["far"]},
         "geometry": null}]}
      """;

  private int events;

  private Event event(String instant, String type, Object... fields) {
    String id = "e-" + ++events;
    return Event.of(type, id, HER, Story.at(instant), Story.fields(fields));
  }

  private Event profile(String instant, Map<String, Object> set) {
    return Event.profile("e-" + ++events, HER, Story.at(instant), ProfileChange.set(set));
  }

  private static List<Explanation> explain(
      TestWorkspace workspace, String campaign, List<Event> events, Long until) {
    return explain(workspace.bundle(), HER, campaign, events, until);
  }

  private static List<Explanation> explain(
      Bundle bundle, String customer, String campaign, List<Event> events, Long until) {
    List<Explanation> steps = new ArrayList<>();
    try (Timeline timeline = new Timeline(bundle, customer, campaign, steps::add)) {
      events.forEach(timeline::accept);
      if (until != null) {
        timeline.until(until);
      }
    }
    return steps;
  }

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

  private Event response(String offer) {
    return event("2026-03-02T13:00:00Z", "response", "kind", "accepted", "offer", offer);
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
  void onACampaignEveryEventSaysWhyItWasNoMoment() {
    TestWorkspace workspace =
        new TestWorkspace()
            .features("spend_7d: {sum: purchase.amount, last: 7d}")
            .file("zones.geojson", ZONES)
            .campaign("large", "{event: purchase, where: amount > 80}", "")
            .campaign("enters", "{enter: tag:far}", "")
            .campaign("leaves", "{leave: mall}", "")
            .campaign("stays", "{stay: port, for: 20m}", "")
            .campaign("line", "{cross: spend_7d, above: 100}", "")
            .campaign("waits", "{event: app_view, without: {event: purchase}, within: 2h}", "");
    List<Event> stream =
        List.of(
            event("2026-03-02T10:00:00Z", "purchase", "amount", 50),
            event("2026-03-02T10:01:00Z", "app_view", "product", "p"),
            event("2026-03-02T10:02:00Z", "signalling", "cell", "c2"),
            event("2026-03-02T10:03:00Z", "signalling", "cell", "c2"),
            event("2026-03-02T10:04:00Z", "purchase", "amount", 90),
            event("2026-03-02T10:05:00Z", "purchase", "amount", 20));

    assertThat(why(workspace, "large", stream))
        .containsExactly(
            "where amount > 80: was 50",
            "it waits for purchase, this was app_view",
            "it waits for purchase, this was signalling",
            "it waits for purchase, this was signalling",
            null,
            "where amount > 80: was 20");
    assertThat(why(workspace, "enters", stream))
        .containsExactly(
            "tag:far was not entered",
            "tag:far was not entered",
            null,
            "she was in tag:far (port) already",
            "she was in tag:far (port) already",
            "she was in tag:far (port) already");
    assertThat(why(workspace, "leaves", stream)).containsOnly("she was not in mall");
    assertThat(why(workspace, "stays", stream))
        .startsWith("she is not in port", "she is not in port")
        .endsWith(
            "she is in port; its moment comes by the clock, once a visit has lasted 20m",
            "she is in port; its moment comes by the clock, once a visit has lasted 20m");
    assertThat(why(workspace, "line", stream))
        .containsExactly(
            "spend_7d went from 0 to 50, not above 100",
            "spend_7d stayed 50, not above 100",
            "spend_7d stayed 50, not above 100",
            "spend_7d stayed 50, not above 100",
            null,
            "spend_7d went from 140 to 160, above 100 already before");
    assertThat(why(workspace, "waits", stream))
        .startsWith(
            "it ends a wait for purchase, if one was open",
            "it begins a wait of 2h for purchase, until 2026-03-02T12:01:00Z",
            "it waits for app_view, this was signalling, which neither begins nor ends a wait");
  }

  @Test
  void whatComesByTheClockOrByTagsSaysWhatItWaitsFor() {
    TestWorkspace workspace =
        new TestWorkspace()
            .file(
                "campaigns/tagging.yaml",
                "campaign: tagging\nwhen: {event: recharge}\ntag: {rich: 1h}\n")
            .campaign("pair", "{event: app_view, then: {event: purchase}, within: 2h}", "")
            .campaign("born", "{yearly: birth_date, at: \"09:00\"}", "")
            .campaign("came", "{tagged: rich}", "")
            .campaign("went", "{untagged: rich}", "");
    List<Event> stream =
        List.of(
            event("2026-03-02T10:00:00Z", "purchase", "amount", 50),
            event("2026-03-02T10:01:00Z", "app_view", "product", "p"),
            profile("2026-03-02T10:02:00Z", Map.of("birth_date", LocalDate.of(1990, 1, 1))),
            event("2026-03-02T10:03:00Z", "recharge", "amount", 5),
            event("2026-03-02T10:04:00Z", "purchase", "amount", 90));

    assertThat(why(workspace, "pair", stream))
        .containsExactly(
            "it completes nothing: no app_view of the 2h before it waits for it",
            "it begins a sequence; purchase must follow within 2h",
            "it waits for app_view, this was profile, which neither begins nor completes its"
                + " sequence",
            "it waits for app_view, this was recharge, which neither begins nor completes its"
                + " sequence",
            null);
    assertThat(why(workspace, "born", stream))
        .startsWith("customer.birth_date is missing", "customer.birth_date is missing")
        .endsWith(
            "its moment comes by the clock: customer.birth_date, at 09:00 of its day every year");
    assertThat(why(workspace, "came", stream))
        .startsWith("the tag rich did not come")
        .endsWith(null, "she had the tag rich already");
    assertThat(why(workspace, "went", stream))
        .startsWith("she had no tag rich")
        .endsWith("she still has the tag rich");
  }

  private static List<String> why(TestWorkspace workspace, String campaign, List<Event> stream) {
    return explain(workspace, campaign, stream, null).stream().map(Explanation::noMoment).toList();
  }

  @Test
  void aResponseIsToldWithWhatItAnswers() {
    TestWorkspace workspace =
        new TestWorkspace()
            .campaign("each", "{event: purchase}", "")
            .campaign("thanks", "{event: response, where: offer == \"care\"}", "class: service");

    assertThat(
            why(
                workspace,
                "thanks",
                List.of(event("2026-03-02T10:00:00Z", "purchase", "amount", 50), response("pack"))))
        .containsExactly(
            "it waits for response, this was purchase", "where offer == \"care\": was pack");
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
  void personalValuesAreInNoReason() {
    TestWorkspace workspace =
        new TestWorkspace()
            .file(
                "schema.yaml",
                """
                customer:
                  name: {type: text, pii: true}
                  push_token: {type: text, pii: true}
                  income: {type: number, pii: true}
                events:
                  call: {number: {type: text, pii: true}}
                """)
            .features("last_number: {latest: call.number}")
            .campaign("called", "{event: call, where: number == \"1\"}", "")
            .campaign("rich", "{cross: customer.income, above: 5000}", "")
            .campaign("known", "{event: call}", "if: ['last_number == \"2\"']");
    List<Event> stream =
        List.of(
            profile("2026-03-02T10:00:00Z", Map.of("name", "SECRET", "income", number("777888"))),
            event("2026-03-02T10:01:00Z", "call", "number", "SECRET"),
            event("2026-03-02T10:02:00Z", "call", "number", "SECRET2"));

    for (String campaign : new String[] {null, "called", "rich", "known"}) {
      assertThat(explain(workspace, campaign, stream, null).toString())
          .contains("***")
          .doesNotContain("SECRET", "777888");
    }
    assertThat(why(workspace, "called", stream)).last().isEqualTo("where number == \"1\": was ***");
  }

  private static java.math.BigDecimal number(String text) {
    return new java.math.BigDecimal(text);
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

  /** The decoder lets no such event in: it stands for whatever a condition may stumble over. */
  @Test
  void whatCannotBeEvaluatedIsSaidAndTheRestIsExplained() {
    TestWorkspace workspace =
        new TestWorkspace()
            .campaign(
                "waits",
                "{event: purchase, where: amount > 5, without: {event: app_view}, "
                    + "within: 1h, match: product}",
                "");
    Event broken = event("2026-03-02T10:00:00Z", "purchase", "amount", "a text");
    Event fine = event("2026-03-02T11:00:00Z", "purchase", "amount", 6, "product", "p");
    assertThat(explain(workspace, "waits", List.of(broken, fine), null))
        .extracting(Explanation::noMoment)
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .isEqualTo(
                        "it begins no wait: where amount > 5: cannot be evaluated"
                            + " (ClassCastException)"),
            second -> assertThat(second).startsWith("it begins a wait of 1h"));
  }
}
