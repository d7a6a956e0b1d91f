package io.offerflow.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * The few figures of eligibility that goals are set for, in nanoseconds: medians of five, and where
 * there are several processes the median of theirs.
 *
 * <p>The same predicates by hand take twice as long in one process as in the next, and nearly the
 * same in all rounds of one, as the JIT compiler has it. So both sides of that comparison are
 * measured in several processes.
 */
final class RulesBenchmark {
  private static final int ITERATIONS = 5;
  private static final TimeValue WARM_UP = TimeValue.milliseconds(500);

  /** Two hundred generated tests are at rest after five seconds; a loop over one lambda sooner. */
  private static final int LONG = 10;

  private static final int SHORT = 4;
  private static final TimeValue ITERATION = TimeValue.milliseconds(200);

  /** Compiling a thousand campaigns takes seconds in each process, and these differ less. */
  private static final int OURS = 3;

  private static final int BY_HAND = 5;

  private final Map<String, Double> nanos = new TreeMap<>();

  void measure() throws RunnerException, IOException {
    run(1, LONG, EligibilityBenchmark.class, "offerflow", "ten", "10", "100", "1000");
    run(1, SHORT, RivalBenchmark.class, "sessionPerEvent", "ten", "100", "1000");
    run(1, SHORT, EligibilityBenchmark.class, "handWritten", "10", "100");
    run(1, SHORT, EligibilityBenchmark.class, "offerflow", "10", "100");
    run(BY_HAND, SHORT, EligibilityBenchmark.class, "handWritten", "10", "1000");
    run(OURS, LONG, EligibilityBenchmark.class, "offerflow", "10", "1000");
  }

  /** Among 1,000 campaigns of which ten are triggered, over those ten alone. */
  double thousandOverTen() {
    return nanos.get(name("offerflow", "1000", "ten")) / nanos.get(name("offerflow", "10", "ten"));
  }

  /** Among so many, of which a tenth is triggered, over predicates by hand. */
  double overFloor(int campaigns) {
    String all = Integer.toString(campaigns);
    return nanos.get(name("offerflow", all, "10")) / nanos.get(name("handWritten", all, "10"));
  }

  /** A session for each event over what the job runs: of so many campaigns ten are triggered. */
  double sessionOverRules(int campaigns) {
    String all = Integer.toString(campaigns);
    return nanos.get(name("sessionPerEvent", all, "ten"))
        / nanos.get(name("offerflow", all, "ten"));
  }

  private static String name(String way, String campaigns, String triggered) {
    String share = triggered.equals("ten") ? "10" : triggered + " %";
    return way + ", " + share + " of " + campaigns + " triggered";
  }

  private void run(
      int processes,
      int warmUps,
      Class<?> benchmark,
      String way,
      String triggered,
      String... campaigns)
      throws RunnerException, IOException {
    Path said = Files.createTempFile("offerflow-bench", ".txt");
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("\\." + benchmark.getSimpleName() + "\\." + way + "$")
            .param("campaigns", campaigns)
            .param("triggered", triggered)
            .forks(processes)
            .warmupIterations(warmUps)
            .warmupTime(WARM_UP)
            .measurementIterations(ITERATIONS)
            .measurementTime(ITERATION)
            .jvmArgsAppend("-Xmx2g")
            .output(said.toString())
            .shouldFailOnError(true);
    Collection<RunResult> results;
    try {
      results = new Runner(options.build()).run();
    } catch (RunnerException e) {
      Progress.say("%s", Files.readString(said));
      throw e;
    } finally {
      Files.delete(said);
    }
    for (RunResult result : results) {
      String name = name(way, result.getParams().getParam("campaigns"), triggered);
      double[] medians = medians(result);
      nanos.put(name, Runs.median(medians));
      Progress.say("eligibility, %s: %s ns", name, Runs.all("%,.0f", medians));
    }
  }

  /** Of each process. */
  private static double[] medians(RunResult result) {
    return result.getBenchmarkResults().stream()
        .mapToDouble(each -> each.getPrimaryResult().getStatistics().getPercentile(50))
        .toArray();
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    nanos.forEach((name, time) -> lines.add(String.format(Locale.ROOT, "%s %,.0f ns", name, time)));
    return lines;
  }
}
