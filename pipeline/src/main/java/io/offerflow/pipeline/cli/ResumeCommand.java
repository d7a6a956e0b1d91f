package io.offerflow.pipeline.cli;

import io.offerflow.bundle.Activation;
import io.offerflow.pipeline.job.JobSettings;
import io.offerflow.workspace.Campaign;
import java.io.IOException;
import java.util.SortedSet;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Lets a campaign go on that a command has paused. */
@Command(name = "resume", description = "Let a campaign go on that `pause` stopped.")
final class ResumeCommand extends ActivatingCommand {
  @Parameters(paramLabel = "CAMPAIGN", description = "Its id.")
  private String campaign;

  ResumeCommand(Console console) {
    super(console);
  }

  @Override
  int run(JobSettings settings) throws IOException {
    Deployments deployments = deployments(settings, false);
    Activation current = deployments.current();
    if (!current.paused().contains(campaign)) {
      return notPaused(deployments.campaigns().find(campaign));
    }
    SortedSet<String> paused = new TreeSet<>(current.paused());
    paused.remove(campaign);
    Activation next =
        deployments.activate(current.version(), paused, author(), Activation.Reason.RESUME);
    console.say("campaign " + campaign + " goes on (activation " + next.number() + ")");
    return Stop.DONE;
  }

  private int notPaused(Campaign found) {
    if (found.paused()) {
      throw Stop.input(
          "campaign "
              + campaign
              + " is paused by "
              + found.file()
              + " itself: deploy it without `paused`");
    }
    console.say("campaign " + campaign + " is not paused");
    return Stop.DONE;
  }
}
