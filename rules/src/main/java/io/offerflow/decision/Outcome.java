package io.offerflow.decision;

import io.offerflow.learning.Lesson;
import java.util.List;

/**
 * What one call of the core came to.
 *
 * @param state hers from now on; null when nothing is kept of her
 * @param decisions in the order in which they were made
 * @param skipped how often a feature left the event out because it is in another currency
 * @param broken features and successes that could not be evaluated and left the event out
 * @param lessons what is known since then of contacts' outcomes; empty where nothing is learned
 * @param reactions what became of contacts by it, in order
 * @param onward what has to be handled under other ids of the same customer, in that order
 * @param nextDue when something of hers is due next, epoch milliseconds; Long.MAX_VALUE for never
 */
public record Outcome(
    CustomerState state,
    Fate fate,
    List<Decision> decisions,
    int skipped,
    List<Broken> broken,
    List<Lesson> lessons,
    List<Reaction> reactions,
    List<Input> onward,
    long nextDue) {

  /** What became of the input. */
  public enum Fate {
    /** It was handled. */
    ACCEPTED,
    /** An event of that type and id was accepted within 24 h: nothing changed. */
    DUPLICATE,
    /** It is not later than her erasure: nothing changed. */
    ERASED,
    /** A response that matches none of her decisions: only her {@code now} moved. */
    UNMATCHED,
    /** Her id was merged into another one, under which it is handled. */
    PASSED_ON
  }
}
