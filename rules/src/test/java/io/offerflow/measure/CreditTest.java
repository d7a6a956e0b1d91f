package io.offerflow.measure;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.decision.Decision;
import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.measure.Funnel.Step;
import io.offerflow.measure.Funnel.Took;
import org.junit.jupiter.api.Test;

/** Which contact a success is credited to. */
class CreditTest extends Measuring {
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
}
