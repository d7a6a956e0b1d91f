package io.offerflow.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The table of goals says of each figure whether it is met. */
final class GoalTest {

  @Test
  void eachGoalIsMetOrMissed() {
    Map<String, Object> figures = new HashMap<>();
    Goal.ALL.forEach(goal -> figures.put(goal.figure(), goal.bound()));
    figures.put("drain_over_rocksdb_floor", 0.79);
    figures.put("state_bytes", 401);
    assertThat(Goal.table(figures, new RulesBenchmark()))
        .anyMatch(row -> row.contains("| 0.790 | at least 0.800 | missed |"))
        .anyMatch(row -> row.contains("| 401 | at most 400 | missed |"))
        .anyMatch(row -> row.contains("| 1,000 | at most 1,000 | met |"))
        .anyMatch(row -> row.contains("| 150,000 | at least 150,000 | met |"));
  }
}
