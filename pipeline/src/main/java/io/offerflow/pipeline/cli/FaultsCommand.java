package io.offerflow.pipeline.cli;

import io.offerflow.pipeline.faults.FaultRun;
import io.offerflow.pipeline.faults.Verdict;
import io.offerflow.workspace.Workspace;
import io.offerflow.workspace.WorkspaceReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** A cluster on this machine whose processes are killed while it works. */
@Command(
    name = "faults",
    description = "A local cluster under load while its processes are killed; held to replay.",
    footer = {
      "",
      "Broker, job manager and two task managers are processes of their own. Ends with 3 when a",
      "push was lost or made twice, a cap exceeded, or anything came out otherwise than in replay."
    })
final class FaultsCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "60",
      description = "How long processes are broken. Default: 60.")
  private int seconds;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "200",
      description = "Events per second. Default: 200.")
  private int rate;

  @Option(
      names = "--seed",
      paramLabel = "S",
      defaultValue = "1",
      description = "The same seed breaks the same things, as far as the machine allows.")
  private long seed;

  @Option(names = "--json", description = "End with one JSON object, the last line of stdout.")
  private boolean json;

  @Mixin private HelpOption help;

  @Spec private CommandSpec spec;

  FaultsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Stop.require(
        spec, seconds >= 1 && seconds <= 100_000, "--seconds is a whole number from 1 to 100000");
    Stop.require(spec, rate >= 1 && rate <= 10_000, "--rate is a whole number from 1 to 10000");
    LocalFolder folder = LocalFolder.temporary();
    try {
      Path workspace = folder.scratch().resolve("workspace");
      Workspace read = recordingAll(Example.telecom(), workspace);
      FaultRun.Settings settings = new FaultRun.Settings(seconds, rate, seed);
      Path processes = folder.scratch().resolve("processes");
      Verdict verdict = new FaultRun(settings, processes, workspace, read, console::say).run();
      verdict.lines().forEach(json ? console::say : console::print);
      if (json) {
        console.print(verdict.json());
      }
      if (!verdict.isClean()) {
        console.say("not as in replay; topics and logs are kept in " + processes);
        return Stop.OUTSIDE;
      }
    } catch (IOException e) {
      throw Stop.outside(e.getMessage(), e);
    }
    folder.close();
    return Stop.DONE;
  }

  /** The example records a share of what came to nothing; here every record is compared. */
  private static Workspace recordingAll(Path example, Path copy) throws IOException {
    Map<String, byte[]> files = new TreeMap<>(WorkspaceReader.read(example).files());
    String policy = new String(files.get("policy.yaml"), StandardCharsets.UTF_8);
    String all = policy.replaceFirst("none: [0-9.]+%", "none: 100%");
    files.put("policy.yaml", all.getBytes(StandardCharsets.UTF_8));
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Path path = copy.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.write(path, file.getValue());
    }
    return WorkspaceReader.read(copy).workspace();
  }
}
