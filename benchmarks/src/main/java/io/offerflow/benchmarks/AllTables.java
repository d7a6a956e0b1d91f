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
   * @param says what it measures
   */
  record Step(String name, String says, Class<?> program, List<String> arguments) {}

  private final Path page;
  private final List<Step> steps;

  /**
   * @param page that has a table of how long each takes
   */
  AllTables(Path page, List<Step> steps) {
    this.page = page;
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
        new Step(
            "goals",
            "goals, allocation, drain rates, latencies, replay" + (quick ? ", `--quick`" : ""),
            Bench.class,
            goals),
        new Step(
            "matrix",
            "drain rates and latencies by campaigns, parallelism, load, checkpoints, and while rules"
                + " are deployed",
            MatrixBenchmark.class,
            write),
        new Step("micro", "all single steps", MicroBenchmarks.class, write),
        new Step(
            "crowd",
            "10,000,000 customers: states for all, a checkpoint of all, restores, drain rates,"
                + " latencies; 15 GB of disk",
            CrowdBenchmark.class,
            write),
        new Step(
            "cost",
            "what customers and events need, from the tables of drain rates and of many customers",
            CostModel.class,
            List.of("--write", "--page", page.toString())),
        new Step(
            "backfill",
            "a feature filled from past events, under load, into `docs/deploy.md`",
            BackfillBenchmark.class,
            List.of("--write", "docs/deploy.md")));
  }

  /** Returns how many of them failed; how long each took is written into the page. */
  int run() throws IOException, InterruptedException {
    if (!EsperStatements.isThere()) {
      Progress.say("Esper is not there, and its rows stay as they are: see %s", page);
    }
    int failed = 0;
    for (Step step : steps) {
      Progress.say("%s begins", step.name);
      long begun = System.nanoTime();
      int code = new ProcessBuilder(command(step)).inheritIO().start().waitFor();
      double minutes = (System.nanoTime() - begun) / 6e10;
      failed += code == 0 ? 0 : 1;
      String took =
          String.format(Locale.ROOT, code == 0 ? "%.1f" : "%.1f, failed with %d", minutes, code);
      Progress.say("%s: %s minutes", step.name, took);
      tell(step, took);
    }
    return failed;
  }

  /** Its row takes the place of an older one. */
  private void tell(Step step, String took) throws IOException {
    String begins = "| `" + step.name + "` |";
    List<String> table = new ArrayList<>(Tables.read(page, "all"));
    String row = begins + " " + step.says + " | " + took + " |";
    if (table.stream().noneMatch(line -> line.startsWith(begins))) {
      table.add(row);
    }
    table.replaceAll(line -> line.startsWith(begins) ? row : line);
    Tables.replace(page, "all", table);
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
