package io.offerflow.pipeline.cli;

import io.offerflow.bundle.Activation;
import io.offerflow.pipeline.job.JobSettings;
import java.io.IOException;
import java.util.SortedSet;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Stops a campaign at once, whatever its file says. */
@Command(
    name = "pause",
    description = "Stop a campaign in the running job, until `resume`.",
    footer = {"", "It stays paused when rules are deployed or rolled back."})
final class PauseCommand extends ActivatingCommand {
  @Parameters(paramLabel = "CAMPAIGN", description = "Its id.")
  private String campaign;

  PauseCommand(Console console) {
    super(console);
  }

  @Override
  int run(JobSettings settings) throws IOException {
    Deployments deployments = deployments(settings, false);
    Activation current = deployments.current();
    if (current.paused().contains(campaign)) {
      console.say("campaign " + campaign + " is paused already");
      return Stop.DONE;
    }
    deployments.campaigns().require(campaign);
    SortedSet<String> paused = new TreeSet<>(current.paused());
    paused.add(campaign);
    Activation next =
        deployments.activate(current.version(), paused, author(), Activation.Reason.PAUSE);
    console.say("campaign " + campaign + " is paused (activation " + next.number() + ")");
    return Stop.DONE;
  }
}
