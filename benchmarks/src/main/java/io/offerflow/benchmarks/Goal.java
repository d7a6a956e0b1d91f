package io.offerflow.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What was set as a goal, by the name of its figure.
 *
 * @param atMost whether the figure is to stay below, or to reach what is written
 */
record Goal(String figure, boolean atMost, double bound, String says) {
  static final List<Goal> ALL =
      List.of(
          new Goal(
              "drain_over_rocksdb_floor",
              false,
              0.8,
              "drain rate of the telecom example with 100 campaigns, of what RocksDB alone allows"),
          new Goal(
              "p99_over_passthrough",
              true,
              1.5,
              "p99 with half of the processors busy, over a pass-through's at the same rate"),
          new Goal("p99_checkpoints_over_none", true, 2, "p99 with checkpoints, over p99 without"),
          new Goal(
              "eligibility_1000_over_10",
              true,
              2,
              "eligibility among 1,000 campaigns of which 10 are triggered, over those 10 alone"),
          new Goal(
              "rules_over_floor",
              true,
              2,
              "eligibility among 1,000 campaigns of which 100 are triggered, over predicates written by hand in Java"),
          new Goal("rules_over_floor_100", true, 5, "the same among 100 of which 10 are triggered"),
          new Goal(
              "session_per_event_over_rules",
              false,
              20,
              "a KieSession for each event over joined facts, over eligibility: 1,000 campaigns, 10 triggered"),
          new Goal("session_per_event_over_rules_100", false, 10, "the same of 100 campaigns"),
          new Goal(
              "allocated_bytes",
              true,
              1000,
              "bytes allocated for an event of a typical customer that triggers nothing, state read and written"),
          new Goal(
              "allocated_held_bytes",
              true,
              1000,
              "the same of one who is held in memory from her last event"),
          new Goal("replay_events_per_s", false, 150_000, "`replay`, events a second"),
          new Goal("state_bytes", true, 400, "state of a typical customer, bytes"));

  static List<String> table(Map<String, Object> figures, RulesBenchmark rules) {
    List<String> table = new ArrayList<>();
    table.add("| | measured | goal | |");
    table.add("| --- | --- | --- | --- |");
    for (Goal goal : ALL) {
      double value = ((Number) figures.get(goal.figure)).doubleValue();
      boolean met = goal.atMost ? value <= goal.bound : value >= goal.bound;
      table.add(
          String.format(
              Locale.ROOT,
              "| %s | %s | %s %s | %s |",
              goal.says,
              plain(value),
              goal.atMost ? "at most" : "at least",
              plain(goal.bound),
              met ? "met" : "missed"));
    }
    table.add("");
    table.add(
        "Eligibility, medians of five iterations, of 100 of 1,000 triggered those of several"
            + " processes: "
            + String.join("; ", rules.lines())
            + ".");
    table.add("Drain rates, latencies and replay: medians of five runs.");
    table.add(Machine.describe());
    return table;
  }

  private static String plain(double value) {
    return value >= 1000
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%.3g", value);
  }
}
