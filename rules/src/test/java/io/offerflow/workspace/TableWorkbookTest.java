package io.offerflow.workspace;

import static io.offerflow.workspace.Workbooks.TABLE;
import static io.offerflow.workspace.Workbooks.bytes;
import static io.offerflow.workspace.Workbooks.campaigns;
import static io.offerflow.workspace.Workbooks.fill;
import static io.offerflow.workspace.Workbooks.problems;
import static io.offerflow.workspace.Workbooks.read;
import static io.offerflow.workspace.Workbooks.set;
import static io.offerflow.workspace.Workbooks.workbook;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;

/** Tables in Excel workbooks: what cells become. */
class TableWorkbookTest {
  @Test
  void rowsAreCampaigns() {
    List<Campaign> campaigns = campaigns(workbook -> {});

    assertThat(campaigns).extracting(Campaign::id).containsExactly("books", "music");
    Campaign books = campaigns.get(0);
    assertThat(books.file()).isEqualTo("tables/tariffs.xlsx!Sheet1:11");
    assertThat(books.conditions())
        .extracting(Object::toString)
        .containsExactly("event.category == \"books\"", "event.amount >= 20");
    assertThat(books.offer()).isEqualTo("a");
    assertThat(books.channels()).containsExactly("sms", "push");
    assertThat(books.contactClass()).isEqualTo("sales");
    assertThat(books.lever()).isEqualByComparingTo("5");
    assertThat(books.paused()).isTrue();
    assertThat(books.active()).isNotEqualTo(Period.ALWAYS);
    Campaign music = campaigns.get(1);
    assertThat(music.lever()).isEqualByComparingTo("-0.25");
    assertThat(music.active()).isEqualTo(Period.ALWAYS);
    assertThat(music.conditions()).hasSize(2);
  }

  @Test
  void theTableIsPartOfTheVersion() {
    String version = read(bytes(workbook(TABLE))).workspace().version();
    XSSFWorkbook other = workbook(TABLE);
    set(other.getSheetAt(0), 10, 4, 6);

    assertThat(read(bytes(other)).workspace().version()).isNotEqualTo(version);
  }

  @Test
  void aProblemNamesSheetAndCell() {
    List<String> problems =
        problems(
            workbook -> {
              set(workbook.getSheetAt(0), 10, 3, "c");
              set(workbook.getSheetAt(0), 11, 2, "much");
            });

    assertThat(problems)
        .containsExactly(
            "tables/tariffs.xlsx:Sheet1!D11: there is no offer `c`; did you mean `a`?",
            "tables/tariffs.xlsx:Sheet1!C12: `event.amount` is a number and `\"much\"` is a text:"
                + " they cannot be compared");
  }

  @Test
  void whatIsWrongInEveryRowIsSaidOnceAtTheHead() {
    List<String> problems = problems(workbook -> set(workbook.getSheetAt(0), 8, 2, "amnt >="));

    assertThat(problems)
        .containsExactly(
            "tables/tariffs.xlsx:Sheet1!C9: `event.amnt` is not known here; did you mean"
                + " `event.amount`?");
  }

  @Test
  void datesAndShareAreReadAsTheyAreSeen() {
    XSSFWorkbook workbook = workbook(TABLE);
    XSSFSheet sheet = workbook.getSheetAt(0);
    set(sheet, 8, 5, "title: \"$param\"");
    style(workbook, set(sheet, 10, 5, null), "dd.mm.yyyy").setCellValue(LocalDate.of(2026, 11, 1));
    style(workbook, set(sheet, 11, 5, null), "d/m/yy h:mm")
        .setCellValue(LocalDateTime.of(2026, 11, 1, 8, 30));

    assertThat(read(bytes(workbook)).workspace().campaigns())
        .extracting(Campaign::title)
        .containsExactly("2026-11-01", "2026-11-01T08:30");

    sheet = (workbook = workbook(TABLE)).getSheetAt(0);
    set(sheet, 8, 5, "title: \"$param\"");
    style(workbook, set(sheet, 10, 5, 0.125), "0%");
    style(workbook, set(sheet, 11, 5, 1234567.5), "#,##0.00 \"EUR\"");

    assertThat(read(bytes(workbook)).workspace().campaigns())
        .extracting(Campaign::title)
        .containsExactly("12.5%", "1234567.5");

    sheet = (workbook = workbook(TABLE)).getSheetAt(0);
    set(sheet, 8, 5, "title: \"$param\"");
    style(workbook, set(sheet, 10, 5, 0.375), "hh:mm");
    set(sheet, 11, 5, "1e2");

    assertThat(read(bytes(workbook)).workspace().campaigns())
        .extracting(Campaign::title)
        .containsExactly("09:00", "1e2");
  }

