package io.offerflow.pipeline.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offerflow.bundle.Activation;
import io.offerflow.change.Change;
import io.offerflow.decision.Backfill;
import io.offerflow.decision.Bundle;
import io.offerflow.kafka.Retained;
import io.offerflow.pipeline.job.JobSettings;
import io.offerflow.scenario.TestReport;
import io.offerflow.workspace.Feed;
import io.offerflow.workspace.Workspace;
import io.offerflow.workspace.WorkspaceReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks a workspace, and makes it what the job runs. */
@Command(
    name = "deploy",
    description = "Validate, test and compile a workspace, and have the running job switch to it.",
    footer = {"", "docs/deploy.md says how rules are signed, and what a change does to the state."})
final class DeployCommand extends ActivatingCommand {
  @Parameters(paramLabel = "WORKSPACE", description = "The workspace's folder.")
  private Path folder;

  @Option(names = "--yes", description = "Do not ask.")
  private boolean yes;

  @Option(
      names = "--backfill",
      description = "Fill new and changed features from the events still in Kafka.")
  private boolean backfill;

  @Option(
      names = "--restart",
      description = "Also what a running job cannot take over: it holds once the job is restarted.")
  private boolean restart;

  @Option(
      names = "--after",
      paramLabel = "N",
      defaultValue = "0",
      description = "Where the topic was lost: the number that the job is at.")
  private long after;

  @Option(names = "--json", description = "Print one JSON object: what changed, and its number.")
  private boolean json;

  DeployCommand(Console console) {
    super(console);
  }

  @Override
  int run(JobSettings settings) throws IOException {
    if (!yes && !Question.canBeAsked()) {
      throw usage("there is no terminal to ask on: write --yes to deploy without being asked");
    }
    if (after < 0) {
      throw usage("--after takes the number of an activation, such as 12");
    }
    WorkspaceReader.Result read = checked();
    Workspace wanted = read.workspace();
    Deployments deployments = deployments(settings, true);
    Activation current = deployments.history().inForce().orElse(null);
    if (current != null && current.version().equals(wanted.version())) {
      console.say("bundle " + wanted.version() + " is in force already: nothing to deploy");
      return done(current, null, false);
    }
    Workspace running = current == null ? null : deployments.running(current);
    boolean fills = backfill && fills(current, running, wanted);
    Change change = change(current, running, wanted, fills ? filled(settings, wanted) : null);
    if (change != null) {
      requireLive(change, restart);
    }
    if (!yes && !Question.yes("deploy bundle " + wanted.version() + "?", console)) {
      throw Stop.input("nothing was deployed");
    }
    deployments.publish(read.files(), wanted.version(), author());
    Activation next =
        deployments.activate(
            wanted.version(),
            deployments.paused(),
            author(),
            Activation.Reason.DEPLOY,
            after,
            fills);
    String when = fills ? " is in force once its features are filled" : " is in force";
    console.say("bundle " + wanted.version() + when + " (activation " + next.number() + ")");
    return done(next, change, true);
  }

  /** Says every problem, as {@code validate} does, and what fails, as {@code test} does. */
  private WorkspaceReader.Result checked() {
    WorkspaceReader.Result read = ValidateCommand.analysed(WorkspaceFolder.read(folder));
    WorkspaceFolder.say(read.problems(), console);
    if (read.workspace() == null) {
      throw Stop.input(
          folder + " is not valid: " + WorkspaceFolder.count(read.problems()) + "; not deployed");
    }
    TestReport report = WorkspaceTests.run(folder, read, Bundle.of(read.workspace()), console);
    if (report.failed() > 0) {
      report.lines().forEach(console::say);
      throw Stop.input(
          Tally.counted(report.failed(), "test") + " of " + folder + " failed; not deployed");
    }
    int tests = report.tests().size();
    console.say(tests == 0 ? "it has no tests" : Tally.counted(tests, "test") + " passed");
    return read;
  }

  /**
   * @param running null where nothing runs that this Offerflow understands; the job may understand
   *     it
   */
  private boolean fills(Activation current, Workspace running, Workspace wanted) {
    boolean fills =
        running == null ? current != null : !Backfill.features(running, wanted).isEmpty();
    if (!fills) {
      console.say("there is nothing to fill: no feature over events of the topics is new");
    }
    return fills;
  }

  /** Which events there are to fill features from. */
  private static String filled(JobSettings settings, Workspace wanted) throws IOException {
    List<String> topics = new ArrayList<>(List.of(settings.topics().events()));
    wanted.feeds().values().stream()
        .map(Feed::topic)
        .filter(topic -> topic != null)
        .forEach(topics::add);
    return Retained.since(settings.kafka(), topics, Instant.now())
        .map(since -> "the events since " + since.truncatedTo(ChronoUnit.SECONDS))
        .orElse("all events that ever came in");
  }

  /** What it changes, told to the user; null where there is nothing to compare it with. */
  private Change change(Activation current, Workspace running, Workspace wanted, String filled) {
    if (current == null) {
      tell(
          "the first bundle: %s, %s, %s"
              .formatted(
                  Tally.counted(wanted.campaigns().size(), "campaign"),
                  Tally.counted(wanted.offers().size(), "offer"),
                  Tally.counted(wanted.features().size(), "feature")));
      return null;
    }
    if (running == null) {
      tell(
          "what runs now is not understood by this Offerflow, so that nobody can say what changes");
      return null;
    }
    Change change = Change.between(running, wanted, filled);
    List<String> lines = change.lines();
    (lines.isEmpty() ? List.of("nothing that decides anything changes") : lines)
        .forEach(this::tell);
    if (!current.paused().isEmpty()) {
      tell("still paused: " + String.join(", ", current.paused()));
    }
    return change;
  }

  private void tell(String line) {
    if (json) {
      console.say(line);
    } else {
      console.print(line);
    }
  }

  /** Stops at what a running job cannot take over, unless it is to wait for a restart. */
  static void requireLive(Change change, boolean restart) {
    if (!change.restart().isEmpty() && !restart) {
      throw Stop.input(
          "needs a restart: "
              + String.join("; ", change.restart())
              + ". With --restart it is published, and holds once the job is restarted");
    }
  }

  private int done(Activation activation, Change change, boolean deployed) {
    if (json) {
      ObjectMapper mapper = new ObjectMapper();
      ObjectNode object = mapper.createObjectNode();
      object.put("deployed", deployed);
      object.put("number", activation.number());
      object.put("version", activation.version());
      object.put("bundle", activation.bundleName());
      if (change != null) {
        object.set("changes", mapper.valueToTree(change.parts()));
        object.set("state", mapper.valueToTree(change.state()));
        object.set("restart", mapper.valueToTree(change.restart()));
      }
      console.print(object.toString());
    }
    return Stop.DONE;
  }
}
