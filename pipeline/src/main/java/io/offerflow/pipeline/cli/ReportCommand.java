package io.offerflow.pipeline.cli;

import io.offerflow.codec.DecisionDecoder;
import io.offerflow.feed.RecordFile;
import io.offerflow.feed.UnfitFileException;
import io.offerflow.measure.Decided;
import io.offerflow.measure.Design;
import io.offerflow.measure.Measured;
import io.offerflow.measure.Measurement;
import io.offerflow.pipeline.report.ReportJson;
import io.offerflow.pipeline.report.ReportPage;
import io.offerflow.workspace.Workspace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Measures what came of decisions, and writes it down for people and programs. */
@Command(
    name = "report",
    description = "What came of the decisions: one page for people, JSON for programs.",
    footer = {
      "",
      "Decisions are those that replay --decisions writes, or the records of the decisions topic,",
      "one a line; events are those that they were made on and those that came after. The page",
      "needs no network and no other file."
    })
final class ReportCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "WORKSPACE", description = "The workspace's folder.")
  private Path folder;

  @Option(
      names = "--decisions",
      required = true,
      arity = "1..*",
      paramLabel = "F",
      description = "Files of decision records, .gz too.")
  private List<String> decisions = new ArrayList<>();

  @Mixin private RecordedEvents events;

  @Option(names = "--out", paramLabel = "F", description = "Where the page goes.")
  private String out;

  @Option(names = "--json", description = "Print the figures as one JSON object.")
  private boolean json;

  @Mixin private HelpOption help;

  @Spec private CommandSpec spec;

  /** How much there was. */
  private static final class Counts {
    private long decisions;
    private long others;
    private String firstOther;
    private long events;
    private long dead;
  }

  ReportCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (out == null && !json) {
      throw new ParameterException(
          spec.commandLine(), "say where the page goes, as in --out report.html, or --json");
    }
    Long end = events.end();
    Workspace workspace = WorkspaceFolder.readGood(folder, console).workspace();
    List<EventArgument> files = events.files(workspace);
    List<Path> records = decisions.stream().map(EventArgument::readable).toList();
    Counts counts = new Counts();
    Measurement measurement = new Measurement(workspace, Design.of(workspace));
    for (Path file : records) {
      read(file, end, measurement, counts);
    }
    if (counts.decisions == 0 && counts.others > 0) {
      throw Stop.input("there is no decision record in these files; see " + counts.firstOther);
    }
    events.each(
        files,
        workspace,
        letter -> counts.dead++,
        event -> {
          counts.events++;
          measurement.happened(event);
        });
    write(workspace, measurement.result(), records, files);
    events.sayFirstDead(console);
    console.say(line(counts));
    return Stop.DONE;
  }

  private static void read(Path file, Long end, Measurement measurement, Counts counts) {
    DecisionDecoder decoder = new DecisionDecoder();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(RecordFile.open(file).bytes(), StandardCharsets.UTF_8))) {
      long number = 0;
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        number++;
        if (line.isBlank()) {
          continue;
        }
        Decided decided = decoder.decode(line);
        if (decided == null) {
          counts.others++;
          counts.firstOther = counts.firstOther == null ? file + ":" + number : counts.firstOther;
        } else if (end == null || decided.time() <= end) {
          counts.decisions++;
          measurement.decided(decided);
        }
      }
    } catch (UnfitFileException e) {
      throw Stop.input(e.getMessage());
    } catch (IOException e) {
      throw Stop.outside("cannot read " + file + " (" + e.getClass().getSimpleName() + ")", e);
    }
  }

  private void write(
      Workspace workspace, Measured measured, List<Path> records, List<EventArgument> files) {
    if (json) {
      console.print(ReportJson.of(workspace, measured));
    }
    if (out == null) {
      return;
    }
    Path page = Path.of(out);
    List<Path> inputs = new ArrayList<>(records);
    files.forEach(file -> inputs.add(file.file()));
    for (Path input : inputs) {
      if (NdjsonOutputs.isSame(page, input)) {
        throw Stop.input(page + " is one of the files to be read; write to another file");
      }
    }
    try {
      Files.writeString(page, ReportPage.of(workspace, measured));
    } catch (IOException e) {
      throw Stop.outside("cannot write to " + page + " (" + e.getClass().getSimpleName() + ")", e);
    }
  }

  private String line(Counts counts) {
    StringBuilder line = new StringBuilder();
    line.append(Tally.counted(counts.decisions, "decision")).append(", ");
    line.append(Tally.counted(counts.events, "event")).append(", ");
    line.append(Tally.counted(counts.dead, "dead letter"));
    if (counts.others > 0) {
      line.append(", ").append(Tally.counted(counts.others, "line"));
      line.append(" without a decision record, the first at ").append(counts.firstOther);
    }
    return line.append(out == null ? "" : "; the page is " + out).toString();
  }
}
