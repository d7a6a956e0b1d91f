package io.offerflow.pipeline.cli;

import io.offerflow.workspace.EditorSchemas;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes a small workspace that is valid as it stands. */
@Command(name = "workspace", description = "Write a small workspace, with comments, that is valid.")
final class NewWorkspaceCommand extends StartCommand {
  /** Readers pass over names with a dot in front: what editors need is no part of the rules. */
  static final String SCHEMAS = ".schemas";

  private static final List<String> FILES =
      List.of(
          "workspace.yaml",
          "schema.yaml",
          "features.yaml",
          "offers.yaml",
          "policy.yaml",
          "campaigns/good-customers.yaml",
          "tests/good-customers.yaml");

  @Option(
      names = "--in",
      paramLabel = "DIR",
      description = "The folder to make it in (default: the current one).")
  private Path parent = Path.of("");

  NewWorkspaceCommand(Console console) {
    super(console);
  }

  @Override
  void write(String name, Console console) {
    Path folder = parent.resolve(name);
    if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
      throw Stop.input(folder + " is there already and was not touched; choose another name");
    }
    if (!parent.toString().isEmpty() && !Files.isDirectory(parent)) {
      throw Stop.input("there is no folder " + parent);
    }
    for (String file : FILES) {
      Template.write(
          folder.resolve(file), Template.filled(file, Map.of("NAME", Template.yaml(name))));
    }
    EditorSchemas.all()
        .forEach((file, text) -> Template.write(folder.resolve(SCHEMAS).resolve(file), text));
    console.say(folder + " is a workspace with one campaign; next:");
    console.say("  ./offerflow validate " + folder);
    console.say("  ./offerflow test " + folder);
    console.say("  ./offerflow new campaign NAME --in " + folder);
  }
}
