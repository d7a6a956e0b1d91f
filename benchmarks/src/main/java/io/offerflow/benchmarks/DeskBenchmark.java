package io.offerflow.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How long somebody waits who writes campaigns: the commands themselves, each in a process of its
 * own, from the start of the program to its end.
 */
@Command(name = "desk", mixinStandardHelpOptions = true, description = "Times the commands.")
public final class DeskBenchmark implements Callable<Integer> {
  private static final long SEED = 7;

  @Option(names = "--campaigns", defaultValue = "1000", description = "default ${DEFAULT-VALUE}")
  private int campaigns;

  @Option(names = "--runs", defaultValue = "5", description = "default ${DEFAULT-VALUE}")
  private int runs;

  @Option(names = "--cdnow", description = "the purchases of CDNOW, to be replayed")
  private Path cdnow;

  @Option(names = "--home", defaultValue = ".", description = "where ./offerflow lies")
  private Path home;

  @Option(names = "--write", description = "a file whose table of waits is replaced")
  private Path write;

  public static void main(String[] args) {
    System.exit(new CommandLine(new DeskBenchmark()).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    try (Scratch scratch = Scratch.make()) {
      Path many = scratch.folder().resolve("many");
      Path one = scratch.folder().resolve("one");
      write(many, campaigns);
      write(one, 1);
      Map<String, List<String>> commands = new LinkedHashMap<>();
      String all = String.format(Locale.ROOT, "%,d campaigns", campaigns);
      commands.put("`validate`, " + all, List.of("validate", many.toString()));
      commands.put("`validate --drl`, " + all, List.of("validate", many.toString(), "--drl"));
      commands.put("`validate --drl`, one campaign", List.of("validate", one.toString(), "--drl"));
      if (cdnow != null) {
        commands.put(
            "`replay` of CDNOW, retail example",
            List.of("replay", "rules/examples/retail", "--events", "orders=" + cdnow));
      }
      report(measure(commands, scratch.folder().resolve("output")));
    }
    return 0;
  }

  private Map<String, double[]> measure(Map<String, List<String>> commands, Path output)
      throws IOException, InterruptedException {
    Map<String, double[]> seconds = new LinkedHashMap<>();
    commands.keySet().forEach(name -> seconds.put(name, new double[runs]));
    // The first round is thrown away: it builds the program and warms the disk's cache.
    for (int run = -1; run < runs; run++) {
      for (Map.Entry<String, List<String>> command : commands.entrySet()) {
        double time = time(command.getValue(), output);
        if (run >= 0) {
          seconds.get(command.getKey())[run] = time;
          System.out.printf(Locale.ROOT, "run %d, %s: %.1f s%n", run + 1, command.getKey(), time);
        }
      }
    }
    return seconds;
  }

  private double time(List<String> arguments, Path output)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("./offerflow"));
    command.addAll(arguments);
    long start = System.nanoTime();
    int code =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start()
            .waitFor();
    double seconds = (System.nanoTime() - start) / 1e9;
    if (code != 0) {
      throw new IOException(command + " ended with " + code + ": " + Files.readString(output));
    }
    return seconds;
  }

  private void report(Map<String, double[]> seconds) throws IOException {
    List<String> table = new ArrayList<>();
    table.add("| command | seconds, median | runs |");
    table.add("| --- | --- | --- |");
    seconds.forEach(
        (name, all) -> {
          List<String> each = new ArrayList<>();
          for (double one : all) {
            each.add(String.format(Locale.ROOT, "%.1f", one));
          }
          table.add(
              String.format(
                  Locale.ROOT,
                  "| %s | %.1f | %s |",
                  name,
                  Runs.median(all),
                  String.join(", ", each)));
        });
    table.add("");
    table.add(Machine.describe());
    table.forEach(System.out::println);
    if (write != null) {
      Tables.replace(write, "desk", table);
    }
  }

  /** Campaigns of one moment and one class: what the analysis has most to do with. */
  static void write(Path folder, int campaigns) throws IOException {
    Files.createDirectories(folder.resolve("campaigns"));
    Files.writeString(
        folder.resolve("workspace.yaml"),
        "offerflow: 1\nname: desk\ntimezone: UTC\ncurrency: EUR\nlanguage: en\n"
            + "channels: {sms: {address: customer}}\n");
    Files.writeString(
        folder.resolve("schema.yaml"),
        "customer:\n  tier: {type: text, values: [bronze, silver, gold]}\n"
            + "  fee: {type: number}\n  children: {type: integer}\n"
            + "events: {recharge: {amount: number}}\n");
    Files.writeString(folder.resolve("policy.yaml"), "classes: {sales: {}}\n");
    StringBuilder features = new StringBuilder();
    StringBuilder offers = new StringBuilder();
    for (int i = 1; i <= 20; i++) {
      features.append("sum_%d: {sum: recharge.amount, last: %dd}\n".formatted(i, i));
      offers.append(
          "offer-%d: {value: %d, start propensity: 0.1, content: {sms: {en: \"Hello\"}}}\n"
              .formatted(i, i));
    }
    Files.writeString(folder.resolve("features.yaml"), features);
    Files.writeString(folder.resolve("offers.yaml"), offers);
    SplittableRandom random = new SplittableRandom(SEED);
    for (int i = 0; i < campaigns; i++) {
      Files.writeString(
          folder.resolve("campaigns/c-%d.yaml".formatted(i)), campaign("c-" + i, random));
    }
  }

  private static String campaign(String id, SplittableRandom random) {
    return """
        campaign: %s
        class: sales
        when: {event: recharge, where: amount > %d}
        if:
          - customer.fee > %d
          - customer.children >= %d
          - sum_%d > %d
          - 'customer.tier in ("silver", "gold") or sum_%d >= %d'
        offer: offer-%d
        channels: [sms]
        """
        .formatted(
            id,
            random.nextInt(1, 100),
            random.nextInt(1, 500),
            random.nextInt(1, 5),
            random.nextInt(1, 21),
            random.nextInt(1, 900),
            random.nextInt(1, 21),
            random.nextInt(1, 900),
            random.nextInt(1, 21));
  }
}
