package io.offerflow.pipeline.cli;

import io.offerflow.decision.Bundle;
import io.offerflow.scenario.TestReport;
import io.offerflow.scenario.TestRun;
import io.offerflow.workspace.ScenarioReader;
import io.offerflow.workspace.WorkspaceReader;
import java.nio.file.Path;

/** The tests of a workspace, on the core that the job runs. */
final class WorkspaceTests {
  private WorkspaceTests() {}

  /** Stops where a test cannot be read. */
  static TestReport run(
      Path folder, WorkspaceReader.Result workspace, Bundle bundle, Console console) {
    ScenarioReader.Result tests = TestRun.read(workspace);
    WorkspaceFolder.say(tests.problems(), console);
    if (!tests.problems().isEmpty()) {
      throw Stop.input(
          "the tests of " + folder + " are not valid: " + WorkspaceFolder.count(tests.problems()));
    }
    return TestRun.run(bundle, tests.scenarios());
  }
}
