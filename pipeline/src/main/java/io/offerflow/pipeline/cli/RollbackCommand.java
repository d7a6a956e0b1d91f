package io.offerflow.pipeline.cli;

import io.offerflow.bundle.Activation;
import io.offerflow.bundle.PublishedBundle;
import io.offerflow.change.Change;
import io.offerflow.pipeline.job.JobSettings;
import io.offerflow.workspace.Workspace;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Goes back to rules that were deployed before. */
@Command(
    name = "rollback",
    description = "Go back to a version that was deployed before.",
    footer = {"", "`offerflow bundles` lists them. What is paused by command stays paused."})
final class RollbackCommand extends ActivatingCommand {
  @Parameters(
      paramLabel = "VERSION",
      description = "The version; as many digits as tell it from the others are enough.")
  private String version;

  @Option(
      names = "--restart",
      description = "Also what a running job cannot take over: it holds once the job is restarted.")
  private boolean restart;

  RollbackCommand(Console console) {
    super(console);
  }

  @Override
  int run(JobSettings settings) throws IOException {
    if (version.isBlank()) {
      throw usage("VERSION is empty; `offerflow bundles` lists them");
    }
    Deployments deployments = deployments(settings, false);
    Activation current = deployments.current();
    PublishedBundle wanted = find(deployments.history().bundles());
    if (wanted.version().equals(current.version())) {
      console.say("bundle " + wanted.version() + " is in force already");
      return Stop.DONE;
    }
    Workspace target = Deployments.read(wanted);
    if (target == null) {
      throw Stop.input(
          "bundle " + wanted.version() + " is no valid workspace for this Offerflow any more");
    }
    Workspace running = deployments.running(current);
    if (running != null) {
      Change change = Change.between(running, target);
      change.lines().forEach(console::print);
      DeployCommand.requireLive(change, restart);
    }
    Activation next =
        deployments.activate(
            wanted.version(), current.paused(), author(), Activation.Reason.ROLLBACK);
    console.say("bundle " + wanted.version() + " is in force (activation " + next.number() + ")");
    return Stop.DONE;
  }

  private PublishedBundle find(List<PublishedBundle> bundles) {
    List<PublishedBundle> found =
        bundles.stream().filter(bundle -> bundle.version().startsWith(version)).toList();
    if (found.isEmpty()) {
      throw Stop.input("no version " + version + " was deployed; `offerflow bundles` lists them");
    }
    if (found.size() > 1) {
      throw Stop.input(
          found.size() + " versions begin with " + version + "; write more digits of the one");
    }
    return found.get(0);
  }
}
