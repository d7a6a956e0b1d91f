package io.offerflow.benchmarks;

import io.offerflow.condition.Values;
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

/** Which of the campaigns is eligible? Esper, where it is there. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EsperBenchmark {
  @Param({"100", "1000"})
  private int campaigns;

  /** A percentage of them is triggered, or {@code ten}. */
  @Param({"ten", "10"})
  private String triggered;

  private EsperStatements statements;
  private Values[] customers;
  private int next;

  @Setup
  public void setUp() {
    int count = Triggered.count(triggered, campaigns);
    statements = new EsperStatements(Triggered.rules(campaigns, count));
    customers = Triggered.customers();
  }

  @TearDown
  public void tearDown() {
    statements.close();
  }

  @Benchmark
  public int esper() {
    next = (next + 1) & (Triggered.CUSTOMERS - 1);
    return statements.eligible(Triggered.TRIGGER, customers[next]);
  }
}
