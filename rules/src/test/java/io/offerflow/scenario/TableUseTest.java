package io.offerflow.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.analysis.Analysis;
import io.offerflow.decision.Bundle;
import io.offerflow.testing.TestWorkspace;
import io.offerflow.workspace.Problem;
import io.offerflow.workspace.WorkspaceReader;
import java.util.Map;
import java.util.TreeMap;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;

/** Rows of tables among the other campaigns: rules, tests, coverage, warnings. */
class TableUseTest {
  private static final String TABLE =
      """
      when,{event: purchase}
      class,sales
      channels,sms
      offer,pack
      RuleTable t
      NAME,CONDITION,CONDITION
      ,event,
      ,amount >=,$param
      name,at least,and
      large,100,
      huge,1000,hour < 30
      """;

  private static WorkspaceReader.Result read(Map<String, byte[]> more) {
    Map<String, byte[]> files = new TreeMap<>(new TestWorkspace().files());
    files.putAll(more);
    WorkspaceReader.Result result = WorkspaceReader.read(files);
    assertThat(result.problems()).isEmpty();
    return result;
  }

  private static WorkspaceReader.Result csv() {
    return read(Map.of("tables/t.csv", TABLE.getBytes(UTF_8)));
  }

  @Test
  void rowsAreRulesLikeAnyOther() {
    WorkspaceReader.Result table = csv();
    String file =
        """
        campaign: large
        when: {event: purchase}
        class: sales
        channels: [sms]
        offer: pack
        if: event.amount >= 100
        """;
    String other = file.replace("large", "huge").replace("100", "1000") + "\n";
    WorkspaceReader.Result files =
        read(
            Map.of(
                "campaigns/large.yaml",
                file.getBytes(UTF_8),
                "campaigns/huge.yaml",
                other
                    .replace("if: event.amount >= 1000", "if: [event.amount >= 1000, hour < 30]")
                    .getBytes(UTF_8)));

    assertThat(Bundle.drl(table.workspace()))
        .contains("large")
        .isEqualTo(Bundle.drl(files.workspace()));
    assertThat(table.workspace().version()).isNotEqualTo(files.workspace().version());
  }

  @Test
  void theReadFilesAreTheSameWorkspaceAgain() {
    WorkspaceReader.Result first = csv();
    WorkspaceReader.Result again = WorkspaceReader.read(first.files());

    assertThat(first.files()).containsKey("tables/t.csv");
    assertThat(again.workspace().version()).isEqualTo(first.workspace().version());
    assertThat(again.workspace().campaigns()).hasToString(first.workspace().campaigns().toString());
  }

  @Test
  void coverageNamesTheRow() {
    String test =
        """
        test: large
        given: {c-1: {}}
        steps:
          - {at: "2026-11-01T10:00:00Z", purchase: {amount: 150}, expect: {campaign: large}}
        """;
    WorkspaceReader.Result result =
        read(Map.of("tables/t.csv", TABLE.getBytes(UTF_8), "tests/t.yaml", test.getBytes(UTF_8)));

    TestReport report =
        TestRun.run(Bundle.of(result.workspace()), TestRun.read(result).scenarios());

    assertThat(report.failed()).as(String.join("\n", report.lines())).isZero();
    assertThat(report.coverage().withoutWin()).containsExactly("huge");
    assertThat(report.coverage().oneSidedConditions())
        .containsExactly(
            "never true: event.amount >= 1000 (tables/t.csv:11)",
            "never true, never false: hour < 30 (tables/t.csv:11)",
            "never false: event.amount >= 100 (tables/t.csv:10)");
  }

  @Test
  void aWarningStandsAtItsCell() throws Exception {
    assertThat(Analysis.of(csv(), 0))
        .extracting(Problem::toString)
        .anyMatch(line -> line.startsWith("tables/t.csv:11:11: this is always true"));

    java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
    try (XSSFWorkbook workbook = new XSSFWorkbook()) {
      XSSFSheet sheet = workbook.createSheet("Big ones");
      String[] lines = TABLE.split("\n");
      for (int i = 0; i < lines.length; i++) {
        String[] cells = lines[i].split(",");
        sheet.createRow(i);
        for (int j = 0; j < cells.length; j++) {
          sheet.getRow(i).createCell(j).setCellValue(cells[j]);
        }
      }
      workbook.write(bytes);
    }
    WorkspaceReader.Result workbook = read(Map.of("tables/t.xlsx", bytes.toByteArray()));

    assertThat(Analysis.of(workbook, 0))
        .extracting(Problem::toString)
        .anyMatch(line -> line.startsWith("tables/t.xlsx:Big ones!C11: this is always true"));
  }
}
