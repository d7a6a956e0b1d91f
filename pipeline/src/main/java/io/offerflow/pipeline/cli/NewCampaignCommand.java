package io.offerflow.pipeline.cli;

import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Offer;
import io.offerflow.workspace.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes a campaign over what a workspace has, valid as it stands. */
@Command(name = "campaign", description = "Write a campaign, with comments, that is valid.")
final class NewCampaignCommand extends StartCommand {
  private static final String HEADER = "# yaml-language-server: $schema=../";

  @Option(
      names = "--in",
      paramLabel = "WORKSPACE",
      description = "The workspace's folder (default: the current one).")
  private Path folder = Path.of(".");

  NewCampaignCommand(Console console) {
    super(console);
  }

  @Override
  void write(String name, Console console) {
    Workspace workspace = WorkspaceFolder.readGood(folder, console).workspace();
    for (Campaign campaign : workspace.campaigns()) {
      if (campaign.id().equals(name)) {
        throw Stop.input(
            "a campaign `" + name + "` is there already, in " + campaign.file() + "; name another");
      }
    }
    Path file = folder.resolve("campaigns").resolve(name + ".yaml").normalize();
    Template.write(file, header() + Template.filled("campaign.yaml", values(name, workspace)));
    console.say(file + " is a campaign to start from; next:");
    console.say("  ./offerflow validate " + folder);
  }

  /** Where {@code new workspace} has put the schemas, editors find them. */
  private String header() {
    String schema = NewWorkspaceCommand.SCHEMAS + "/campaign.schema.json";
    return Files.exists(folder.resolve(schema)) ? HEADER + schema + "\n" : "";
  }

  private Map<String, String> values(String name, Workspace workspace) {
    List<String> classes = List.copyOf(workspace.policy().classes().keySet());
    if (classes.isEmpty()) {
      throw Stop.input(
          "a campaign needs a class: write `classes: {sales: {}}` into " + folder + "/policy.yaml");
    }
    for (Offer offer : workspace.offers().values()) {
      List<String> channels = channels(workspace, offer);
      if (!channels.isEmpty()) {
        return Map.of(
            "NAME",
            Template.yaml(name),
            "TITLE",
            Template.yaml(name),
            "CLASS",
            // The last in priority: what is new takes nothing from the others.
            Template.yaml(classes.get(classes.size() - 1)),
            "OFFER",
            Template.yaml(offer.id()),
            "CHANNELS",
            channels.stream().map(Template::yaml).collect(Collectors.joining(", ")));
      }
    }
    throw Stop.input(
        "a campaign needs an offer with content for a channel: write one into "
            + folder
            + "/offers.yaml");
  }

  private static List<String> channels(Workspace workspace, Offer offer) {
    return offer.content().keySet().stream()
        .filter(channel -> !workspace.settings().channels().get(channel).inbound())
        .toList();
  }
}
