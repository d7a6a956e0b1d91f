package io.offerflow.benchmarks;

import io.offerflow.pipeline.job.JobOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How many cores, how much memory and disk so many customers and events need: formulae whose
 * parameters are what {@link DrainBenchmark} and {@link CrowdBenchmark} wrote into the page.
 */
@Command(
    name = "cost",
    mixinStandardHelpOptions = true,
    description = "Reckons what customers and events need, from the tables of a page.")
public final class CostModel implements Callable<Integer> {
  /** Of the tables it reads. */
  static final String CPU = "cpu";

  static final String CROWD = "crowd";

  /** How busy processors may be at the greatest rate: the rest is for catching up. */
  private static final double BUSY = 0.5;

  private static final Pattern NUMBER = Pattern.compile("[0-9][0-9,]*(\\.[0-9]+)?");

  @Option(
      names = "--customers",
      defaultValue = "10000000",
      description = "default ${DEFAULT-VALUE}")
  long customers;

  @Option(
      names = "--rate",
      defaultValue = "50000",
      description = "events a second; default ${DEFAULT-VALUE}")
  double rate;

  @Option(
      names = "--page",
      defaultValue = "benchmarks/README.md",
      description = "a file with the measured tables; default ${DEFAULT-VALUE}")
  Path page;

  @Option(names = "--write", description = "replace the table of costs in the page")
  boolean write;

  public static void main(String[] args) {
    System.exit(new CommandLine(new CostModel()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    List<String> table = table(Tables.read(page, CPU), Tables.read(page, CROWD));
    table.forEach(System.out::println);
    if (write) {
      Tables.replace(page, "cost", table);
    }
    return 0;
  }

  /** From the rows of the two tables that were measured. */
  List<String> table(List<String> cpu, List<String> crowd) throws IOException {
    List<String> table = new ArrayList<>();
    table.add(
        String.format(
            Locale.ROOT,
            "| what | formula | measured | N = %,d customers, R = %,.0f events/s |",
            customers,
            rate));
    table.add("| --- | --- | --- | --- |");
    cores(table, cpu);
    double saved = number(crowd, CrowdBenchmark.SAVED, "");
    disks(table, number(crowd, CrowdBenchmark.ON_DISK, ""), saved);
    checkpoints(table, number(crowd, CrowdBenchmark.WRITTEN, ""), saved);
    double measured = number(crowd, CrowdBenchmark.CUSTOMERS, "");
    restore(table, measured * saved / number(crowd, CrowdBenchmark.RESTORE, ""), saved);
    row(
        table,
        "memory for RocksDB, so that no state is read from disk",
        "A x s, A the customers who have events again within a day; a tenth of all here",
        "",
        0,
        "%.1f GB",
        customers / 10.0 * saved / 1e9);
    return table;
  }

  private void cores(List<String> table, List<String> cpu) throws IOException {
    double broker = number(cpu, CpuTimes.BROKER, DrainBenchmark.TELECOM);
    double job = -broker;
    for (String part : CpuTimes.parts()) {
      job += part.equals(CpuTimes.COMPILERS) ? 0 : number(cpu, part, DrainBenchmark.TELECOM);
    }
    row(
        table,
        "cores of all task managers",
        "R x c / 1,000,000 / 0.5",
        "c = %.1f us of one processor for each event",
        job,
        "%.1f cores",
        rate * job / 1e6 / BUSY);
    row(
        table,
        "cores of the brokers",
        "R x b / 1,000,000 / 0.5, for each replica",
        "b = %.1f us",
        broker,
        "%.1f cores",
        rate * broker / 1e6 / BUSY);
  }

  private void disks(List<String> table, double onDisk, double saved) {
    row(
        table,
        "disk of all task managers",
        "2 x N x d: compaction and a restore need as much again",
        "d = %,.0f bytes of RocksDB's files for each customer",
        onDisk,
        "%.1f GB",
        2 * customers * onDisk / 1e9);
    row(
        table,
        "storage of checkpoints",
        "2 x N x s: the last one, and what compaction has made anew",
        "s = %,.0f bytes for each customer",
        saved,
        "%.1f GB",
        2 * customers * saved / 1e9);
  }

  private void checkpoints(List<String> table, double written, double saved) {
    double interval = JobOptions.CHECKPOINT_INTERVAL.defaultValue().toSeconds();
    double checkpoint = Math.min(rate * written * interval, customers * saved);
    row(
        table,
        "a checkpoint, every " + Math.round(interval) + " s",
        "at most R x w x interval, never more than N x s",
        "w = %,.0f bytes for each event since the one before",
        written,
        "%.1f GB",
        checkpoint / 1e9);
    row(
        table,
        "written to that storage",
        "a checkpoint / interval",
        "",
        0,
        "%.0f MB/s",
        checkpoint / interval / 1e6);
  }

  private void restore(List<String> table, double perSecond, double saved) {
    row(
        table,
        "a restore of all by one machine; by n machines an n-th",
        "N x s / v",
        "v = %,.0f bytes/s",
        perSecond,
        "%.0f s",
        customers * saved / perSecond);
  }

  private static void row(
      List<String> table,
      String what,
      String formula,
      String parameter,
      double value,
      String result,
      double comesTo) {
    table.add(
        String.format(
            Locale.ROOT,
            "| %s | %s | %s | %s |",
            what,
            formula,
            String.format(Locale.ROOT, parameter, value),
            String.format(Locale.ROOT, result, comesTo)));
  }

  /**
   * The first number in a row.
   *
   * @param column the beginning of its heading; the second of all where that is empty
   */
  static double number(List<String> table, String row, String column) throws IOException {
    int at = 2;
    if (!column.isEmpty()) {
      String[] headings = table.get(0).split("\\|");
      for (at = 2; at < headings.length && !headings[at].strip().startsWith(column); at++) {}
    }
    for (String line : table) {
      String[] cells = line.split("\\|");
      if (cells.length > at && cells[1].strip().equals(row)) {
        Matcher number = NUMBER.matcher(cells[at]);
        if (number.find()) {
          return Double.parseDouble(number.group().replace(",", ""));
        }
      }
    }
    throw new IOException("no figure of \"" + row + "\": measure it first (--write)");
  }
}
