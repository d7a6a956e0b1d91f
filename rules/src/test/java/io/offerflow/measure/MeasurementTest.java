package io.offerflow.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.decision.Decision;
import io.offerflow.decision.Result;
import io.offerflow.event.Fields;
import io.offerflow.measure.Funnel.Step;
import io.offerflow.measure.Funnel.Took;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is counted: contacts and what they led to, reasons and days. */
class MeasurementTest extends Measuring {
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
    response(customer, at, Fields.of("decision", decision, "offer", offer, "kind", "presented"));
  }

  @Test
  void whatTheWorkspaceDoesNotHaveIsSaid() {
    decide("d1", "c", 0, "gone", Decision.Kind.OFFERED, null, null, null);
    Measured measured = measured();
    assertThat(measured.unknown()).containsExactly("campaign gone");
    assertThat(of(measured, "gone").title()).isEqualTo("gone");
  }
}
