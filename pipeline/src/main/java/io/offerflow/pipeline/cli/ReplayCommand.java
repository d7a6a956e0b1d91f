package io.offerflow.pipeline.cli;

import io.offerflow.codec.DeadLetter;
import io.offerflow.codec.DecisionEncoder;
import io.offerflow.decision.Bundle;
import io.offerflow.decision.Decision;
import io.offerflow.decision.Outcome;
import io.offerflow.event.Event;
import io.offerflow.replay.Replay;
import io.offerflow.workspace.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

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

  @Mixin private RecordedEvents events;

  @Option(names = "--decisions", paramLabel = "F", description = "Where decision records go.")
  private String decisions;

  @Option(names = "--offers", paramLabel = "F", description = "Where offers go, of all channels.")
  private String offers;

  @Option(names = "--answers", paramLabel = "F", description = "Where answers to `ask` go.")
  private String answers;

  @Option(
      names = "--dead-letters",
      paramLabel = "F",
      description = "Where lines go that are no events, with the reason.")
  private String deadLetters;

  @Mixin private HelpOption help;

  ReplayCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Long end = events.end();
    Workspace workspace = WorkspaceFolder.readGood(folder, console).workspace();
    List<EventArgument> files = events.files(workspace);
    Bundle bundle = Bundle.of(workspace);
    try (NdjsonOutputs outputs = new NdjsonOutputs(console.out(), files)) {
      Counted counted =
          new Counted(
              outputs.open(decisions),
              outputs.open(offers),
              outputs.open(answers),
              outputs.open(deadLetters));
      try (Replay replay = new Replay(bundle, counted)) {
        events.each(files, workspace, counted::dead, replay::accept);
        if (end != null) {
          replay.until(end);
        }
      }
      outputs.flush();
      if (deadLetters == null) {
        events.sayFirstDead(console);
      }
      console.say(counted.tally.line());
    }
    return Stop.DONE;
  }

  /** Writes what happens, and counts it. */
  private record Counted(
      NdjsonOutputs.Output decisions,
      NdjsonOutputs.Output offers,
      NdjsonOutputs.Output answers,
      NdjsonOutputs.Output deadLetters,
      Tally tally)
      implements Replay.Listener {

    Counted(
        NdjsonOutputs.Output decisions,
        NdjsonOutputs.Output offers,
        NdjsonOutputs.Output answers,
        NdjsonOutputs.Output deadLetters) {
      this(decisions, offers, answers, deadLetters, new Tally());
    }

    @Override
    public void handled(Event event, Outcome.Fate fate) {
      tally.handled(fate);
    }

    @Override
    public void decided(Decision decision) {
      if (decision.hasRecord()) {
        tally.decided(decision.outcome());
        decisions.line(() -> DecisionEncoder.decision(decision));
      }
      if (decision.outcome() == Decision.Kind.OFFERED) {
        offers.line(() -> DecisionEncoder.offer(decision));
      }
      if (decision.answer() != null) {
        answers.line(() -> DecisionEncoder.answer(decision));
      }
    }

    void dead(DeadLetter letter) {
      tally.dead();
      deadLetters.line(letter::toJson);
    }
  }
}
