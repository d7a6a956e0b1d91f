package io.offerflow.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * All that writes a table, one after the other, each in a process of its own with the settings of
 * this one. What fails stops no other.
 */
final class AllTables {

  /**
   * A benchmark.
   *
   * @param name by which it can be asked for
   */
  record Step(String name, Class<?> program, List<String> arguments) {}

  private final List<Step> steps;

  AllTables(List<Step> steps) {
    this.steps = List.copyOf(steps);
  }

  /**
   * What writes the tables of a page, the goals' first.
   *
   * @param quick whether what goals are set for has the shorter runs
   */
  static List<Step> of(Path page, boolean quick) {
    List<String> write = List.of("--write", page.toString());
    List<String> goals = new ArrayList<>(write);
    if (quick) {
      goals.add("--quick");
    }
    return List.of(
        new Step("goals", Bench.class, goals),
        new Step("matrix", MatrixBenchmark.class, write),
        new Step("micro", MicroBenchmarks.class, write),
        new Step("crowd", CrowdBenchmark.class, write),
        new Step("cost", CostModel.class, List.of("--write", "--page", page.toString())),
        new Step("backfill", BackfillBenchmark.class, List.of("--write", "docs/deploy.md")));
  }

  /** Returns how many of them failed, and says how long each took. */
  int run() throws IOException, InterruptedException {
    if (!EsperStatements.isThere()) {
      Progress.say("Esper is not there, its rows are left as they are; README.md tells how to");
    }
    List<String> ended = new ArrayList<>();
    int failed = 0;
    for (Step step : steps) {
      Progress.say("%s begins", step.name);
      long begun = System.nanoTime();
      int code = new ProcessBuilder(command(step)).inheritIO().start().waitFor();
      double minutes = (System.nanoTime() - begun) / 6e10;
      failed += code == 0 ? 0 : 1;
      String how = code == 0 ? "done" : "failed with exit code " + code;
      ended.add(String.format(Locale.ROOT, "%s %s after %.1f minutes", step.name, how, minutes));
      Progress.say("%s", ended.get(ended.size() - 1));
    }
    ended.forEach(line -> Progress.say("%s", line));
    return failed;
  }

  private static List<String> command(Step step) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), step.program.getName()));
    command.addAll(step.arguments);
    return command;
  }
}
