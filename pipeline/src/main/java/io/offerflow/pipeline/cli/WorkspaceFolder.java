package io.offerflow.pipeline.cli;

import io.offerflow.workspace.Problem;
import io.offerflow.workspace.WorkspaceReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the workspace that a command is about, and says what is wrong with it. */
final class WorkspaceFolder {
  private WorkspaceFolder() {}

  /** Problems and all; stops only where there is no folder to read. */
  static WorkspaceReader.Result read(Path folder) {
    if (!Files.exists(folder)) {
      throw Stop.input("there is no folder " + folder);
    }
    if (!Files.isDirectory(folder)) {
      throw Stop.input(folder + " is a file; name the workspace's folder");
    }
    if (!Files.isReadable(folder)) {
      throw Stop.input("the folder " + folder + " may not be read");
    }
    return WorkspaceReader.read(folder);
  }

  /** For commands that need a good one: says every problem, and stops when one is an error. */
  static WorkspaceReader.Result readGood(Path folder, Console console) {
    return good(folder, read(folder), console);
  }

  /** What was read of a folder, if it is a good one. */
  static WorkspaceReader.Result good(Path folder, WorkspaceReader.Result result, Console console) {
    say(result.problems(), console);
    if (result.workspace() == null) {
      throw Stop.input(folder + " is not a valid workspace: " + count(result.problems()));
    }
    return result;
  }

  static void say(List<Problem> problems, Console console) {
    problems.forEach(problem -> console.say(line(problem)));
  }

  /** {@code file:line:column: message}, as editors and CI read it; in workbooks sheet and cell. */
  private static String line(Problem problem) {
    String position = problem.place() + ": ";
    return problem.severity() == Problem.Severity.WARNING
        ? position + "warning: " + problem.message()
        : position + problem.message();
  }

  /** {@code 2 errors, 1 warning}; what there is none of is left out. */
  static String count(List<Problem> problems) {
    int errors = of(problems, Problem.Severity.ERROR).size();
    int warnings = problems.size() - errors;
    return Stream.of(plural(errors, "error"), plural(warnings, "warning"))
        .filter(part -> !part.startsWith("0 "))
        .collect(Collectors.joining(", "));
  }

  private static String plural(int count, String word) {
    return count + " " + word + (count == 1 ? "" : "s");
  }

  static List<Problem> of(List<Problem> problems, Problem.Severity severity) {
    return problems.stream().filter(problem -> problem.severity() == severity).toList();
  }
}
