package io.offerflow.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;

/** Workbooks with a table in them, and what a workspace with such a file comes to. */
final class Workbooks {
  static final String FILE = "tables/tariffs.xlsx";

  /** The first campaign is in row 10. */
  static final Object[][] TABLE = {
    {"RuleSet", "tariffs"},
    {"when", "{event: purchase}"},
    {"class", "sales"},
    {"channels", "sms", "push"},
    {},
    {"RuleTable tariffs"},
    {"NAME", "CONDITION", "CONDITION", "ACTION", "ACTION", "ACTION", "ACTION"},
    {null, "event", "event", null, null, null, null},
    {null, "category", "amount >=", "offer", "lever", "active", "paused"},
    {"name", "category", "at least", "offer", "lever", "active", "paused"},
    {"books", "books", 20, "a", 5, "2026-11-01 .. 2026-12-31", true},
    {"music", "music", 12.5, "b", -0.25, null, false},
  };

  private Workbooks() {}

  static XSSFWorkbook workbook(Object[][] rows) {
    XSSFWorkbook workbook = new XSSFWorkbook();
    fill(workbook.createSheet("Sheet1"), rows);
    return workbook;
  }

  static void fill(XSSFSheet sheet, Object[][] rows) {
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows[i].length; j++) {
        set(sheet, i, j, rows[i][j]);
      }
    }
  }

  static Cell set(XSSFSheet sheet, int row, int column, Object value) {
    if (sheet.getRow(row) == null) {
      sheet.createRow(row);
    }
    Cell cell = sheet.getRow(row).createCell(column);
    if (value instanceof Number number) {
      cell.setCellValue(number.doubleValue());
    } else if (value instanceof Boolean flag) {
      cell.setCellValue(flag);
    } else if (value != null) {
      cell.setCellValue(value.toString());
    }
    return cell;
  }

  static byte[] bytes(Workbook workbook) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (workbook) {
      workbook.write(bytes);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  static WorkspaceReader.Result read(byte[] table) {
    Map<String, byte[]> files = new TreeMap<>();
    files.put(
        "workspace.yaml",
        """
        offerflow: 1
        name: tables
        timezone: UTC
        currency: EUR
        language: en
        channels: {sms: {address: customer}, push: {address: customer}}
        """
            .getBytes(UTF_8));
    files.put("policy.yaml", "classes: {sales: {}, service: {}}".getBytes(UTF_8));
    files.put(
        "offers.yaml",
        """
        a: {value: 1, start propensity: 0.1, content: {sms: {en: "A"}, push: {en: "A"}}}
        b: {value: 1, start propensity: 0.1, content: {sms: {en: "B"}, push: {en: "B"}}}
        """
            .getBytes(UTF_8));
    files.put(FILE, table);
    return WorkspaceReader.read(files);
  }

  static List<String> problems(byte[] table) {
    return read(table).problems().stream().map(Problem::toString).toList();
  }

  /** The campaigns of a table after a change of its workbook. */
  static List<Campaign> campaigns(Consumer<XSSFWorkbook> change) {
    XSSFWorkbook workbook = workbook(TABLE);
    change.accept(workbook);
    WorkspaceReader.Result result = read(bytes(workbook));
    assertThat(result.problems()).isEmpty();
    return result.workspace().campaigns();
  }

  static List<String> problems(Consumer<XSSFWorkbook> change) {
    XSSFWorkbook workbook = workbook(TABLE);
    change.accept(workbook);
    return problems(bytes(workbook));
  }
}
