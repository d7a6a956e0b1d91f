package io.offerflow.decision;

import io.offerflow.decision.Decision.Cause;
import io.offerflow.event.Event;
import io.offerflow.moment.Occurrence;
import java.util.Collections;
import java.util.List;
import java.util.SortedSet;

/**
 * From the moments of a cause to its decision: first the campaigns that tag, then all others. For
 * one thread.
 */
final class Concluding {
  private static final SortedSet<String> NO_TAGS = Collections.emptySortedSet();

  private final TagRound tagRound;
  private final Conclusion conclusion;
  private final Call call;

  Concluding(TagRound tagRound, Conclusion conclusion, Call call) {
    this.tagRound = tagRound;
    this.conclusion = conclusion;
    this.call = call;
  }

  /**
   * @param id of the decision
   */
  void ofEvent(Event event, String id, List<Occurrence> occurrences) {
    CauseValues values = call.values(event);
    TagRound.Round round =
        tagRound.run(call.state, occurrences, values, NO_TAGS, event, event.time());
    conclude(new Decision.EventCause(event.id(), event.type()), id, round, values.retagged());
  }

  /**
   * @param id of the decision
   * @param ended the tags whose lifetime ends with this cause
   */
  void ofTimer(
      Decision.TimerCause due, String id, List<Occurrence> occurrences, SortedSet<String> ended) {
    CauseValues values = call.values(null);
    TagRound.Round round = tagRound.run(call.state, occurrences, values, ended, null, due.due());
    conclude(due, id, round, values.retagged());
  }

  /**
   * @param round the campaigns that tag, and the moments of the others
   * @param values hers with the tags that she has by now
   */
  private void conclude(Cause cause, String id, TagRound.Round round, CauseValues values) {
    Decision decision = conclusion.of(call.customer, call.state, cause, id, round, values);
    if (decision != null) {
      call.decisions.add(decision);
    }
  }
}
