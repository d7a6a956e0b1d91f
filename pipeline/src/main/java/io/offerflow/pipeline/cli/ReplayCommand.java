package io.offerflow.pipeline.cli;

import io.offerflow.codec.DeadLetter;
import io.offerflow.codec.DecisionEncoder;
import io.offerflow.decision.Bundle;
import io.offerflow.decision.Decision;
import io.offerflow.decision.Outcome;
import io.offerflow.event.Event;
import io.offerflow.feed.EventFile;
import io.offerflow.feed.EventFiles;
import io.offerflow.feed.EventSource;
import io.offerflow.replay.Replay;
import io.offerflow.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs files of events through the decision core, offline. */
@Command(
    name = "replay",
    description = "Decide on recorded events, offline and deterministic.",
    footer = {
      "",
      "Outputs are NDJSON files; - stands for the terminal. A FILE without a FEED holds events in",
      "Offerflow's own form. Several files are merged by time."
    })
final class ReplayCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "WORKSPACE", description = "The workspace's folder.")
  private Path folder;

  @Option(
      names = "--events",
      required = true,
      arity = "1..*",
      paramLabel = "[FEED=]FILE",
      description = "Files of events; FEED is a name in the workspace's feeds.yaml.")
  private List<String> events = new ArrayList<>();

  @Option(names = "--decisions", paramLabel = "F", description = "Where decision records go.")
  private String decisions;

  @Option(names = "--offers", paramLabel = "F", description = "Where offers go, of all channels.")
  private String offers;

  @Option(
      names = "--answers",
      paramLabel = "F",
      description = "Where answers go; stays empty until `ask` is built.")
  private String answers;

  @Option(
      names = "--dead-letters",
      paramLabel = "F",
      description = "Where lines go that are no events, with the reason.")
  private String deadLetters;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "Leave out later events; fire timers due up to and including TIME (RFC 3339).")
  private String until;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Say this.")
  private boolean help;

  @Spec private CommandSpec spec;

  ReplayCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Long end = end();
    Workspace workspace = WorkspaceFolder.readGood(folder, console).workspace();
    List<EventArgument> files = EventArgument.parse(events, workspace.feeds());
    Bundle bundle = Bundle.of(workspace);
    try (NdjsonOutputs outputs = new NdjsonOutputs(console.out(), files)) {
      Counted counted =
          new Counted(outputs.open(decisions), outputs.open(offers), outputs.open(deadLetters));
      outputs.open(answers);
      try (EventSource source = open(files, workspace, counted);
          Replay replay = new Replay(bundle, counted)) {
        run(source, replay, end);
      } catch (IOException e) {
        throw Stop.outside("cannot read the files of events: " + e.getMessage(), e);
      }
      outputs.flush();
      console.say(counted.tally.line());
    }
    return Stop.DONE;
  }

  private static EventSource open(List<EventArgument> files, Workspace workspace, Counted counted)
      throws IOException {
    List<EventFile> opened = new ArrayList<>();
    for (EventArgument file : files) {
      opened.add(EventFile.open(file.file(), file.feed(), workspace.schema(), counted::dead));
    }
    return EventFiles.merge(opened);
  }

  private static void run(EventSource source, Replay replay, Long end) throws IOException {
    for (Event event = source.next(); event != null; event = source.next()) {
      if (end == null || event.time() <= end) {
        replay.accept(event);
      }
    }
    if (end != null) {
      replay.until(end);
    }
  }

  private Long end() {
    if (until == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(until).toInstant().toEpochMilli();
    } catch (DateTimeParseException e) {
      throw new ParameterException(
          spec.commandLine(),
          "--until wants a time such as 2026-11-21T08:00:00Z, not '" + until + "'",
          e);
    }
  }

  /** Writes what happens, and counts it. */
  private record Counted(
      NdjsonOutputs.Output decisions,
      NdjsonOutputs.Output offers,
      NdjsonOutputs.Output deadLetters,
      Tally tally)
      implements Replay.Listener {

    Counted(
        NdjsonOutputs.Output decisions,
        NdjsonOutputs.Output offers,
        NdjsonOutputs.Output deadLetters) {
      this(decisions, offers, deadLetters, new Tally());
    }

    @Override
    public void handled(Event event, Outcome.Fate fate) {
      tally.handled(fate);
    }

    @Override
    public void decided(Decision decision) {
      tally.decided(decision.outcome());
      decisions.line(() -> DecisionEncoder.decision(decision));
      if (decision.outcome() == Decision.Kind.OFFERED) {
        offers.line(() -> DecisionEncoder.offer(decision));
      }
    }

    void dead(DeadLetter letter) {
      tally.dead();
      deadLetters.line(letter::toJson);
    }
  }
}
