package io.offerflow.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs every benchmark once, so that none rots. What it measures is nothing. */
final class SmokeTest {

  /** What cannot run where its library is not; README.md tells how it gets there. */
  private static final String WITHOUT =
      EsperStatements.isThere() ? "nothing" : EsperBenchmark.class.getName() + ".*";

  @Test
  void everyBenchmarkRuns() throws RunnerException {
    // Two builds on one machine may meet here; nobody compares these figures.
    System.setProperty("jmh.ignoreLock", "true");
    Options once =
        new OptionsBuilder()
            .include("io\\.offerflow\\.benchmarks\\..*")
            .exclude(WITHOUT)
            .mode(Mode.SingleShotTime)
            // Compiling a thousand campaigns proves no more than compiling ten.
            .param("campaigns", "10")
            .param("triggered", "10")
            .param("eligible", "1")
            .forks(0)
            .warmupIterations(0)
            .measurementIterations(1)
            .measurementBatchSize(1)
            .timeUnit(TimeUnit.MILLISECONDS)
            .shouldFailOnError(true)
            .verbosity(VerboseMode.SILENT)
            .build();
    Collection<RunResult> results = new Runner(once).run();
    Set<String> ran = new TreeSet<>();
    results.forEach(result -> ran.add(result.getParams().getBenchmark()));
    assertThat(ran).containsExactlyInAnyOrderElementsOf(all());
  }

  private static Set<String> all() {
    Set<String> names = new TreeSet<>();
    BenchmarkList.defaultList()
        .getAll(OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of())
        .forEach(entry -> names.add(entry.getUsername()));
    names.removeIf(name -> name.matches(WITHOUT));
    assertThat(names).isNotEmpty();
    return names;
  }
}
