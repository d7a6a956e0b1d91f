package io.offerflow.decision;

import io.offerflow.arbitration.Score;
import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Policy.ContactClass;
import java.util.Comparator;

/** A campaign that arbitration puts in order. */
sealed interface Ranked permits Candidate, Quieted {
  /** Class order, then the greater score, then the smaller campaign id (contract 4.6). */
  Comparator<Ranked> BEST_FIRST =
      Comparator.comparingInt((Ranked one) -> one.contactClass().rank())
          .thenComparing(one -> one.score().value(), Comparator.reverseOrder())
          .thenComparing(one -> one.campaign().id());

  Campaign campaign();

  ContactClass contactClass();

  Score score();
}
