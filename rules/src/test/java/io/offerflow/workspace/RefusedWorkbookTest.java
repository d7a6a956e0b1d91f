package io.offerflow.workspace;

import static io.offerflow.workspace.Workbooks.FILE;
import static io.offerflow.workspace.Workbooks.TABLE;
import static io.offerflow.workspace.Workbooks.bytes;
import static io.offerflow.workspace.Workbooks.problems;
import static io.offerflow.workspace.Workbooks.workbook;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.poi.hssf.usermodel.HSSFWorkbook;
import org.apache.poi.poifs.crypt.EncryptionInfo;
import org.apache.poi.poifs.crypt.EncryptionMode;
import org.apache.poi.poifs.crypt.Encryptor;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Workbooks that are refused: what is wrong with a file is said, and nothing of it is believed. */
class RefusedWorkbookTest {
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
