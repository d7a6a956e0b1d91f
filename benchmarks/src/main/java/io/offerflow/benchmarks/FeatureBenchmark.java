package io.offerflow.benchmarks;

import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.event.ValueType;
import io.offerflow.feature.Aggregate;
import io.offerflow.feature.Feature;
import io.offerflow.feature.FeatureSet;
import io.offerflow.feature.FeatureStates;
import io.offerflow.feature.Window;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.time.ZoneOffset;
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

/** One more purchase into a count, a sum, a maximum and a distinct count of 30 days. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FeatureBenchmark {
  private static final ZoneId ZONE = ZoneOffset.UTC;
  private static final long WINDOW = TimeUnit.DAYS.toMillis(30);

  /** How many purchases a window holds: one, few, as many as are kept exactly, and many more. */
  @Param({"1", "16", "128", "1000"})
  private int purchases;

  private FeatureSet set;
  private FeatureStates states;
  private long step;
  private long number;

  @Setup
  public void setUp() {
    set =
        new FeatureSet(
            List.of(
                feature("count", Aggregate.COUNT, null),
                feature("sum", Aggregate.SUM, "amount"),
                feature("max", Aggregate.MAX, "amount"),
                feature("distinct", Aggregate.DISTINCT, "store")));
    states = new FeatureStates();
    step = WINDOW / purchases;
    for (int i = 0; i < 2 * purchases; i++) {
      add();
    }
  }

  @Benchmark
  public int add() {
    Event event = purchase();
    return states.add(set, event, event.time(), ZONE);
  }

  @Benchmark
  public Object addAndReadAll() {
    Event event = purchase();
    states.add(set, event, event.time(), ZONE);
    Object last = null;
    for (int i = 0; i < set.size(); i++) {
      last = states.value(set, i, event.time(), ZONE);
    }
    return last;
  }

  private Event purchase() {
    number++;
    Fields fields =
        Fields.of("amount", BigDecimal.valueOf(number * 7 % 10_000, 2), "store", "s" + number % 40);
    return Event.of("purchase", "e" + number, "c", Town.START + number * step, fields);
  }

  private static Feature feature(String name, Aggregate aggregate, String field) {
    return new Feature(
        name,
        aggregate,
        "purchase",
        field,
        null,
        new Window.Rolling(WINDOW),
        null,
        ValueType.NUMBER,
        false);
  }
}
