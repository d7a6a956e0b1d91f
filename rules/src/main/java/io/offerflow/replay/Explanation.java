package io.offerflow.replay;

import io.offerflow.decision.CustomerView.Value;
import io.offerflow.decision.Decision;
import io.offerflow.decision.Outcome;
import java.time.ZoneId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One step of a customer's timeline: an event of hers, or her timers that were due at one instant.
 *
 * @param time of the event, or when the timers were due; epoch milliseconds
 * @param now hers with it, epoch milliseconds; later than {@code time} for what came late
 * @param zone her time zone
 * @param id of the event; null for timers
 * @param type of the event; null for timers
 * @param fields that the event carries, in its own order
 * @param fate what became of the event; null for timers
 * @param decision null when no campaign had a moment, or where only one campaign is asked for, when
 *     that one had none. The address and the content of its choice are personal: not to be shown
 * @param noMoment why the campaign that is asked for had no moment; else null
 */
public record Explanation(
    long time,
    long now,
    ZoneId zone,
    String id,
    String type,
    Map<String, Value> fields,
    Outcome.Fate fate,
    Changes changes,
    Decision decision,
    String noMoment) {
  public Explanation {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }

  /** Whether time did it and not an event. */
  public boolean isTimer() {
    return type == null;
  }
}
