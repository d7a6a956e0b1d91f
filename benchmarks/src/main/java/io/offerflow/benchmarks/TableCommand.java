package io.offerflow.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** A benchmark whose figures are tables: it prints them, and writes them into a page if told to. */
abstract class TableCommand implements Callable<Integer> {

  @Option(
      names = "--write",
      paramLabel = "PAGE",
      description = "a file in which the tables that are measured replace those that stand there")
  Path write;

  /**
   * What was measured.
   *
   * @param name that a page has for it
   */
  record Table(String name, List<String> lines) {}

  /** Measures. */
  abstract List<Table> tables() throws Exception;

  @Override
  public final Integer call() throws Exception {
    for (Table table : tables()) {
      table.lines().forEach(System.out::println);
      keep(table);
    }
    return 0;
  }

  /** Writes what is measured so far: it stays, whatever becomes of the rest. */
  final void keep(Table table) throws IOException {
    if (write != null) {
      Tables.replace(write, table.name(), table.lines());
    }
  }

  /** Runs one as a program of its own. */
  static void main(TableCommand benchmark, String[] args) {
    System.exit(new CommandLine(benchmark).execute(args));
  }
}
