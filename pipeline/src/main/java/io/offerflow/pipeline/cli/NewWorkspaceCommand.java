package io.offerflow.pipeline.cli;

import io.offerflow.workspace.EditorSchemas;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a small workspace that is valid as it stands. */
@Command(name = "workspace", description = "Write a small workspace, with comments, that is valid.")
final class NewWorkspaceCommand implements Callable<Integer> {
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

  private final Console console;

  @Parameters(paramLabel = "NAME", description = "Its name, and that of its folder.")
  private String name;

  @Option(
      names = "--in",
      paramLabel = "DIR",
      description = "The folder to make it in (default: the current one).")
  private Path parent = Path.of("");

  @Mixin private HelpOption help;

  NewWorkspaceCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Path folder = parent.resolve(Template.checkedName(name));
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
    return Stop.DONE;
  }
}
