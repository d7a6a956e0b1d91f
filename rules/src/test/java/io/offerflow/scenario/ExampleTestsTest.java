package io.offerflow.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.decision.Bundle;
import io.offerflow.workspace.ScenarioReader;
import io.offerflow.workspace.WorkspaceReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tests that the example workspaces bring along. */
class ExampleTestsTest {

  @ParameterizedTest
  @ValueSource(strings = {"telecom", "retail", "bank", "power", "mall", "home"})
  void everyTestPassesEveryCampaignWinsAndEveryConditionIsTrueAndFalse(String example) {
    WorkspaceReader.Result workspace = WorkspaceReader.read(Path.of("examples", example));
    ScenarioReader.Result tests = TestRun.read(workspace);
    assertThat(tests.problems()).isEmpty();

    TestReport report = TestRun.run(Bundle.of(workspace.workspace()), tests.scenarios());

    String all = String.join("\n", report.lines());
    assertThat(report.tests()).as(all).hasSizeGreaterThan(5);
    assertThat(report.failed()).as(all).isZero();
    assertThat(report.coverage().withoutMoment()).as(all).isEmpty();
    assertThat(report.coverage().withoutWin()).as(all).isEmpty();
    assertThat(report.coverage().oneSidedConditions()).isEmpty();
  }

  @Test
  void theTestsInTheManualPass() throws IOException {
    Map<String, byte[]> files =
        new HashMap<>(WorkspaceReader.read(Path.of("examples", "telecom")).files());
    Matcher block =
        Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
            .matcher(Files.readString(Path.of("..", "docs", "testing.md")));
    int blocks = 0;
    while (block.find()) {
      files.put("tests/manual-" + blocks++ + ".yaml", block.group(1).getBytes(UTF_8));
    }
    WorkspaceReader.Result workspace = WorkspaceReader.read(files);
    ScenarioReader.Result tests = TestRun.read(workspace);
    assertThat(tests.problems()).isEmpty();

    TestReport report = TestRun.run(Bundle.of(workspace.workspace()), tests.scenarios());

    assertThat(blocks).isEqualTo(3);
    assertThat(report.failed()).as(String.join("\n", report.lines())).isZero();
  }
}
