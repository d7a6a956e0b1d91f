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
import java.util.regex.Pattern;
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

  @Option(names = "--forks", defaultValue = "1", description = "default ${DEFAULT-VALUE}")
  private int forks;

  @Option(
      names = "--millis",
      defaultValue = "500",
      description =
          "of each of three iterations to warm up and five that count; default ${DEFAULT-VALUE}")
  private int millis;

  @Option(names = "--param", description = "values of a parameter, as campaigns=100,1000")
  private Map<String, String> params = new TreeMap<>();

  @Option(
      names = "--write",
      description = "a file in whose table of single steps the measured rows replace older ones")
  private Path write;

  public static void main(String[] args) {
    System.exit(new CommandLine(new MicroBenchmarks()).execute(args));
  }

  @Override
  public Integer call() throws RunnerException, IOException {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("io\\.offerflow\\.benchmarks\\..*" + pattern)
            .exclude(EsperStatements.isThere() ? "nothing" : EsperBenchmark.class.getName() + ".*")
            .forks(forks)
            .warmupIterations(3)
            .warmupTime(TimeValue.milliseconds(millis))
            .measurementIterations(5)
            .measurementTime(TimeValue.milliseconds(millis))
            .jvmArgsAppend("-Xmx2g")
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true);
    params.forEach((name, values) -> options.param(name, values.split(",")));
    Collection<RunResult> results = new Runner(options.build()).run();
    List<String> rows = rows(results);
    table(rows).forEach(System.out::println);
    if (write != null) {
      Tables.replace(write, "micro", table(merged(Tables.read(write, "micro"), rows)));
    }
    return 0;
  }

  /** The rows of a table, those measured now in place of older ones of the same step. */
  static Collection<String> merged(List<String> table, List<String> measured) {
    Map<String, String> rows = new TreeMap<>();
    table.stream()
        .filter(line -> line.matches("\\| [A-Z].*"))
        .forEach(row -> rows.put(key(row), row));
    measured.forEach(row -> rows.put(key(row), row));
    return rows.values();
  }

  /** Step and parameters, in an order in which 10 comes after 2. */
  private static String key(String row) {
    String[] cells = row.split("\\|");
    return Pattern.compile("[0-9]+")
        .matcher(cells[1] + cells[2])
        .replaceAll(number -> "0".repeat(9 - number.group().length()) + number.group());
  }

  private static List<String> table(Collection<String> rows) {
    List<String> table = new ArrayList<>();
    table.add("| step | | ns | +- | bytes allocated |");
    table.add("| --- | --- | --- | --- | --- |");
    table.addAll(rows);
    table.add("");
    table.add(Machine.describe());
    return table;
  }

  private static List<String> rows(Collection<RunResult> results) {
    List<String> rows = new ArrayList<>();
    for (RunResult result : results) {
      Result<?> primary = result.getPrimaryResult();
      Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
      rows.add(
          String.format(
              Locale.ROOT,
              "| %s | %s | %,.0f | %,.0f | %,.0f |",
              name(result.getParams()),
              parameters(result.getParams()),
              primary.getScore(),
              primary.getScoreError(),
              allocated == null ? 0 : allocated.getScore()));
    }
    return rows;
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
