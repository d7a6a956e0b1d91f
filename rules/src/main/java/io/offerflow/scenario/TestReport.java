package io.offerflow.scenario;

import io.offerflow.decision.Decision;
import io.offerflow.decision.Outcome;
import io.offerflow.workspace.Scenario;
import java.util.ArrayList;
import java.util.List;

/** What tests came to. */
public record TestReport(List<Tested> tests, Coverage coverage) {
  public TestReport {
    tests = List.copyOf(tests);
  }

  /** A test; it passed when nothing failed. */
  public record Tested(Scenario scenario, List<Failure> failures) {
    public Tested {
      failures = List.copyOf(failures);
    }

    public boolean passed() {
      return failures.isEmpty();
    }
  }

  /**
   * An expectation that was not met.
   *
   * @param number of the step, from 1
   * @param decisions of the step, of the customers it is about
   * @param fate of the step's event
   * @param before offers that went out because of {@code given}
   */
  public record Failure(
      int number,
      Scenario.Step step,
      Scenario.Expectation expected,
      List<Decision> decisions,
      Outcome.Fate fate,
      List<Decision> before) {}

  /** How many tests failed. */
  public int failed() {
    return (int) tests.stream().filter(test -> !test.passed()).count();
  }

  /** For people: a line for each test, what failed, the count, and what no test reaches. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Tested test : tests) {
      lines.add((test.passed() ? "ok      " : "FAILED  ") + test.scenario().name());
      for (Failure failure : test.failures()) {
        FailureText.of(failure).forEach(line -> lines.add("  " + line));
      }
    }
    lines.add(count());
    lines.addAll(coverageLines());
    return lines;
  }

  private String count() {
    return tests.size() + (tests.size() == 1 ? " test, " : " tests, ") + failed() + " failed";
  }

  private List<String> coverageLines() {
    List<String> lines = new ArrayList<>();
    List<String> never = coverage.withoutMoment();
    List<String> lost = coverage.withoutWin();
    int won = coverage.campaigns() - never.size() - lost.size();
    lines.add("coverage: " + won + " of " + coverage.campaigns() + " campaigns won");
    if (!lost.isEmpty()) {
      lines.add("  never won: " + String.join(", ", lost));
    }
    if (!never.isEmpty()) {
      lines.add("  moment never occurred: " + String.join(", ", never));
    }
    coverage.oneSidedConditions().forEach(line -> lines.add("  " + line));
    return lines;
  }

  /** As JUnit writes it, for CI. */
  public String junit(String workspace) {
    return JUnitXml.of(this, workspace);
  }
}
