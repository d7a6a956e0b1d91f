package io.offerflow.benchmarks;

import io.offerflow.condition.Values;
import io.offerflow.eligibility.CampaignRule;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.Predicate;

/**
 * The same campaigns as predicates in Java, indexed by what triggers them: the floor of all rule
 * engines, for who may build and deploy anew with each change of a campaign.
 */
final class HandWritten {
  /** What a programmer would read out of the state once for all predicates. */
  record Customer(String tier, BigDecimal fee, BigDecimal spend) {}

  private record Campaign(int index, Predicate<Customer> isEligible) {}

  private final Map<String, List<Campaign>> byTrigger = new HashMap<>();

  HandWritten(List<CampaignRule> rules) {
    for (CampaignRule rule : rules) {
      byTrigger
          .computeIfAbsent(rule.trigger(), trigger -> new ArrayList<>())
          .add(new Campaign(rule.index(), predicate(rule.index())));
    }
  }

  private static Predicate<Customer> predicate(int index) {
    BigDecimal least = Triggered.leastSpend(index);
    BigDecimal below = Triggered.feeBelow(index);
    return customer ->
        ("gold".equals(customer.tier) || "platinum".equals(customer.tier))
            && customer.spend != null
            && customer.spend.compareTo(least) >= 0
            && customer.fee != null
            && customer.fee.compareTo(below) < 0;
  }

  /** Calls back with the index of each that is eligible, as the engine does. */
  void eligible(String trigger, Values values, IntConsumer found) {
    Customer customer =
        new Customer(
            (String) values.get(Triggered.TIER),
            (BigDecimal) values.get(Triggered.FEE),
            (BigDecimal) values.get(Triggered.SPEND));
    for (Campaign campaign : byTrigger.getOrDefault(trigger, List.of())) {
      if (campaign.isEligible.test(customer)) {
        found.accept(campaign.index);
      }
    }
  }
}
