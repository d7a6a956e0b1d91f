package io.offerflow.benchmarks;

import io.offerflow.condition.Condition;
import io.offerflow.condition.ConditionException;
import io.offerflow.condition.Names;
import io.offerflow.condition.Ref;
import io.offerflow.condition.Truth;
import io.offerflow.condition.Values;
import io.offerflow.eligibility.CampaignRule;
import io.offerflow.eligibility.Eligibility;
import io.offerflow.event.Field;
import io.offerflow.event.ValueType;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Which of the campaigns is eligible? Ten are triggered whatever their number, each with three
 * conditions; the rest is there to be passed over.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EligibilityBenchmark {
  private static final int TRIGGERED = 10;
  private static final int CUSTOMERS = 1024;
  private static final String TRIGGER = "event t0";

  @Param({"10", "100", "1000"})
  private int campaigns;

  private final List<CampaignRule> rules = new ArrayList<>();
  private List<CampaignRule> triggered;
  private Values[] customers;
  private int next;
  private int found;

  @Setup
  public void setUp() throws ConditionException {
    rules.clear();
    for (int i = 0; i < campaigns; i++) {
      rules.add(rule(i));
    }
    triggered = rules.subList(0, TRIGGERED);
    SplittableRandom random = new SplittableRandom(7);
    customers = new Values[CUSTOMERS];
    for (int i = 0; i < CUSTOMERS; i++) {
      customers[i] = customer(random);
    }
  }

  /** Apart from the rest, for compiling takes seconds and one benchmark needs none of it. */
  @State(Scope.Thread)
  public static class Compiled {
    private Eligibility.Session session;

    @Setup
    public void setUp(EligibilityBenchmark campaigns) {
      session = Eligibility.compile(campaigns.rules).open();
    }

    @TearDown
    public void tearDown() {
      session.close();
    }
  }

  /** What the job runs. */
  @Benchmark
  public int drools(Compiled compiled) {
    found = 0;
    compiled.session.eligible(TRIGGER, next(), index -> found++);
    return found;
  }

  /** The plain evaluator over the ten that are triggered: what Drools is measured against. */
  @Benchmark
  public int syntaxTree() {
    Values values = next();
    int eligible = 0;
    for (CampaignRule rule : triggered) {
      boolean all = true;
      for (Condition condition : rule.conditions()) {
        if (condition.test(values) != Truth.TRUE) {
          all = false;
          break;
        }
      }
      eligible += all ? 1 : 0;
    }
    return eligible;
  }

  private Values next() {
    next = (next + 1) & (CUSTOMERS - 1);
    return customers[next];
  }

  private static CampaignRule rule(int index) throws ConditionException {
    Names names =
        Names.campaign(
            Map.of(
                "tier", Field.of("tier", ValueType.TEXT),
                "monthly_fee", Field.of("monthly_fee", ValueType.NUMBER)),
            null,
            null,
            Map.of("spend_30d", known("spend_30d"), "drops_1h", known("drops_1h")));
    List<Condition> conditions =
        List.of(
            Condition.parse("customer.tier in (\"gold\", \"platinum\")", names),
            Condition.parse("spend_30d >= " + index % 97 * 10, names),
            Condition.parse("customer.monthly_fee < " + (50 + index % 89 * 2), names));
    String trigger = "event t" + index / TRIGGERED;
    return new CampaignRule(index, "campaign-" + index, trigger, null, conditions);
  }

  private static Names.Known known(String feature) {
    return new Names.Known(new Ref.Feature(feature), ValueType.NUMBER, false);
  }

  private static Values customer(SplittableRandom random) {
    Map<Ref, Object> values =
        Map.of(
            new Ref.Customer("tier"),
            random.nextInt(4) == 0 ? "gold" : "silver",
            new Ref.Customer("monthly_fee"),
            BigDecimal.valueOf(random.nextInt(250)),
            new Ref.Feature("spend_30d"),
            BigDecimal.valueOf(random.nextInt(100_000), 2));
    return new Values() {
      @Override
      public Object get(Ref ref) {
        return values.get(ref);
      }

      @Override
      public ZoneId zone() {
        return ZoneOffset.UTC;
      }
    };
  }
}
