package io.offerflow.pipeline.faults;

import io.offerflow.workspace.Workspace;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a run under faults came to.
 *
 * @param lost pushes that replay makes and the job did not
 * @param twice pushes more than one of a decision
 * @param overCap contacts beyond a rolling cap, counted from the topics
 * @param deadLettersLost records that are no events and have no dead letter
 * @param unlike pushes and records that replay does not make, or makes otherwise, and records that
 *     are missing
 */
public record Verdict(
    int faults,
    int events,
    int pushes,
    int decisions,
    int lost,
    int twice,
    int overCap,
    int deadLettersLost,
    int unlike) {

  static Verdict of(
      int faults, Workspace workspace, Input input, Expected expected, Outputs outputs) {
    Set<String> letters = new HashSet<>(input.deadLetters());
    letters.removeAll(outputs.deadLetters);
    Set<String> more = new HashSet<>(outputs.deadLetters);
    more.removeAll(input.deadLetters());
    int lost = missing(expected.pushes(), outputs.pushes);
    int unlike =
        differences(expected.pushes(), outputs.pushes)
            + missing(expected.decisions(), outputs.decisions)
            + differences(expected.decisions(), outputs.decisions)
            + more.size();
    return new Verdict(
        faults,
        input.events().size(),
        outputs.pushes.size(),
        outputs.decisions.size(),
        lost,
        outputs.twice(),
        Contacted.overCaps(workspace, outputs.contacts.values()),
        letters.size(),
        unlike);
  }

  private static int missing(Map<String, Integer> expected, Map<String, Integer> actual) {
    Set<String> missing = new HashSet<>(expected.keySet());
    missing.removeAll(actual.keySet());
    return missing.size();
  }

  /** Those that are not expected, and those that are otherwise than expected. */
  private static int differences(Map<String, Integer> expected, Map<String, Integer> actual) {
    int differences = 0;
    for (Map.Entry<String, Integer> one : actual.entrySet()) {
      differences += one.getValue().equals(expected.get(one.getKey())) ? 0 : 1;
    }
    return differences;
  }

  /** Whether all is as if nothing had happened. */
  public boolean isClean() {
    return lost + twice + overCap + deadLettersLost + unlike == 0;
  }

  /** For people. */
  public List<String> lines() {
    return List.of(
        faults
            + " faults, "
            + events
            + " events, "
            + decisions
            + " decisions, "
            + pushes
            + " pushes",
        "lost "
            + lost
            + ", twice "
            + twice
            + ", over a cap "
            + overCap
            + ", dead letters lost "
            + deadLettersLost
            + ", unlike replay "
            + unlike);
  }

  /** One object. */
  public String json() {
    return "{\"faults\":%d,\"events\":%d,\"pushes\":%d,\"lost\":%d,\"twice\":%d,\"over_cap\":%d,"
        .concat("\"dead_letters_lost\":%d,\"decisions\":%d,\"unlike\":%d}")
        .formatted(
            faults, events, pushes, lost, twice, overCap, deadLettersLost, decisions, unlike);
  }
}
