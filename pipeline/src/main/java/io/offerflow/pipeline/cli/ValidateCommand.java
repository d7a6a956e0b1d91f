package io.offerflow.pipeline.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.offerflow.analysis.Analysis;
import io.offerflow.decision.Bundle;
import io.offerflow.scenario.TestRun;
import io.offerflow.workspace.Problem;
import io.offerflow.workspace.Workspace;
import io.offerflow.workspace.WorkspaceReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads a workspace and reports every problem at once. */
@Command(
    name = "validate",
    description = "Check a workspace: every error as file:line:column: message.")
final class ValidateCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "WORKSPACE", description = "The workspace's folder.")
  private Path folder;

  @Option(names = "--json", description = "Print one JSON object instead of sentences.")
  private boolean json;

  @Option(
      names = "--drl",
      description = "Print the Drools rules that its campaigns become, once Drools compiles them.")
  private boolean drl;

  @Mixin private HelpOption help;

  ValidateCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    WorkspaceReader.Result result = withTests(analysed(WorkspaceFolder.read(folder)));
    boolean valid = result.workspace() != null;
    if (json) {
      console.print(toJson(result));
      return valid ? Stop.DONE : Stop.INPUT;
    }
    WorkspaceFolder.say(result.problems(), console);
    console.say(
        valid
            ? summary(result.workspace(), result.problems())
            : folder + " is not valid: " + WorkspaceFolder.count(result.problems()));
    if (valid && drl) {
      console.print(compiled(result.workspace()).stripTrailing());
    }
    return valid ? Stop.DONE : Stop.INPUT;
  }

  /** With what only somebody who is at her desk wants to hear. */
  static WorkspaceReader.Result analysed(WorkspaceReader.Result read) {
    return with(Analysis.of(read, System.currentTimeMillis()), read, read.workspace());
  }

  /** Its tests are no part of a bundle, but of what somebody wrote: their mistakes count. */
  static WorkspaceReader.Result withTests(WorkspaceReader.Result read) {
    List<Problem> wrong = TestRun.read(read).problems();
    return wrong.isEmpty() ? read : with(wrong, read, null);
  }

  /**
   * What was read with more problems, all in order.
   *
   * @param workspace null where they leave none that is valid
   */
  private static WorkspaceReader.Result with(
      List<Problem> more, WorkspaceReader.Result read, Workspace workspace) {
    List<Problem> problems = new ArrayList<>(read.problems());
    problems.addAll(more);
    problems.sort(null);
    return new WorkspaceReader.Result(
        workspace, problems, read.files(), read.tests(), read.vocabulary());
  }

  private String summary(Workspace workspace, List<Problem> problems) {
    return "%s is valid: %s, %s, %s, %s%s; bundle %s"
        .formatted(
            folder,
            Tally.counted(workspace.campaigns().size(), "campaign"),
            Tally.counted(workspace.offers().size(), "offer"),
            Tally.counted(workspace.features().size(), "feature"),
            Tally.counted(workspace.zones().size(), "zone"),
            problems.isEmpty() ? "" : " (" + WorkspaceFolder.count(problems) + ")",
            workspace.version());
  }

  private String toJson(WorkspaceReader.Result result) {
    ObjectNode object = new ObjectMapper().createObjectNode();
    object.put("valid", result.workspace() != null);
    add(object.putArray("errors"), result.problems(), Problem.Severity.ERROR);
    add(object.putArray("warnings"), result.problems(), Problem.Severity.WARNING);
    if (result.workspace() != null) {
      object.put("bundle", result.workspace().version());
      if (drl) {
        object.put("drl", compiled(result.workspace()));
      }
    }
    return object.toString();
  }

  /** What is printed is what Drools takes: compiling it fails loudly if that should not be so. */
  private static String compiled(Workspace workspace) {
    Bundle.of(workspace);
    return Bundle.drl(workspace);
  }

  private static void add(ArrayNode array, List<Problem> problems, Problem.Severity severity) {
    for (Problem problem : WorkspaceFolder.of(problems, severity)) {
      ObjectNode object = array.addObject().put("file", problem.file());
      if (problem.sheet() != null) {
        object.put("sheet", problem.sheet());
      }
      if (problem.cell() != null) {
        object.put("cell", problem.cell());
      }
      object
          .put("line", problem.line())
          .put("column", problem.column())
          .put("message", problem.message());
    }
  }
}
