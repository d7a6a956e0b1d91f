package io.offerflow.pipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.decision.Decision;
import io.offerflow.decision.Outcome;
import org.junit.jupiter.api.Test;

class TallyTest {

  @Test
  void anEmptyReplayHasNoOutcomes() {
    assertThat(new Tally().line()).isEqualTo("0 events, 0 duplicates, 0 dead letters, 0 decisions");
  }

  @Test
  void outcomesStandInTheOrderOfTheContract() {
    Tally tally = new Tally();
    tally.handled(Outcome.Fate.ACCEPTED);
    tally.handled(Outcome.Fate.DUPLICATE);
    tally.handled(Outcome.Fate.UNMATCHED);
    tally.dead();
    tally.decided(Decision.Kind.NONE);
    tally.decided(Decision.Kind.OFFERED);
    tally.decided(Decision.Kind.NONE);

    assertThat(tally.line())
        .isEqualTo(
            "3 events, 1 duplicate, 1 unmatched, 1 dead letter, 3 decisions: 1 offered, 2 none");
  }
}
