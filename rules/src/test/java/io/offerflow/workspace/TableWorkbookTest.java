package io.offerflow.workspace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.poifs.crypt.EncryptionInfo;
import org.apache.poi.poifs.crypt.EncryptionMode;
import org.apache.poi.poifs.crypt.Encryptor;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellStyle;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables in Excel workbooks: what cells become, and which files are refused. */
class TableWorkbookTest {
  private static final String FILE = "tables/tariffs.xlsx";

  /** The first campaign is in row 10. */
  private static final Object[][] TABLE = {
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

  private static XSSFWorkbook workbook(Object[][] rows) {
    XSSFWorkbook workbook = new XSSFWorkbook();
    fill(workbook.createSheet("Sheet1"), rows);
    return workbook;
  }

  private static void fill(XSSFSheet sheet, Object[][] rows) {
    for (int i = 0; i < rows.length; i++) {
      for (int j = 0; j < rows[i].length; j++) {
        set(sheet, i, j, rows[i][j]);
      }
    }
  }

  private static Cell set(XSSFSheet sheet, int row, int column, Object value) {
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

  private static byte[] bytes(Workbook workbook) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (workbook) {
      workbook.write(bytes);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private static WorkspaceReader.Result read(byte[] table) {
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

  private static List<String> problems(byte[] table) {
    return read(table).problems().stream().map(Problem::toString).toList();
  }

  /** The campaigns of a table after a change of its workbook. */
  private static List<Campaign> campaigns(Consumer<XSSFWorkbook> change) {
    XSSFWorkbook workbook = workbook(TABLE);
    change.accept(workbook);
    WorkspaceReader.Result result = read(bytes(workbook));
    assertThat(result.problems()).isEmpty();
    return result.workspace().campaigns();
  }

  private static List<String> problems(Consumer<XSSFWorkbook> change) {
    XSSFWorkbook workbook = workbook(TABLE);
    change.accept(workbook);
    return problems(bytes(workbook));
  }

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

  @Test
  void aWorkbookWithoutATableIsRefused() {
    assertThat(problems(bytes(workbook(new Object[][] {{"just", "a list"}}))))
        .containsExactly(
            "tables/tariffs.xlsx:1:1: there is no table in this file: a cell with RuleTable and a"
                + " name begins one, as docs/tables.md shows");
    assertThat(problems(bytes(workbook(new Object[][] {{}, {null, "Rule-Table x"}}))))
        .containsExactly(
            "tables/tariffs.xlsx:Sheet1!B2: write RuleTable in one word, and a name for the table"
                + " after it");
  }

  @Test
  void whatIsNoPlainWorkbookIsRefused() throws Exception {
    assertThat(problems(new byte[0])).singleElement().asString().contains("the file is empty");
    assertThat(problems("NAME;CONDITION\n".getBytes(UTF_8)))
        .containsExactly(
            "tables/tariffs.xlsx:1:1: this is no Excel workbook: save the table as .xlsx; text is"
                + " CSV, and ends in .csv");
    HSSFWorkbook old = new HSSFWorkbook();
    old.createSheet().createRow(0).createCell(0).setCellValue("RuleTable x");
    assertThat(problems(bytes(old)))
        .containsExactly(
            "tables/tariffs.xlsx:1:1: this is an old Excel workbook (.xls) under another name: save"
                + " it as .xlsx");
    assertThat(problems(encrypted(bytes(workbook(TABLE)))))
        .containsExactly(
            "tables/tariffs.xlsx:1:1: this workbook is protected by a password: save it without"
                + " one");
    assertThat(problems(zip(Map.of("word/document.xml", "<w/>"))))
        .containsExactly(
            "tables/tariffs.xlsx:1:1: this is no Excel workbook: save the table as .xlsx, or as"
                + " CSV");
    assertThat(problems(zip(Map.of("xl/workbook.bin", "x"))))
        .containsExactly(
            "tables/tariffs.xlsx:1:1: this is a binary workbook (.xlsb): save it as .xlsx");
  }

  private static byte[] encrypted(byte[] workbook) throws Exception {
    try (POIFSFileSystem ole = new POIFSFileSystem()) {
      Encryptor encryptor = new EncryptionInfo(EncryptionMode.agile).getEncryptor();
      encryptor.confirmPassword("secret");
      try (var out = encryptor.getDataStream(ole)) {
        out.write(workbook);
      }
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      ole.writeFilesystem(bytes);
      return bytes.toByteArray();
    }
  }

  private static byte[] zip(Map<String, String> parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, String> part : parts.entrySet()) {
        zip.putNextEntry(new ZipEntry(part.getKey()));
        zip.write(part.getValue().getBytes(UTF_8));
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  /** A workbook with one part changed, or added. */
  private static byte[] with(String name, UnaryOperator<String> change) {
    Map<String, String> parts = new TreeMap<>();
    try (ZipInputStream zip =
        new ZipInputStream(new ByteArrayInputStream(bytes(workbook(TABLE))))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        parts.put(entry.getName(), new String(zip.readAllBytes(), UTF_8));
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    parts.put(name, change.apply(parts.get(name)));
    return zip(parts);
  }

  @Test
  void macrosAreRefused() {
    assertThat(problems(with("xl/vbaProject.bin", old -> "Sub AutoOpen()")))
        .containsExactly(
            "tables/tariffs.xlsx:1:1: no macros here: save the workbook as .xlsx, without them");
  }

  @ParameterizedTest
  @ValueSource(strings = {"xl/workbook.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml"})
  void externalEntitiesAreRefused(String part) {
    String bomb = "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>";

    assertThat(problems(with(part, old -> old.replaceFirst("\\?>", "?>" + bomb))))
        .containsExactly(
            "tables/tariffs.xlsx:1:1: this workbook declares XML entities, as no spreadsheet"
                + " program does: save it again with one");
  }

  @Test
  void whatUnpacksToTooMuchIsRefused() {
    assertThat(problems(with("xl/media/image1.png", old -> " ".repeat(33 << 20))))
        .containsExactly(
            "tables/tariffs.xlsx:1:1: this workbook is too large: at most 32 MiB unpacked; split"
                + " it, and leave out pictures");
  }

  @Test
  void moreCellsThanAnyTableHasAreRefused() {
    assertThat(
            problems(
                with(
                    "xl/worksheets/sheet1.xml",
                    old ->
                        old.replace("</sheetData>", "<row/>".repeat(1_000_001) + "</sheetData>"))))
        .containsExactly(
            "tables/tariffs.xlsx:1:1: this workbook has too many cells: keep tables in a workbook of"
                + " their own, and delete the formats of empty rows");
  }

  @Test
  void aCellOfTenMegabytesIsOneProblem() {
    // Only the first `books` in the shared texts is the name of the campaign.
    assertThat(
            problems(
                with(
                    "xl/sharedStrings.xml",
                    old -> old.replaceFirst(">books<", ">" + "a1 b2".repeat(2 << 20) + "<"))))
        .allMatch(problem -> problem.length() < 300)
        .contains(
            "tables/tariffs.xlsx:Sheet1!A11: this cell is too long: at most 32767 characters");
  }

  @ParameterizedTest
  @CsvSource({
    "xl/workbook.xml, <sheets>, <sheeets>",
    "xl/workbook.xml, Sheet1, &#10;Sheet1",
    "xl/workbook.xml, r:id=\"rId3\", r:id=\"rId99\"",
    "xl/worksheets/sheet1.xml, <row r=\"1\">, <row r=\"99999999\">",
    "xl/worksheets/sheet1.xml, t=\"s\", t=\"zebra\"",
    "xl/worksheets/sheet1.xml, <v>0</v>, <v>77777777777</v>",
    "xl/worksheets/sheet1.xml, <sheetData>, <sheetData><x>",
    "xl/sharedStrings.xml, <si>, <si",
    "[Content_Types].xml, <Types, <Tipes",
  })
  void damagedWorkbooksAreOneProblemEach(String part, String what, String with) {
    byte[] damaged = with(part, old -> old.replaceFirst(java.util.regex.Pattern.quote(what), with));

    List<String> problems = problems(damaged);

    assertThat(problems).isNotEmpty().allMatch(problem -> problem.startsWith(FILE + ":"));
  }

  @Test
  void deepNestingAndCutFilesAreProblemsToo() {
    byte[] deep =
        with(
            "xl/worksheets/sheet1.xml",
            old ->
                old.replace(
                    "<sheetData>", "<sheetData>" + "<a>".repeat(100_000) + "</a>".repeat(100_000)));
    byte[] whole = bytes(workbook(TABLE));
    List<byte[]> files = new ArrayList<>(List.of(deep));
    for (int length = 4; length < whole.length; length += whole.length / 23) {
      files.add(Arrays.copyOf(whole, length));
    }

    for (byte[] file : files) {
      assertThat(problems(file)).allMatch(problem -> problem.startsWith(FILE + ":"));
    }
    assertThat(problems(Arrays.copyOf(whole, whole.length / 2))).isNotEmpty();
  }

  @Test
  void changedBytesNeverThrow() {
    byte[] whole = bytes(workbook(TABLE));
    java.util.Random random = new java.util.Random(7);
    for (int i = 0; i < 150; i++) {
      byte[] changed = whole.clone();
      for (int j = 0; j < 1 + i % 4; j++) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt(256);
      }
      assertThat(problems(changed)).allMatch(problem -> problem.startsWith(FILE + ":"));
    }
  }

  @Test
  void controlCharactersAreRefused() {
    assertThat(
            problems(
                with(
                    "xl/sharedStrings.xml",
                    old -> old.replaceFirst(">tariffs<", ">tar_x0007_iffs<"))))
        .containsExactly(
            "tables/tariffs.xlsx:Sheet1!B1: a control character (U+0007) stands here: remove it");
  }
}
