package io.offerflow.benchmarks;

import io.offerflow.codec.EventEncoder;
import io.offerflow.event.Schema;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * How many events a second {@code replay} handles, with the telecom example, decisions written to a
 * file: the command itself in a process of its own, less what the same command takes for no events.
 */
@Command(name = "replay", mixinStandardHelpOptions = true, description = "Measures replay.")
public final class ReplayBenchmark extends TableCommand {
  @Option(names = "--events", defaultValue = "3000000", description = "default ${DEFAULT-VALUE}")
  int events;

  @Option(names = "--customers", defaultValue = "100000", description = "default ${DEFAULT-VALUE}")
  int customers;

  @Option(names = "--runs", defaultValue = "5", description = "default ${DEFAULT-VALUE}")
  int runs;

  private List<String> options;
  private double[] rates;
  private double[] start;

  public static void main(String[] args) {
    main(new ReplayBenchmark(), args);
  }

  @Override
  List<Table> tables() throws IOException, InterruptedException {
    measure();
    return List.of(new Table("replay", table()));
  }

  /** Events per second; the median. */
  double measure() throws IOException, InterruptedException {
    rates = new double[runs];
    start = new double[(runs + 1) / 2];
    try (Scratch scratch = Scratch.make()) {
      Path tape = scratch.folder().resolve("events.ndjson");
      Path nothing = Files.createFile(scratch.folder().resolve("nothing.ndjson"));
      write(tape);
      // Also for no events, where the launcher would do without the optimizing compiler.
      options = javaOptions(tape);
      double[] seconds = new double[runs];
      for (int run = 0; run < runs; run++) {
        if (run % 2 == 0) {
          start[run / 2] = time(nothing, scratch.folder());
        }
        seconds[run] = time(tape, scratch.folder());
        Progress.say("replay %d: %.1f s", run + 1, seconds[run]);
      }
      double none = Runs.median(start);
      Arrays.setAll(rates, run -> events / (seconds[run] - none));
    }
    return Runs.median(rates);
  }

  List<String> table() {
    return List.of(
        "| `replay` of the telecom example | median | runs |",
        "| --- | --- | --- |",
        String.format(
            Locale.ROOT,
            "| events/s, of %,d | %,.0f | %s |",
            events,
            Runs.median(rates),
            Runs.all("%,.0f", rates)),
        String.format(
            Locale.ROOT,
            "| seconds for none | %.1f | %s |",
            Runs.median(start),
            Runs.all("%.1f", start)),
        "",
        Machine.describe());
  }

  private void write(Path tape) throws IOException {
    Schema schema = TelecomExample.workspace().schema();
    Town town = new Town(schema, customers, Town.SEED);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(tape), 1 << 20)) {
      for (int i = 0; i < events; i++) {
        out.write(EventEncoder.encode(town.next()));
        out.write('\n');
      }
    }
  }

  /** The options of Java that the launcher would start a replay of that tape with. */
  private static List<String> javaOptions(Path tape) throws IOException, InterruptedException {
    Path launcher = TelecomExample.folder().resolve("../../../offerflow").normalize();
    Process asked =
        new ProcessBuilder(launcher.toString(), "--java-options", "replay", tape.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String options = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (asked.waitFor() != 0) {
      throw new IOException("the launcher does not say its options of Java");
    }
    return options.lines().toList();
  }

  /** In seconds; the process is started as the launcher starts it. */
  private double time(Path tape, Path folder) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.offerflow.pipeline.cli.Main",
                "replay",
                TelecomExample.folder().toString(),
                "--events",
                tape.toString(),
                "--decisions",
                folder.resolve("decisions.ndjson").toString()));
    command.addAll(1, options);
    Path output = folder.resolve("output");
    long begun = System.nanoTime();
    int code =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start()
            .waitFor();
    double seconds = (System.nanoTime() - begun) / 1e9;
    if (code != 0) {
      throw new IOException("replay ended with " + code + ": " + Files.readString(output));
    }
    return seconds;
  }
}
