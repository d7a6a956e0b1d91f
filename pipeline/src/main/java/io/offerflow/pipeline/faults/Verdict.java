package io.offerflow.pipeline.faults;

import io.offerflow.event.Event;
import io.offerflow.workspace.Workspace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a run under faults came to.
 *
 * @param deploys how often other rules, or other pauses, were put into force
 * @param bundles how many there are that decisions name
 * @param lost pushes that replay makes and the job did not
 * @param twice pushes more than one of a decision
 * @param overCap contacts beyond a rolling cap, counted from the topics
 * @param deadLettersLost records that are no events and have no dead letter
 * @param unlike pushes and records that replay does not make, or makes otherwise, and records that
 *     are missing
 * @param superseded pushes and records of runs whose work the next one did again by other rules
 */
public record Verdict(
    int faults,
    int deploys,
    int bundles,
    int events,
    int pushes,
    int decisions,
    int lost,
    int twice,
    int overCap,
    int deadLettersLost,
    int unlike,
    int superseded) {

  /**
   * Holds what was put out to what replay makes.
   *
   * @param log hears of the customers for whom that differs
   */
  static Verdict of(
      int faults,
      Workspace workspace,
      Input input,
      InForce inForce,
      Outputs outputs,
      Consumer<String> log) {
    Set<String> letters = new HashSet<>(input.deadLetters());
    letters.removeAll(outputs.deadLetters);
    Set<String> more = new HashSet<>(outputs.deadLetters);
    more.removeAll(input.deadLetters());
    Story.Ending told = told(workspace, input, inForce, outputs, log);
    return new Verdict(
        faults,
        inForce.changes(),
        outputs.bundles.size(),
        input.events().size(),
        outputs.pushes(),
        outputs.decisions(),
        told.lost(),
        outputs.twice(),
        Contacted.overCaps(workspace, inForce.classes(), outputs.contacts.values()),
        letters.size(),
        told.unlike() + more.size(),
        told.superseded());
  }

  private static Story.Ending told(
      Workspace workspace, Input input, InForce inForce, Outputs outputs, Consumer<String> log) {
    Map<String, List<Event>> events = new HashMap<>();
    long clock = Long.MIN_VALUE;
    for (Event event : input.events()) {
      events.computeIfAbsent(event.customer(), unused -> new ArrayList<>()).add(event);
      clock = Math.max(clock, event.time() - workspace.settings().disorderMillis());
    }
    Set<String> customers = new HashSet<>(events.keySet());
    customers.addAll(outputs.customers.keySet());
    Story.Ending all = Story.Ending.NOTHING;
    for (String customer : customers) {
      List<Event> hers = events.getOrDefault(customer, List.of());
      Story.Ending ending =
          Story.of(customer, hers, outputs.of(customer), inForce, outputs.runs, clock);
      if (ending.lost() + ending.unlike() > 0) {
        log.accept(customer + ": lost " + ending.lost() + ", unlike " + ending.unlike());
      }
      all = all.plus(ending);
    }
    return all;
  }

  /** Whether all is as if nothing had happened. */
  public boolean isClean() {
    return lost + twice + overCap + deadLettersLost + unlike == 0;
  }

  /** For people. */
  public List<String> lines() {
    return List.of(
        "%d faults, %d deploys, %d events, %d decisions by %d bundles, %d pushes"
            .formatted(faults, deploys, events, decisions, bundles, pushes),
        "lost %d, twice %d, over a cap %d, dead letters lost %d, unlike replay %d"
            .formatted(lost, twice, overCap, deadLettersLost, unlike),
        "superseded by other rules " + superseded);
  }

  /** One object. */
  public String json() {
    return "{\"faults\":%d,\"events\":%d,\"pushes\":%d,\"lost\":%d,\"twice\":%d,\"over_cap\":%d,"
        .concat("\"dead_letters_lost\":%d,\"decisions\":%d,\"unlike\":%d,")
        .concat("\"deploys\":%d,\"bundles\":%d,\"superseded\":%d}")
        .formatted(
            faults,
            events,
            pushes,
            lost,
            twice,
            overCap,
            deadLettersLost,
            decisions,
            unlike,
            deploys,
            bundles,
            superseded);
  }
}
