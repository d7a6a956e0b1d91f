package io.offerflow.workspace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads tests/*.yaml. */
public final class ScenarioReader {
  private final Vocabulary vocabulary;
  private final Set<String> results;
  private final Problems problems;
  private final List<Scenario> scenarios = new ArrayList<>();
  private final Map<String, Scenario.Place> names = new HashMap<>();

  private ScenarioReader(Vocabulary vocabulary, Set<String> results) {
    this.vocabulary = vocabulary;
    this.problems = new Problems(new HashSet<>(vocabulary.unsure()));
    this.results = results;
  }

  /**
   * What reading came to.
   *
   * @param scenarios by file, in order of the file; for running only when there is no problem, here
   *     and in the workspace
   * @param problems sorted by file, line and column
   */
  public record Result(List<Scenario> scenarios, List<Problem> problems) {
    public Result {
      scenarios = List.copyOf(scenarios);
      problems = List.copyOf(problems);
    }
  }

  /**
   * Reads all tests and reports every problem at once. Where the workspace has errors, a test can
   * name what may stand in a file that has some; with errors in schema.yaml nothing can be said of
   * tests.
   *
   * @param results the words that results of campaigns have in decision records
   */
  public static Result read(WorkspaceReader.Result read, Set<String> results) {
    if (read.vocabulary() == null || read.vocabulary().unsure().contains(WorkspaceFiles.SCHEMA)) {
      return new Result(List.of(), List.of());
    }
    ScenarioReader reader = new ScenarioReader(read.vocabulary(), results);
    read.tests().forEach(reader::file);
    return new Result(reader.scenarios, reader.problems.sorted());
  }

  private void file(String file, byte[] bytes) {
    Yaml root = YamlFile.read(file, bytes, problems);
    Sheet sheet = new Sheet(file, problems);
    if (root == null) {
      if (!problems.isBroken(file)) {
        problems.error(file, "the file is empty: write a test into it, or remove it");
      }
    } else if (root instanceof Yaml.Listing listing) {
      listing.items().forEach(item -> test(sheet, item));
    } else {
      test(sheet, root);
    }
  }

  private void test(Sheet sheet, Yaml node) {
    for (ScenarioCases.Case one : ScenarioCases.of(sheet, node)) {
      int before = problems.count();
      Scenario scenario = new ScenarioSteps(sheet, vocabulary, results).read(one);
      if (scenario != null && isNew(sheet, scenario) && problems.count() == before) {
        scenarios.add(scenario);
      }
    }
  }

  private boolean isNew(Sheet sheet, Scenario scenario) {
    Scenario.Place first = names.putIfAbsent(scenario.name(), scenario.place());
    if (first != null) {
      sheet
          .problems()
          .error(
              sheet.file(),
              scenario.place().line(),
              scenario.place().column(),
              "a test of this name stands in " + first + " already: give one another name");
    }
    return first == null;
  }
}
