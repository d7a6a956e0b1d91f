package io.offerflow.pipeline.cli;

import io.offerflow.decision.Bundle;
import io.offerflow.scenario.TestReport;
import io.offerflow.workspace.WorkspaceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the tests that a workspace brings along. */
@Command(name = "test", description = "Run the workspace's tests, on simulated time.")
final class TestCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "WORKSPACE", description = "The workspace's folder.")
  private Path folder;

  @Option(names = "--junit", paramLabel = "F", description = "Write JUnit XML there as well.")
  private Path junit;

  @Mixin private HelpOption help;

  TestCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    WorkspaceReader.Result read = WorkspaceFolder.read(folder);
    WorkspaceReader.Result workspace =
        WorkspaceFolder.good(
            folder, read.workspace() == null ? ValidateCommand.withTests(read) : read, console);
    TestReport report =
        WorkspaceTests.run(folder, workspace, Bundle.of(workspace.workspace()), console);
    report.lines().forEach(console::print);
    if (junit != null) {
      write(report.junit(workspace.workspace().settings().name()));
    }
    return report.failed() == 0 ? Stop.DONE : Stop.INPUT;
  }

  private void write(String xml) {
    try {
      Files.writeString(junit, xml);
    } catch (IOException e) {
      throw Stop.outside("cannot write to " + junit, e);
    }
  }
}
