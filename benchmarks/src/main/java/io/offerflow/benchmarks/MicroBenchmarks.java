package io.offerflow.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;
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

  /** 1 where a benchmark failed; what the others measured is written all the same. */
  @Override
  public Integer call() throws IOException {
    List<String> rows = new ArrayList<>();
    List<String> failed = new ArrayList<>();
    for (String benchmark : benchmarks(pattern)) {
      try {
        rows.addAll(rows(new Runner(options(benchmark)).run()));
      } catch (RunnerException e) {
        e.printStackTrace();
        failed.add(benchmark);
      }
      // At once: what has been measured stays, whatever becomes of the rest.
      if (write != null) {
        Tables.replace(write, "micro", table(merged(Tables.read(write, "micro"), rows)));
      }
    }
    table(rows).forEach(System.out::println);
    failed.forEach(name -> Progress.say("%s failed", name));
    return failed.isEmpty() ? 0 : 1;
  }

  /**
   * The names of all that can run here: Esper's only where somebody has put Esper.
   *
   * @param pattern of what a name holds; all where it is empty
   */
  static Set<String> benchmarks(String pattern) {
    Pattern wanted = Pattern.compile(pattern);
    String absent = EsperStatements.isThere() ? "nothing" : EsperBenchmark.class.getName();
    return BenchmarkList.defaultList()
        .getAll(OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of())
        .stream()
        .map(BenchmarkListEntry::getUsername)
        .filter(name -> wanted.matcher(name).find() && !name.startsWith(absent))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Options options(String benchmark) {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include("^" + Pattern.quote(benchmark) + "$")
            .forks(forks)
            .warmupIterations(3)
            .warmupTime(TimeValue.milliseconds(millis))
            .measurementIterations(5)
            .measurementTime(TimeValue.milliseconds(millis))
            .jvmArgsAppend("-Xmx2g")
            .addProfiler(GCProfiler.class)
            .shouldFailOnError(true);
    params.forEach((name, values) -> options.param(name, values.split(",")));
    return options.build();
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
    table.add("| step | | ns, median of five | least to most | bytes allocated |");
    table.add("| --- | --- | --- | --- | --- |");
    table.addAll(rows);
    table.add("");
    table.add(Machine.describe());
    return table;
  }

  private static List<String> rows(Collection<RunResult> results) {
    List<String> rows = new ArrayList<>();
    for (RunResult result : results) {
      Statistics nanos = result.getPrimaryResult().getStatistics();
      Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
      rows.add(
          String.format(
              Locale.ROOT,
              "| %s | %s | %,.0f | %,.0f to %,.0f | %,.0f |",
              name(result.getParams()),
              parameters(result.getParams()),
              nanos.getPercentile(50),
              nanos.getMin(),
              nanos.getMax(),
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
