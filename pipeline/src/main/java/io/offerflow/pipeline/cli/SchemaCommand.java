package io.offerflow.pipeline.cli;

import io.offerflow.workspace.EditorSchemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Writes the JSON Schemas of a workspace's files, for editors that complete and check. */
@Command(name = "schema", description = "Write JSON Schemas of a workspace's files for editors.")
final class SchemaCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "DIR", description = "Where to write them; made if it is not there.")
  private Path folder;

  @Mixin private HelpOption help;

  SchemaCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw Stop.input(folder + " is a file; name a folder");
    }
    Map<String, String> schemas = EditorSchemas.all();
    try {
      Files.createDirectories(folder);
      for (Map.Entry<String, String> schema : schemas.entrySet()) {
        Files.writeString(folder.resolve(schema.getKey()), schema.getValue());
      }
    } catch (IOException failed) {
      throw Stop.outside("cannot write to " + folder + ": check its permissions", failed);
    }
    console.say(schemas.size() + " schemas are in " + folder);
    console.say("Editors complete and check a file whose first line names its schema:");
    console.say(
        "# yaml-language-server: $schema="
            + folder.toAbsolutePath().normalize().resolve("campaign.schema.json").toUri());
    return Stop.DONE;
  }
}