  private static Cell style(XSSFWorkbook workbook, Cell cell, String format) {
    CellStyle style = workbook.createCellStyle();
    style.setDataFormat(workbook.createDataFormat().getFormat(format));
    cell.setCellStyle(style);
    return cell;
  }

  @Test
  void cellsMergedDownwardsHoldForEachRow() {
    List<Campaign> campaigns =
        campaigns(
            workbook -> {
              XSSFSheet sheet = workbook.getSheetAt(0);
              sheet.getRow(11).removeCell(sheet.getRow(11).getCell(3));
              sheet.addMergedRegion(CellRangeAddress.valueOf("D11:D12"));
              // Above the columns it is as in Drools: what they are all about.
              sheet.addMergedRegion(CellRangeAddress.valueOf("B8:C8"));
              sheet.addMergedRegion(CellRangeAddress.valueOf("A6:G6"));
            });

    assertThat(campaigns).extracting(Campaign::offer).containsExactly("a", "a");
    assertThat(campaigns.get(1).conditions().get(1)).hasToString("event.amount >= 12.5");
  }

  @Test
  void cellsMergedSidewaysAreRefused() {
    assertThat(
            problems(
                workbook ->
                    workbook.getSheetAt(0).addMergedRegion(CellRangeAddress.valueOf("D11:E11"))))
        .containsExactly(
            "tables/tariffs.xlsx:Sheet1!E11: cells of two columns are merged here: split them");
    assertThat(
            problems(
                workbook ->
                    workbook.getSheetAt(0).addMergedRegion(CellRangeAddress.valueOf("D7:E7"))))
        .containsExactly(
            "tables/tariffs.xlsx:Sheet1!E9: merged cells here: write one for each column");
    assertThat(
            problems(
                workbook ->
                    workbook
                        .getSheetAt(0)
                        .addMergedRegion(CellRangeAddress.valueOf("D11:D1000000"))))
        .containsExactly(
            "tables/tariffs.xlsx:Sheet1: too many cells: at most 200000 in a workbook");
  }

  @Test
  void formulasAndTheirErrorsAreRefused() {
    assertThat(
            problems(
                workbook -> {
                  XSSFSheet sheet = workbook.getSheetAt(0);
                  sheet.getRow(10).createCell(4).setCellFormula("2+3");
                  sheet
                      .getRow(11)
                      .createCell(4)
                      .setCellErrorValue(org.apache.poi.ss.usermodel.FormulaError.DIV0.getCode());
                }))
        .containsExactly(
            "tables/tariffs.xlsx:Sheet1!E11: a formula stands here, whose result Excel may not have"
                + " brought up to date: paste its value instead (copy, then Paste Special, Values)",
            "tables/tariffs.xlsx:Sheet1!E12: the error #DIV/0! stands here: write a value, or empty"
                + " the cell");
  }

  @Test
  void severalSheetsAndTablesAreReadAndNotesAreNot() {
    XSSFWorkbook workbook = workbook(TABLE);
    Object[][] second = {
      {"when", "{event: purchase}"},
      {"class", "service"},
      {"channels", "[sms]"},
      {null, "RuleTable one"},
      {null, "N", "A"},
      {},
      {null, null, "offer"},
      {null, "name", "offer"},
      {"free", "one", "a"},
      {},
      {null, "two", "b", null},
      {null, "RuleTable two"},
      {null, "NAME", "ACTION", "ACTION"},
      {},
      {null, null, "offer", "channels"},
      {},
      {null, "three", "a", "push, sms"},
      {null, "four", "a", "[push]"},
      {null, "   ", "\u00a0"},
    };
    fill(workbook.createSheet("Bücher & Musik"), second);
    workbook.createSheet("empty");
    XSSFSheet notes = workbook.createSheet("notes");
    set(notes, 0, 0, "prices of last year");
    notes.getRow(0).createCell(1).setCellFormula("1/0");

    WorkspaceReader.Result result = read(bytes(workbook));

    assertThat(result.problems())
        .extracting(Problem::toString)
        .containsExactly("tables/tariffs.xlsx:notes: this sheet has no RuleTable and was not read");
    assertThat(result.workspace().campaigns())
        .extracting(campaign -> campaign.id() + " " + campaign.file() + " " + campaign.channels())
        .containsExactly(
            "books tables/tariffs.xlsx!Sheet1:11 [sms, push]",
            "four tables/tariffs.xlsx!Bücher & Musik:18 [push]",
            "music tables/tariffs.xlsx!Sheet1:12 [sms, push]",
            "one tables/tariffs.xlsx!Bücher & Musik:9 [sms]",
            "three tables/tariffs.xlsx!Bücher & Musik:17 [push, sms]",
            "two tables/tariffs.xlsx!Bücher & Musik:11 [sms]");
  }
}
