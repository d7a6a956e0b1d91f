package io.offerflow.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.decision.Bundle;
import io.offerflow.workspace.ScenarioReader;
import io.offerflow.workspace.WorkspaceReader;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests that the example workspaces bring along. */
class ExampleTestsTest {

  @ParameterizedTest
  @ValueSource(strings = {"telecom", "retail"})
  void everyTestPassesAndEveryCampaignWinsInOne(String example) {
    WorkspaceReader.Result workspace = WorkspaceReader.read(Path.of("examples", example));
    ScenarioReader.Result tests = TestRun.read(workspace);
    assertThat(tests.problems()).isEmpty();

    TestReport report = TestRun.run(Bundle.of(workspace.workspace()), tests.scenarios());

    String all = String.join("\n", report.lines());
    assertThat(report.tests()).as(all).hasSizeGreaterThan(5);
    assertThat(report.failed()).as(all).isZero();
    assertThat(report.coverage().withoutMoment()).as(all).isEmpty();
    assertThat(report.coverage().withoutWin()).as(all).isEmpty();
  }
}
