package io.offerflow.benchmarks;

import io.offerflow.condition.Condition;
import io.offerflow.condition.Truth;
import io.offerflow.condition.Values;
import io.offerflow.eligibility.CampaignRule;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Which of the campaigns is eligible? What others would write, for the same campaigns. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RivalBenchmark {
  @Param({"100", "1000"})
  private int campaigns;

  /** A percentage of them is triggered, or {@code ten}. */
  @Param({"ten"})
  private String triggered;

  private List<CampaignRule> rules;
  private Values[] customers;
  private int next;

  @Setup
  public void setUp() {
    rules = Triggered.rules(campaigns, Triggered.count(triggered, campaigns));
    customers = Triggered.customers();
  }

  /** Apart from the rest, for compiling takes seconds and not all need it. */
  @State(Scope.Thread)
  public static class Joined {
    private JoinedRules rules;

    @Setup
    public void setUp(RivalBenchmark campaigns) {
      rules = new JoinedRules(campaigns.rules);
    }
  }

  /** A KieSession for each event, over joined facts. */
  @Benchmark
  public int sessionPerEvent(Joined joined) {
    return joined.rules.sessionPerEvent(Triggered.TRIGGER, next());
  }

  /** A stateless session for each event, over one KieBase. */
  @Benchmark
  public int statelessSession(Joined joined) {
    return joined.rules.stateless(Triggered.TRIGGER, next());
  }

  /** Rules as data, as broadcast state holds them: each looked at for each event. */
  @Benchmark
  public int interpreted() {
    Values values = next();
    int eligible = 0;
    for (CampaignRule rule : rules) {
      if (rule.trigger().equals(Triggered.TRIGGER) && isEligible(rule, values)) {
        eligible++;
      }
    }
    return eligible;
  }

  private static boolean isEligible(CampaignRule rule, Values values) {
    for (Condition condition : rule.conditions()) {
      if (condition.test(values) != Truth.TRUE) {
        return false;
      }
    }
    return true;
  }

  private Values next() {
    next = (next + 1) & (Triggered.CUSTOMERS - 1);
    return customers[next];
  }
}
