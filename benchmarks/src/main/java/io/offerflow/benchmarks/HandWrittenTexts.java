package io.offerflow.benchmarks;

import io.offerflow.condition.Ref;
import io.offerflow.condition.Values;
import io.offerflow.eligibility.CampaignRule;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.Predicate;

/** The same as {@link HandWritten} for campaigns that differ in texts. */
final class HandWrittenTexts {
  private record Customer(String contract, String town, String payment, Set<String> tags) {}

  private record Campaign(int index, Predicate<Customer> isEligible) {}

  private final Map<String, List<Campaign>> byTrigger = new HashMap<>();

  HandWrittenTexts(List<CampaignRule> rules) {
    for (CampaignRule rule : rules) {
      byTrigger
          .computeIfAbsent(rule.trigger(), trigger -> new ArrayList<>())
          .add(new Campaign(rule.index(), predicate(rule.index())));
    }
  }

  private static Predicate<Customer> predicate(int index) {
    String contract = Worded.contract(index);
    Set<String> towns = Set.copyOf(Worded.towns(index));
    String payment = Worded.payment(index);
    String declined = Worded.declined(index);
    return customer ->
        contract.equals(customer.contract)
            && customer.town != null
            && towns.contains(customer.town)
            && customer.payment != null
            && !payment.equals(customer.payment)
            && !customer.tags.contains(declined);
  }

  /** Calls back with the index of each that is eligible, as the engine does. */
  @SuppressWarnings("unchecked")
  void eligible(String trigger, Values values, IntConsumer found) {
    Customer customer =
        new Customer(
            (String) values.get(Worded.CONTRACT),
            (String) values.get(Worded.TOWN),
            (String) values.get(Worded.PAYMENT),
            (Set<String>) values.get(Ref.Ambient.TAGS));
    for (Campaign campaign : byTrigger.getOrDefault(trigger, List.of())) {
      if (campaign.isEligible.test(customer)) {
        found.accept(campaign.index);
      }
    }
  }
}
