package io.offerflow.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The few figures of eligibility that goals are set for: medians of five, in nanoseconds. */
final class RulesBenchmark {
  private static final int ITERATIONS = 5;

  private final Map<String, Double> nanos = new TreeMap<>();

  void measure() throws RunnerException {
    run("offerflow", "10", "100", "1000");
    run("handWritten", "100", "1000");
    run("sessionPerEvent", "100", "1000");
  }

  /** How much longer one takes than the other. */
  double ratio(String way, int campaigns, String other, int otherCampaigns) {
    return of(way, campaigns) / of(other, otherCampaigns);
  }

  private double of(String way, int campaigns) {
    return nanos.get(way + " " + campaigns);
  }

  private void run(String way, String... campaigns) throws RunnerException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("\\." + EligibilityBenchmark.class.getSimpleName() + "\\." + way + "$")
            .param("campaigns", campaigns)
            .param("triggered", "ten")
            .forks(1)
            .warmupIterations(4)
            .warmupTime(TimeValue.seconds(1))
            .measurementIterations(ITERATIONS)
            .measurementTime(TimeValue.seconds(1))
            .jvmArgsAppend("-Xmx2g")
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true);
    Collection<RunResult> results = new Runner(options.build()).run();
    for (RunResult result : results) {
      String name = way + " " + result.getParams().getParam("campaigns");
      nanos.put(name, result.getPrimaryResult().getStatistics().getPercentile(50));
      Progress.say("eligibility, %s campaigns: %,.0f ns", name, nanos.get(name));
    }
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    nanos.forEach((name, time) -> lines.add(String.format("%s: %,.0f ns", name, time)));
    return lines;
  }
}
