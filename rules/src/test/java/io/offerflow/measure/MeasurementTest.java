package io.offerflow.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.decision.Decision;
import io.offerflow.decision.Result;
import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.measure.Funnel.Step;
import io.offerflow.measure.Funnel.Took;
import io.offerflow.measure.Uplift.Verdict;
import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import io.offerflow.workspace.Workspace;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MeasurementTest {
  private static final long HOUR = 3_600_000;
  private static final long START = Story.at("2026-03-02T10:00:00Z");

  private final Workspace workspace =
      new TestWorkspace()
          .campaign(
              "data",
              "{event: recharge}",
              "title: Data pack\nsuccess: {event: purchase, where: 'product == \"pack\"', within: 7d}")
          .campaign(
              "care",
              "{event: recharge}",
              "class: service\noffer: care\nsuccess: {event: purchase, within: 2d}")
          .campaign("plain", "{event: app_view}", "")
          .campaign(
              "survey",
              "{event: app_view}",
              "offer: care\n"
                  + "success: {event: response, where: 'kind == \"replied\"', within: 1d}")
          .read();

  private final List<Decided> decisions = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();
  private Design design = Design.NONE;

  private static long hours(double hours) {
    return START + (long) (hours * HOUR);
  }

  private void offered(String id, String customer, double at, String campaign) {
    decide(id, customer, at, campaign, Decision.Kind.OFFERED, null, null, null);
  }

  private void ghost(String id, String customer, double at, String campaign, String arm) {
    decide(id, customer, at, campaign, Decision.Kind.CONTROL, arm, null, null);
  }

  private void decide(
      String id,
      String customer,
      double at,
      String campaign,
      Decision.Kind outcome,
      String arm,
      String variant,
      String event) {
    String offer = campaign.equals("data") || campaign.equals("plain") ? "pack" : "care";
    Result result = outcome == Decision.Kind.OFFERED ? Result.WON : Result.CONTROL;
    decisions.add(
        new Decided(
            id,
            customer,
            hours(at),
            event,
            event == null ? null : "purchase",
            outcome,
            campaign,
            offer,
            "sms",
            variant,
            arm,
            List.of(new Decided.Considered(campaign, result, null))));
  }

  private Event bought(String customer, double at, String product) {
    Event event =
        Event.of(
            "purchase",
            "p" + events.size(),
            customer,
            hours(at),
            Fields.of("product", product, "amount", BigDecimal.TEN));
    events.add(event);
    return event;
  }

  private void response(String customer, double at, String decision, String kind) {
    events.add(
        Event.of(
            "response",
            "r" + events.size(),
            customer,
            hours(at),
            Fields.of("decision", decision, "kind", kind)));
  }

  private Measured measured() {
    Measurement measurement = new Measurement(workspace, design);
    decisions.forEach(measurement::decided);
    events.forEach(measurement::happened);
    return measurement.result();
  }

  private static Measured.CampaignResult of(Measured measured, String campaign) {
    return measured.campaigns().stream()
        .filter(one -> one.id().equals(campaign))
        .findFirst()
        .orElseThrow();
  }

  private static long converted(Measured measured, String campaign) {
    return of(measured, campaign).funnel().converted();
  }

  @Test
  void aSuccessIsCreditedOnceToTheLatestContact() {
    offered("d1", "c", 0, "data");
    offered("d2", "c", 1, "care");
    offered("d3", "c", 2, "plain");
    bought("c", 3, "pack");
    Measured measured = measured();
    assertThat(converted(measured, "care")).isEqualTo(1);
    assertThat(converted(measured, "data")).isZero();
    assertThat(converted(measured, "plain")).isZero();
  }

  @Test
  void aSecondSuccessGoesToTheLatestContactThatHasNone() {
    offered("d1", "c", 0, "data");
    offered("d2", "c", 1, "care");
    bought("c", 3, "pack");
    bought("c", 4, "pack");
    bought("c", 5, "pack");
    Measured measured = measured();
    assertThat(converted(measured, "care")).isEqualTo(1);
    assertThat(converted(measured, "data")).isEqualTo(1);
    assertThat(measured.all().earned()).isEqualTo(2);
  }

  @Test
  void itsConditionMustBeTrueAndItsTimeNotOver() {
    offered("d1", "c", 0, "data");
    bought("c", 1, "other");
    bought("c", 7 * 24, "pack");
    offered("d2", "late", 0, "data");
    bought("late", 7 * 24 + 0.001, "pack");
    offered("d3", "before", 5, "data");
    bought("before", 4, "pack");
    assertThat(converted(measured(), "data")).isEqualTo(1);
  }

  @Test
  void theEventThatCausedTheContactComesBeforeIt() {
    Event first = bought("c", 0, "pack");
    Event second = bought("c", 0, "pack");
    decide("d1", "c", 0, "data", Decision.Kind.OFFERED, null, null, first.id());
    decide("d2", "c", 0, "data", Decision.Kind.OFFERED, null, null, second.id());
    bought("timer", 0, "pack");
    offered("d3", "timer", 0, "data");
    assertThat(converted(measured(), "data")).isEqualTo(1);
  }

  @Test
  void aMessageThatFailedIsCreditedNothingAndCostsNothing() {
    offered("d1", "c", 0, "data");
    offered("d2", "c", 1, "data");
    response("c", 2, "d2", "failed");
    bought("c", 3, "pack");
    Funnel funnel = of(measured(), "data").funnel();
    assertThat(funnel.failed()).isEqualTo(1);
    assertThat(funnel.converted()).isEqualTo(1);
    assertThat(funnel.times().get(Step.TO_CONVERTED)).isEqualTo(new Took(1, 3 * HOUR, 3 * HOUR));
  }

  @Test
  void aRepeatedEventCountsOnce() {
    offered("d1", "c", 0, "data");
    offered("d2", "c", 1, "data");
    Event bought = bought("c", 2, "pack");
    events.add(bought);
    assertThat(converted(measured(), "data")).isEqualTo(1);
  }

  @Test
  void aDecisionThatStandsTwiceCountsOnce() {
    offered("d1", "c", 0, "data");
    offered("d1", "c", 0, "data");
    Measured measured = measured();
    assertThat(of(measured, "data").funnel().contacts()).isEqualTo(1);
    assertThat(measured.decisions()).isEqualTo(Map.of(Decision.Kind.OFFERED, 1L));
    assertThat(measured.reasons()).containsExactly(new Reason("data", Result.WON, null, 1));
  }

  @Test
  void whatWasReachedIsReachedWithAllBeforeIt() {
    offered("d1", "c", 0, "data");
    offered("d2", "c", 1, "data");
    response("c", 0.5, "d1", "delivered");
    response("c", 0.6, "d1", "delivered");
    response("c", 1.5, "d1", "clicked");
    response("c", 2, "d1", "accepted");
    response("c", 3, "d2", "accepted");
    response("c", 4, "d2", "delivered");
    response("c", 5, "d2", "unsubscribed");
    response("c", 5, "nobody's", "accepted");
    Funnel funnel = of(measured(), "data").funnel();
    assertThat(funnel.delivered()).isEqualTo(2);
    assertThat(funnel.engaged()).isEqualTo(2);
    assertThat(funnel.accepted()).isEqualTo(2);
    assertThat(funnel.unsubscribed()).isEqualTo(1);
    assertThat(funnel.times())
        .containsEntry(Step.TO_DELIVERED, new Took(2, HOUR / 2, 3 * HOUR))
        .containsEntry(Step.DELIVERED_TO_ENGAGED, new Took(1, HOUR, HOUR))
        .containsEntry(Step.ENGAGED_TO_ACCEPTED, new Took(1, HOUR / 2, HOUR / 2))
        .containsEntry(Step.TO_ACCEPTED, new Took(2, 2 * HOUR, 2 * HOUR));
  }

  @Test
  void valueIsEarnedOnceByAcceptanceOrSuccess() {
    offered("d1", "c", 0, "data");
    response("c", 1, "d1", "accepted");
    bought("c", 2, "pack");
    offered("d2", "c", 3, "data");
    Funnel funnel = of(measured(), "data").funnel();
    assertThat(funnel.earned()).isEqualTo(1);
    assertThat(funnel.value()).isEqualByComparingTo("10");
    assertThat(funnel.cost()).isEqualByComparingTo("0");
    assertThat(funnel.roi()).isNull();
  }

  @Test
  void aReplyIsCreditedToWhatItAnswers() {
    offered("d1", "c", 0, "survey");
    offered("d2", "c", 1, "survey");
    response("c", 2, "d1", "replied");
    Measured measured = measured();
    assertThat(converted(measured, "survey")).isEqualTo(1);
    assertThat(of(measured, "survey").funnel().times().get(Step.TO_CONVERTED))
        .isEqualTo(new Took(1, 2 * HOUR, 2 * HOUR));
  }

  @Test
  void erasureEndsWhatCouldBeCredited() {
    offered("d1", "c", 0, "data");
    events.add(Event.of("erase", "x", "c", hours(1), Fields.NONE));
    bought("c", 1, "pack");
    bought("c", 2, "pack");
    assertThat(converted(measured(), "data")).isZero();
  }

  @Test
  void mergedCustomersAreOne() {
    offered("d1", "old", 0, "data");
    events.add(Event.of("merge", "m", "old", hours(1), Fields.of("into", "new")));
    bought("new", 2, "pack");
    offered("d2", "other", 0, "data");
    events.add(Event.of("merge", "m2", "nobody", hours(1), Fields.of("into", "other")));
    bought("nobody", 2, "pack");
    assertThat(converted(measured(), "data")).isEqualTo(2);
  }

  @Test
  void thoseLeftAloneAreComparedByCustomerAndByIntention() {
    design = new Design(0.5, Set.of(), Map.of(), Map.of());
    for (int i = 0; i < 200; i++) {
      String customer = "c" + i;
      if (i % 2 == 0) {
        offered("a" + i, customer, 0, "data");
        offered("b" + i, customer, 1, "data");
      } else {
        ghost("a" + i, customer, 0, "data", "control");
      }
      response(customer, 2, "a" + i, "failed");
      response(customer, 2, "b" + i, "failed");
      if (i % 2 == 0 ? i < 100 : i < 40) {
        bought(customer, 3, "pack");
        bought(customer, 4, "pack");
      }
    }
    Measured measured = measured();
    Uplift uplift = measured.uplifts().get(0);
    assertThat(measured.uplifts()).hasSize(1);
    assertThat(uplift.contacted()).isEqualTo(100);
    assertThat(uplift.contactedSuccesses()).isEqualTo(50);
    assertThat(uplift.alone()).isEqualTo(100);
    assertThat(uplift.aloneSuccesses()).isEqualTo(20);
    assertThat(uplift.verdict()).isEqualTo(Verdict.MORE);
    assertThat(measured.overall().contactedSuccesses()).isEqualTo(50);
    assertThat(measured.overall().campaign()).isNull();
    assertThat(measured.checks()).extracting(ShareCheck::alarm).containsExactly(false, false);
    assertThat(converted(measured, "data")).isZero();
    assertThat(of(measured, "data").ghosts().converted()).isEqualTo(20);
  }

  @Test
  void aHoldOutIsComparedWithinItsCampaignAndCountsAsContactedOverAll() {
    design = new Design(0.1, Set.of("care"), Map.of("data", 0.2), Map.of());
    offered("d1", "c1", 0, "data");
    ghost("d2", "c2", 0, "data", "hold-out");
    offered("d3", "c2", 1, "care");
    ghost("d4", "c3", 0, "data", "control");
    bought("c2", 2, "pack");
    Measured measured = measured();
    assertThat(measured.uplifts())
        .extracting(Uplift::against)
        .containsExactly("hold-out", "control");
    assertThat(measured.overall().contacted()).isEqualTo(2);
    assertThat(measured.overall().contactedSuccesses()).isEqualTo(1);
    assertThat(measured.uplifts()).extracting(Uplift::verdict).containsOnly(Verdict.TOO_FEW);
    assertThat(design.arms("data")).containsEntry("hold-out", 0.9 * 0.2);
    assertThat(design.arms("care")).containsOnlyKeys("contacted");
  }

  @Test
  void whoIsInTwoArmsIsInNoComparison() {
    design = new Design(0.5, Set.of(), Map.of(), Map.of());
    offered("d1", "c1", 0, "data");
    ghost("d2", "c1", 1, "data", "control");
    ghost("d3", "c2", 1, "data", "control");
    Measured measured = measured();
    assertThat(of(measured, "data").mixed()).isEqualTo(1);
    assertThat(measured.uplifts().get(0).alone()).isEqualTo(1);
    assertThat(measured.uplifts().get(0).difference()).isNull();
    assertThat(measured.uplifts().get(0).verdict()).isEqualTo(Verdict.TOO_FEW);
  }

  @Test
  void anAnswerIsNoSuccessOfThoseWhoWereNotAsked() {
    design = new Design(0.5, Set.of(), Map.of(), Map.of());
    offered("d1", "c1", 0, "survey");
    ghost("d2", "c2", 0, "survey", "control");
    Measured measured = measured();
    assertThat(measured.uplifts().get(0).verdict()).isEqualTo(Verdict.NOT_COMPARABLE);
    assertThat(measured.overall()).isNull();
  }

  @Test
  void variantsOfTheWrongSizesSetOffTheAlarm() {
    design = new Design(0, Set.of(), Map.of(), Map.of("data", Map.of("a", 0.5, "b", 0.5)));
    for (int i = 0; i < 200; i++) {
      String variant = i % 4 == 0 ? "a" : "b";
      decide("d" + i, "c" + i, 0, "data", Decision.Kind.OFFERED, null, variant, null);
    }
    Measured measured = measured();
    assertThat(measured.checks()).hasSize(1);
    assertThat(measured.checks().get(0).of()).isEqualTo("variants");
    assertThat(measured.checks().get(0).alarm()).isTrue();
    assertThat(measured.cells()).extracting(Measured.Cell::variant).containsExactly("a", "b");
  }

  @Test
  void theDesignIsThatOfTheFiles() {
    Workspace tested =
        new TestWorkspace()
            .policy("classes: {sales: {}, service: {ignores: [control]}}\ncontrol group: 5%\n")
            .campaign(
                "data",
                "{event: recharge}",
                "hold out: 10%\nvariants: {a: {share: 30%}, b: {share: 70%}}\n")
            .campaign("care", "{event: recharge}", "class: service\noffer: care\n")
            .read();
    assertThat(Design.of(tested))
        .isEqualTo(
            new Design(
                0.05,
                Set.of("care"),
                Map.of("data", 0.1),
                Map.of("data", Map.of("a", 0.3, "b", 0.7))));
  }

  @Test
  void reasonsAreCountedByRule() {
    decisions.add(none("d1", "a", Result.CONDITION, "spend < 50: was 72"));
    decisions.add(none("d2", "b", Result.CONDITION, "spend < 50: was 80"));
    decisions.add(none("d3", "b", Result.CAP, "max 1 last 24h on sms"));
    Measured measured = measured();
    assertThat(measured.reasons())
        .containsExactly(
            new Reason("data", Result.CONDITION, null, 2),
            new Reason("data", Result.CONDITION, "spend < 50", 2),
            new Reason("data", Result.CAP, null, 1),
            new Reason("data", Result.CAP, "max 1 last 24h on sms", 1));
    assertThat(measured.days()).hasSize(1);
    assertThat(measured.days().get(0).capped()).isEqualTo(1);
    assertThat(measured.decisions()).isEqualTo(Map.of(Decision.Kind.NONE, 3L));
  }

  private static Decided none(String id, String customer, Result result, String detail) {
    return new Decided(
        id,
        customer,
        START,
        null,
        null,
        Decision.Kind.NONE,
        null,
        null,
        null,
        null,
        null,
        List.of(new Decided.Considered("data", result, detail)));
  }

  @Test
  void daysFollowTheCalendarOfTheWorkspace() {
    offered("d1", "c", 13.5, "data");
    bought("c", 14.5, "pack");
    Measured measured = measured();
    assertThat(measured.days()).extracting(Measured.Day::contacts).containsExactly(1L, 0L);
    assertThat(measured.days()).extracting(Measured.Day::converted).containsExactly(0L, 1L);
  }

  @Test
  void nothingDecidedIsNothingMeasured() {
    bought("c", 1, "pack");
    Measured measured = measured();
    assertThat(measured.from()).isNull();
    assertThat(measured.to()).isNull();
    assertThat(measured.all().contacts()).isZero();
    assertThat(measured.campaigns()).hasSize(4);
  }

  @Test
  void anEntryOfAnAnswerIsAContactOnceItIsPresented() {
    decisions.add(answered("d1", "c"));
    decisions.add(answered("d2", "silent"));
    presented("c", 1, "d1", "care");
    presented("c", 2, "d1", "care");
    presented("c", 3, "d1", "pack");
    presented("c", 25, "d1", "nothing");
    presented("silent", 24.1, "d2", "pack");
    response("c", 4, "d1", "accepted");
    bought("c", 26, "x");
    Measured measured = measured();
    assertThat(of(measured, "care").funnel().contacts()).isEqualTo(1);
    assertThat(of(measured, "care").funnel().converted()).isEqualTo(1);
    assertThat(of(measured, "data").funnel().contacts()).isEqualTo(1);
    assertThat(of(measured, "data").funnel().accepted()).isEqualTo(1);
    assertThat(measured.all().delivered()).isEqualTo(2);
    assertThat(measured.uplifts()).isEmpty();
  }

  private static Decided answered(String id, String customer) {
    List<Decided.Considered> entries =
        List.of(
            new Decided.Considered("care", Result.OUTRANKED, "0.4 < 0.6"),
            new Decided.Considered("data", Result.WON, null));
    Decision.Kind outcome = Decision.Kind.ANSWERED;
    return new Decided(
        id, customer, START, "q", "ask", outcome, "data", "pack", "desk", null, null, entries);
  }

  private void presented(String customer, double at, String decision, String offer) {
    events.add(
        Event.of(
            "response",
            "r" + events.size(),
            customer,
            hours(at),
            Fields.of("decision", decision, "offer", offer, "kind", "presented")));
  }

  @Test
  void whatTheWorkspaceDoesNotHaveIsSaid() {
    decide("d1", "c", 0, "gone", Decision.Kind.OFFERED, null, null, null);
    Measured measured = measured();
    assertThat(measured.unknown()).containsExactly("campaign gone");
    assertThat(of(measured, "gone").title()).isEqualTo("gone");
  }
}
