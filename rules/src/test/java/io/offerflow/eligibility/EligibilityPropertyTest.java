package io.offerflow.eligibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.condition.Condition;
import io.offerflow.condition.Given;
import io.offerflow.condition.RandomConditions;
import io.offerflow.condition.Truth;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;

/**
 * Drools and the plain evaluator are two implementations of one language: on random conditions and
 * random values, missing ones included, they find the same campaigns.
 */
class EligibilityPropertyTest {
  private static final List<String> TRIGGERS =
      List.of("event purchase", "enter airport", "leave \"mall\" \\ 1\n", "enter 机场", "cross x");

  /** Compiling is slow and evaluating is fast, so few sets of many rules meet many values. */
  @Property(tries = 2, shrinking = ShrinkingMode.OFF)
  void droolsFindsWhatThePlainEvaluatorCallsTrue(@ForAll long seed) {
    Random random = new Random(seed);
    List<CampaignRule> rules = rules(random, 220);
    RandomConditions values = new RandomConditions(random.nextLong());
    int found = 0;
    try (Eligibility.Session session = Eligibility.compile(rules).open()) {
      for (int i = 0; i < 600; i++) {
        String trigger = TRIGGERS.get(random.nextInt(TRIGGERS.size()));
        Given given = values.values();
        found += assertAsPlain(session, rules, trigger, given);
      }
    }
    assertThat(found).as("true conditions in all").isGreaterThan(1000);
  }

  static List<CampaignRule> rules(Random random, int count) {
    RandomConditions conditions = new RandomConditions(random.nextLong());
    List<CampaignRule> rules = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Condition where = random.nextInt(3) == 0 ? Given.condition(conditions.condition(2)) : null;
      List<Condition> all = new ArrayList<>();
      for (int j = random.nextInt(3); j > 0; j--) {
        all.add(Given.condition(conditions.condition(4)));
      }
      // The last trigger has no rule.
      String trigger = TRIGGERS.get(random.nextInt(TRIGGERS.size() - 1));
      rules.add(new CampaignRule(1000 + i, "campaign \"" + i, trigger, where, all));
    }
    return rules;
  }

  /** Campaigns of two triggers, whose conditions are such comparisons, meet such values. */
  static void findsWhatThePlainEvaluatorCallsTrue(
      Random random, Supplier<String> comparison, Supplier<Given> values) {
    List<CampaignRule> rules = new ArrayList<>();
    for (int i = 0; i < 150; i++) {
      String trigger = eitherTrigger(random);
      List<Condition> conditions =
          Stream.generate(() -> Given.condition(comparison.get()))
              .limit(random.nextInt(4))
              .toList();
      rules.add(new CampaignRule(i, "c" + i, trigger, null, conditions));
    }
    int found = 0;
    try (Eligibility.Session session = Eligibility.compile(rules).open()) {
      for (int i = 0; i < 500; i++) {
        Given given = values.get();
        found += assertAsPlain(session, rules, eitherTrigger(random), given);
      }
    }
    assertThat(found).as("true conditions in all").isGreaterThan(1000);
  }

  private static String eitherTrigger(Random random) {
    return "event " + "ab".charAt(random.nextInt(2));
  }

  /** How many were found. */
  private static int assertAsPlain(
      Eligibility.Session session, List<CampaignRule> rules, String trigger, Given given) {
    Set<Integer> byDrools = new TreeSet<>();
    session.eligible(trigger, given, index -> assertThat(byDrools.add(index)).isTrue());
    assertThat(byDrools).isEqualTo(plainly(rules, trigger, given));
    return byDrools.size();
  }

  static Set<Integer> plainly(List<CampaignRule> rules, String trigger, Given given) {
    Set<Integer> found = new TreeSet<>();
    for (CampaignRule rule : rules) {
      boolean where = rule.where() == null || rule.where().test(given) == Truth.TRUE;
      if (where
          && rule.trigger().equals(trigger)
          && rule.conditions().stream().allMatch(each -> each.test(given) == Truth.TRUE)) {
        found.add(rule.index());
      }
    }
    return found;
  }
}
