package io.offerflow.pipeline.cli;

import io.offerflow.decision.Bundle;
import io.offerflow.event.Nearest;
import io.offerflow.replay.Explanation;
import io.offerflow.replay.Ids;
import io.offerflow.replay.Timeline;
import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Workspace;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells what one customer got and did not get, and why. */
@Command(
    name = "explain",
    description = "Why a customer got an offer, and why not: her timeline, step by step.",
    footer = {
      "",
      "Decides on the same files as replay, and the same. Personal values read ***. Timers that",
      "are due after the last event of the files have not fired; --until TIME goes on to there."
    })
final class ExplainCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "WORKSPACE", description = "The workspace's folder.")
  private Path folder;

  @Mixin private RecordedEvents events;

  @Option(
      names = "--customer",
      required = true,
      paramLabel = "C",
      description = "The customer's id.")
  private String customer;

  @Option(
      names = "--campaign",
      paramLabel = "K",
      description = "Only where this campaign had a moment; and of her other events, why not.")
  private String campaign;

  @Option(names = "--json", description = "Print one JSON object a step instead of text.")
  private boolean json;

  @Mixin private HelpOption help;

  /** How much there was. */
  private static final class Counts {
    private long events;
    private long hers;
    private long dead;
  }

  ExplainCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Long end = events.end();
    Workspace workspace = WorkspaceFolder.readGood(folder, console).workspace();
    checkCampaign(workspace);
    List<EventArgument> files = events.files(workspace);
    Counts counts = new Counts();
    Ids merged = new Ids();
    events.each(files, workspace, letter -> {}, merged::accept);
    Set<String> ids = merged.of(customer);
    try (Timeline timeline =
        new Timeline(Bundle.of(workspace), customer, ids, campaign, printer(workspace))) {
      events.each(
          files,
          workspace,
          letter -> counts.dead++,
          event -> {
            counts.events++;
            counts.hers += event.customer().equals(customer) ? 1 : 0;
            timeline.accept(event);
          });
      if (end != null) {
        timeline.until(end);
      }
    }
    console.out().flush();
    events.sayFirstDead(console);
    String dead = Tally.counted(counts.dead, "dead letter");
    if (counts.hers == 0) {
      throw Stop.input(
          "customer '" + customer + "' has no events among " + counts.events + " (" + dead + ")");
    }
    console.say(counts.hers + " of " + counts.events + " events are hers, " + dead);
    return Stop.DONE;
  }

  private void checkCampaign(Workspace workspace) {
    List<String> known = workspace.campaigns().stream().map(Campaign::id).toList();
    if (campaign != null && !known.contains(campaign)) {
      throw Stop.input("there is no campaign '" + campaign + "'" + Nearest.hint(campaign, known));
    }
  }

  /** The launcher says whether stdout is a terminal; Java cannot tell it apart from stdin. */
  private Consumer<Explanation> printer(Workspace workspace) {
    if (json) {
      return step -> console.out().println(ExplanationJson.of(step));
    }
    boolean colours = Boolean.getBoolean("offerflow.terminal") && System.getenv("NO_COLOR") == null;
    ExplanationText text = new ExplanationText(workspace, colours);
    return step -> text.lines(step).forEach(console.out()::println);
  }
}
