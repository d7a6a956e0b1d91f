package io.offerflow.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs every benchmark once, so that none rots. What it measures is nothing. */
final class SmokeTest {

  @Test
  void everyBenchmarkRuns() throws RunnerException {
    // Two builds on one machine may meet here; nobody compares these figures.
    System.setProperty("jmh.ignoreLock", "true");
    Options once =
        new OptionsBuilder()
            .include("io\\.offerflow\\.benchmarks\\..*")
            .exclude(EsperStatements.isThere() ? "nothing" : EsperBenchmark.class.getName())
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
    assertThat(ran).containsExactlyInAnyOrderElementsOf(MicroBenchmarks.benchmarks(""));
  }
}
