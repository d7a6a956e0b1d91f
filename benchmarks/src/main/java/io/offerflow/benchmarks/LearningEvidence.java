package io.offerflow.benchmarks;

import io.offerflow.benchmarks.Regret.Logged;
import io.offerflow.benchmarks.Regret.Way;
import io.offerflow.workspace.Learning;
import io.offerflow.workspace.Learning.Explore;
import io.offerflow.workspace.Offer;
import java.io.IOException;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * What learning brings, on a population whose likings are known: {@code LearningEvidence --write
 * docs} draws {@code docs/learning.svg} and writes the tables of {@code docs/learning.md}.
 */
public final class LearningEvidence {
  static final int SEEDS = 20;

  private static final long DAY = 86_400_000;
  private static final Learning THOMPSON = learning(Long.MAX_VALUE, Explore.THOMPSON);
  private static final Learning EPSILON = learning(Long.MAX_VALUE, Explore.EPSILON);

  static final Way START = new Way("start propensities", null, true, false, false);
  static final Way RANDOM = new Way("random", null, true, true, false);
  static final Way GREEDY = new Way("epsilon-greedy, 5%", EPSILON, true, false, false);
  static final Way ALIKE = new Way("Thompson, all alike", THOMPSON, false, false, false);
  static final Way BY_TIER = new Way("Thompson, by tier", THOMPSON, true, false, false);

  private static final List<Way> STEADY = List.of(START, RANDOM, GREEDY, ALIKE, BY_TIER);
  private static final List<Way> CHANGING =
      List.of(
          changing("forgets nothing", THOMPSON),
          changing("half life 8d", learning(8 * DAY, Explore.THOMPSON)),
          changing("half life 2d", learning(2 * DAY, Explore.THOMPSON)));

  private LearningEvidence() {}

  private static Learning learning(long halfLife, Explore explore) {
    BigDecimal epsilon = explore == Explore.EPSILON ? new BigDecimal("0.05") : BigDecimal.ZERO;
    return new Learning(halfLife, explore, epsilon, false);
  }

  private static Way changing(String name, Learning learning) {
    return new Way(name, learning, true, false, true);
  }

  public static void main(String[] args) throws IOException {
    if (args.length != 2 || !args[0].equals("--write")) {
      System.err.println("write: LearningEvidence --write docs");
      System.exit(2);
    }
    write(Path.of(args[1]), System.out);
  }

  private static void write(Path docs, PrintStream out) throws IOException {
    Map<Way, List<Regret>> steady = run(STEADY);
    Map<Way, List<Regret>> changing = run(CHANGING);
    Files.writeString(
        docs.resolve("learning.svg"), RegretChart.of(curves(steady), curves(changing)));
    List<String> table = new ArrayList<>();
    table.add(
        "| decisions by | lost, mean of 20 seeds | 10% to 90% of seeds | of what is lost at random |");
    table.add("| --- | --- | --- | --- |");
    double random = curve(RANDOM, steady.get(RANDOM)).last();
    steady.forEach((way, runs) -> table.add(row(curve(way, runs), random)));
    table.add("| the best offer for each customer | 0 | | 0% |");
    table.add("");
    table.add("| likings that change | lost, mean of 20 seeds | 10% to 90% of seeds |");
    table.add("| --- | --- | --- |");
    changing.forEach((way, runs) -> table.add(row(curve(way, runs), 0)));
    List<String> policies = policies(steady);
    table.forEach(out::println);
    policies.forEach(out::println);
    Tables.replace(docs.resolve("learning.md"), "regret", table);
    Tables.replace(docs.resolve("learning.md"), "policies", policies);
  }

  static Map<Way, List<Regret>> run(List<Way> ways) {
    Map<Way, List<Regret>> runs = new LinkedHashMap<>();
    for (Way way : ways) {
      runs.put(
          way,
          LongStream.rangeClosed(1, SEEDS).mapToObj(seed -> new Regret(way, seed).run()).toList());
    }
    return runs;
  }

  private static List<RegretChart.Curve> curves(Map<Way, List<Regret>> runs) {
    return runs.entrySet().stream().map(run -> curve(run.getKey(), run.getValue())).toList();
  }

  private static RegretChart.Curve curve(Way way, List<Regret> runs) {
    return new RegretChart.Curve(way.name(), runs.stream().map(run -> run.lost).toList());
  }

  private static String row(RegretChart.Curve curve, double random) {
    int last = Regret.DECISIONS - 1;
    String row =
        String.format(
            Locale.ROOT,
            "| %s | %,.0f | %,.0f to %,.0f |",
            curve.name(),
            curve.last(),
            curve.quantile(last, 0.1),
            curve.quantile(last, 0.9));
    return random == 0
        ? row
        : row + String.format(Locale.ROOT, " %.0f%% |", 100 * curve.last() / random);
  }

  /** What each offer would have brought if it alone had been given, from the records of others. */
  private static List<String> policies(Map<Way, List<Regret>> runs) {
    List<String> table = new ArrayList<>();
    table.add("| always | it brings | epsilon-greedy's records say | Thompson sampling's say |");
    table.add("| --- | --- | --- | --- |");
    for (Offer offer : Population.offers(true)) {
      table.add(
          String.format(
              Locale.ROOT,
              "| %s | %.3f | %s | %s |",
              offer.id(),
              Population.worth(offer),
              estimate(offer, runs.get(GREEDY)),
              estimate(offer, runs.get(BY_TIER))));
    }
    return table;
  }

  /** Horvitz and Thompson: what was gained, over the probability of having been tried. */
  private static String estimate(Offer offer, List<Regret> runs) {
    double[] means = runs.stream().mapToDouble(run -> weighted(offer.id(), run.log)).toArray();
    double mean = 0;
    for (double one : means) {
      mean += one / means.length;
    }
    double square = 0;
    for (double one : means) {
      square += (one - mean) * (one - mean) / (means.length - 1);
    }
    return String.format(Locale.ROOT, "%.3f ± %.3f", mean, 2 * Math.sqrt(square / means.length));
  }

  static double weighted(String offer, List<Logged> log) {
    double sum = 0;
    for (Logged one : log) {
      sum += one.offer().equals(offer) ? one.gain() / one.probability() : 0;
    }
    return sum / log.size();
  }
}
