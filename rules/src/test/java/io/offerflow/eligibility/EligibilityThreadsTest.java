package io.offerflow.eligibility;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.condition.Given;
import io.offerflow.condition.RandomConditions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** The tasks of one process share what Drools compiled, each with a fact of its own. */
class EligibilityThreadsTest {
  private static final int THREADS = 4;

  @Test
  void sessionsOfOneBundleDoNotDisturbEachOther() throws InterruptedException, ExecutionException {
    List<CampaignRule> rules = EligibilityPropertyTest.rules(new Random(3), 40);
    Eligibility eligibility = Eligibility.compile(rules);
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Integer>> found = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        long seed = i;
        found.add(threads.submit(() -> evaluate(rules, eligibility, seed)));
      }
      for (Future<Integer> each : found) {
        assertThat(each.get()).isPositive();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static int evaluate(List<CampaignRule> rules, Eligibility eligibility, long seed) {
    Random random = new Random(seed);
    RandomConditions values = new RandomConditions(seed);
    int found = 0;
    try (Eligibility.Session session = eligibility.open()) {
      for (int i = 0; i < 3_000; i++) {
        String trigger = rules.get(random.nextInt(rules.size())).trigger();
        Given given = values.values();
        Set<Integer> byDrools = new TreeSet<>();
        session.eligible(trigger, given, byDrools::add);
        assertThat(byDrools).isEqualTo(EligibilityPropertyTest.plainly(rules, trigger, given));
        found += byDrools.size();
      }
    }
    return found;
  }
}
