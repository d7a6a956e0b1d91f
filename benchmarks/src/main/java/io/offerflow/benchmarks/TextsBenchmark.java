package io.offerflow.benchmarks;

import io.offerflow.condition.Values;
import io.offerflow.eligibility.CampaignRule;
import io.offerflow.eligibility.Eligibility;
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
import org.openjdk.jmh.annotations.TearDown;

/**
 * {@link EligibilityBenchmark} for campaigns that differ in texts and tags, where that one's differ
 * in numbers. What the job runs, and the floor.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TextsBenchmark {
  @Param({"10", "100", "1000"})
  private int campaigns;

  /** A percentage of them is triggered. */
  @Param({"10", "100"})
  private String triggered;

  private List<CampaignRule> rules;
  private HandWrittenTexts handWritten;
  private Values[] customers;
  private int next;
  private int found;

  @Setup
  public void setUp() {
    rules = Worded.rules(campaigns, Triggered.count(triggered, campaigns));
    handWritten = new HandWrittenTexts(rules);
    customers = Worded.customers();
  }

  /** Apart from the rest, for compiling takes seconds and others need none of it. */
  @State(Scope.Thread)
  public static class Compiled {
    private Eligibility.Session session;

    @Setup
    public void setUp(TextsBenchmark campaigns) {
      session = Eligibility.compile(campaigns.rules).open();
    }

    @TearDown
    public void tearDown() {
      session.close();
    }
  }

  /** What the job runs. */
  @Benchmark
  public int offerflow(Compiled compiled) {
    found = 0;
    compiled.session.eligible(Triggered.TRIGGER, next(), index -> found++);
    return found;
  }

  /** The floor. */
  @Benchmark
  public int handWritten() {
    found = 0;
    handWritten.eligible(Triggered.TRIGGER, next(), index -> found++);
    return found;
  }

  private Values next() {
    next = (next + 1) & (Triggered.CUSTOMERS - 1);
    return customers[next];
  }
}
