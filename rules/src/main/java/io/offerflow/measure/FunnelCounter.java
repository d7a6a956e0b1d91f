package io.offerflow.measure;

import io.offerflow.measure.Funnel.Step;
import java.math.BigDecimal;
import java.util.EnumMap;
import java.util.Map;

/** Counts what one kind of contact came to. */
final class FunnelCounter {
  long contacts;
  long failed;
  long delivered;
  long engaged;
  long accepted;
  long declined;
  long unsubscribed;
  long converted;
  long earned;
  private BigDecimal costs = BigDecimal.ZERO;
  private BigDecimal values = BigDecimal.ZERO;
  private final Map<Step, Durations> times = new EnumMap<>(Step.class);

  void took(Step step, long millis) {
    times.computeIfAbsent(step, unused -> new Durations()).add(millis);
  }

  /** For contacts with one offer, of which nothing was added up so far. */
  void price(BigDecimal cost, BigDecimal value) {
    costs = cost.multiply(BigDecimal.valueOf(contacts - failed));
    values = value.multiply(BigDecimal.valueOf(earned));
  }

  void add(FunnelCounter more) {
    contacts += more.contacts;
    failed += more.failed;
    delivered += more.delivered;
    engaged += more.engaged;
    accepted += more.accepted;
    declined += more.declined;
    unsubscribed += more.unsubscribed;
    converted += more.converted;
    earned += more.earned;
    costs = costs.add(more.costs);
    values = values.add(more.values);
    more.times.forEach(
        (step, durations) ->
            times.computeIfAbsent(step, unused -> new Durations()).addAll(durations));
  }

  Funnel toFunnel() {
    Map<Step, Funnel.Took> took = new EnumMap<>(Step.class);
    times.forEach((step, durations) -> took.put(step, durations.took()));
    return new Funnel(
        contacts,
        failed,
        delivered,
        engaged,
        accepted,
        declined,
        unsubscribed,
        converted,
        earned,
        costs,
        values,
        took);
  }
}
