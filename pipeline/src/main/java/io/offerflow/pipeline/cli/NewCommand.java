package io.offerflow.pipeline.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

/** Writes commented files to start from. */
@Command(
    name = "new",
    description = "Write a commented workspace or campaign to start from.",
    synopsisSubcommandLabel = "(workspace | campaign)")
final class NewCommand implements Runnable {
  @Mixin private HelpOption help;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  static CommandLine commandLine(Console console) {
    return new CommandLine(new NewCommand())
        .addSubcommand(new NewWorkspaceCommand(console))
        .addSubcommand(new NewCampaignCommand(console));
  }

  /** Only reached when it is not said what should be new. */
  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(), "say what should be new: workspace NAME, or campaign NAME");
  }
}
