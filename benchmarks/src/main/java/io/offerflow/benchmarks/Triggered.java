package io.offerflow.benchmarks;

import io.offerflow.condition.Condition;
import io.offerflow.condition.ConditionException;
import io.offerflow.condition.Names;
import io.offerflow.condition.Ref;
import io.offerflow.condition.Values;
import io.offerflow.eligibility.CampaignRule;
import io.offerflow.event.Field;
import io.offerflow.event.ValueType;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiFunction;

/**
 * Campaigns of three conditions each, some of them with the trigger that is measured, and customers
 * to hold them against: one in about twenty pairs is eligible.
 */
final class Triggered {
  static final String TRIGGER = "event t0";

  /** A power of two. */
  static final int CUSTOMERS = 1024;

  static final Ref TIER = new Ref.Customer("tier");
  static final Ref FEE = new Ref.Customer("monthly_fee");
  static final Ref SPEND = new Ref.Feature("spend_30d");

  private Triggered() {}

  /**
   * How many have the trigger.
   *
   * @param share a percentage of all, or {@code ten} of them
   */
  static int count(String share, int campaigns) {
    return share.equals("ten")
        ? Math.min(10, campaigns)
        : Math.max(1, campaigns * Integer.parseInt(share) / 100);
  }

  static List<CampaignRule> rules(int campaigns, int triggered) {
    return rules(campaigns, triggered, Triggered::rule);
  }

  /**
   * Those with the trigger come first.
   *
   * @param rule the campaign of that index with that trigger
   */
  static List<CampaignRule> rules(
      int campaigns, int triggered, BiFunction<Integer, String, CampaignRule> rule) {
    List<CampaignRule> rules = new ArrayList<>();
    for (int i = 0; i < campaigns; i++) {
      rules.add(rule.apply(i, i < triggered ? TRIGGER : "event t" + (1 + i / 10)));
    }
    return rules;
  }

  /** What the campaign of that index asks for: this much spent at least. */
  static BigDecimal leastSpend(int index) {
    return BigDecimal.valueOf(index % 97 * 10L);
  }

  /** And a fee below this. */
  static BigDecimal feeBelow(int index) {
    return BigDecimal.valueOf(50 + index % 89 * 2L);
  }

  private static CampaignRule rule(int index, String trigger) {
    Names names =
        Names.campaign(
            Map.of(
                "tier", Field.of("tier", ValueType.TEXT),
                "monthly_fee", Field.of("monthly_fee", ValueType.NUMBER)),
            null,
            null,
            Map.of("spend_30d", new Names.Known(SPEND, ValueType.NUMBER, false)));
    try {
      List<Condition> conditions =
          List.of(
              Condition.parse("customer.tier in (\"gold\", \"platinum\")", names),
              Condition.parse("spend_30d >= " + leastSpend(index), names),
              Condition.parse("customer.monthly_fee < " + feeBelow(index), names));
      return new CampaignRule(index, "campaign-" + index, trigger, null, conditions);
    } catch (ConditionException e) {
      throw new IllegalStateException(e);
    }
  }

  static Values[] customers() {
    SplittableRandom random = new SplittableRandom(7);
    Values[] customers = new Values[CUSTOMERS];
    for (int i = 0; i < CUSTOMERS; i++) {
      customers[i] = customer(random);
    }
    return customers;
  }

  private static Values customer(SplittableRandom random) {
    Map<Ref, Object> values =
        Map.of(
            TIER,
            random.nextInt(4) == 0 ? "gold" : "silver",
            FEE,
            BigDecimal.valueOf(random.nextInt(250)),
            SPEND,
            BigDecimal.valueOf(random.nextInt(100_000), 2));
    return new Known(values);
  }

  /** A customer of whom this is known. */
  record Known(Map<Ref, Object> values) implements Values {
    @Override
    public Object get(Ref ref) {
      return values.get(ref);
    }

    @Override
    public ZoneId zone() {
      return ZoneOffset.UTC;
    }
  }
}
