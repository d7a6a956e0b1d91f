package io.offerflow.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the JMH benchmarks as README.md prescribes and writes their table. */
@Command(name = "micro", mixinStandardHelpOptions = true, description = "Measures single steps.")
public final class MicroBenchmarks implements Callable<Integer> {

  @Parameters(arity = "0..1", defaultValue = "", description = "a pattern; all without one")
  private String pattern;

  @Option(names = "--forks", defaultValue = "2", description = "default ${DEFAULT-VALUE}")
  private int forks;

  @Option(names = "--seconds", defaultValue = "2", description = "default ${DEFAULT-VALUE}")
  private int seconds;

  @Option(names = "--param", description = "values of a parameter, as campaigns=100,1000")
  private Map<String, String> params = new TreeMap<>();

  @Option(names = "--write", description = "a file whose table of single steps is replaced")
  private Path write;

  public static void main(String[] args) {
    System.exit(new CommandLine(new MicroBenchmarks()).execute(args));
  }

  @Override
  public Integer call() throws RunnerException, IOException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("io\\.offerflow\\.benchmarks\\..*" + pattern)
            .forks(forks)
            .warmupIterations(3)
            .warmupTime(TimeValue.seconds(seconds))
            .measurementIterations(5)
            .measurementTime(TimeValue.seconds(seconds))
            .jvmArgsAppend("-Xmx2g")
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true);
    params.forEach((name, values) -> options.param(name, values.split(",")));
    Collection<RunResult> results = new Runner(options.build()).run();
    List<String> table = table(results);
    table.forEach(System.out::println);
    if (write != null) {
      Tables.replace(write, "micro", table);
    }
    return 0;
  }

  private static List<String> table(Collection<RunResult> results) {
    List<String> table = new ArrayList<>();
    table.add("| step | | ns | +- | bytes allocated |");
    table.add("| --- | --- | --- | --- | --- |");
    for (RunResult result : results) {
      Result<?> primary = result.getPrimaryResult();
      Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
      table.add(
          String.format(
              Locale.ROOT,
              "| %s | %s | %,.0f | %,.0f | %,.0f |",
              name(result.getParams()),
              parameters(result.getParams()),
              primary.getScore(),
              primary.getScoreError(),
              allocated == null ? 0 : allocated.getScore()));
    }
    table.add("");
    table.add(Machine.describe());
    return table;
  }

  /** {@code Zone.find} of {@code io.offerflow.benchmarks.ZoneBenchmark.find}. */
  private static String name(BenchmarkParams params) {
    String full = params.getBenchmark();
    int type = full.lastIndexOf('.', full.lastIndexOf('.') - 1) + 1;
    return full.substring(type).replace("Benchmark.", ".");
  }

  private static String parameters(BenchmarkParams params) {
    return params.getParamsKeys().stream()
        .map(key -> params.getParam(key) + " " + key)
        .collect(Collectors.joining(", "));
  }
}
