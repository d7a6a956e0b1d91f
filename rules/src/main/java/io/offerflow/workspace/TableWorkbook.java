package io.offerflow.workspace;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.poi.openxml4j.util.ZipSecureFile;
import org.apache.poi.poifs.filesystem.POIFSFileSystem;
import org.apache.poi.ss.usermodel.Cell;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.ss.usermodel.DateUtil;
import org.apache.poi.ss.usermodel.FormulaError;
import org.apache.poi.ss.usermodel.Row;
import org.apache.poi.ss.util.CellRangeAddress;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.drools.decisiontable.parser.xls.ExcelParser;
import org.drools.template.parser.DataListener;

/**
 * Reads the sheets of an Excel workbook with Drools' parser. Before that every cell is turned into
 * the text that its author sees: Drools evaluates formulas, and writes dates as months with names.
 */
final class TableWorkbook {
  private static final int MAX_CELLS = 200_000;
  private static final int MAX_MERGED = 1_000;

  private final String file;
  private final Problems problems;
  private boolean failed;
  private int cells;

  private TableWorkbook(String file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  static boolean isZip(byte[] bytes) {
    return begins(bytes, 'P', 'K', 3, 4);
  }

  /** What old workbooks are, and new ones with a password. */
  static boolean isOle(byte[] bytes) {
    return begins(bytes, 0xd0, 0xcf, 0x11, 0xe0);
  }

  private static boolean begins(byte[] bytes, int... start) {
    for (int i = 0; i < start.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xff) != start[i]) {
        return false;
      }
    }
    return true;
  }

  /** One grid a sheet, in order; null, with problems, when the file or a cell is refused. */
  static List<TableGrid> read(String file, byte[] bytes, Problems problems) {
    String refusal = refusal(bytes);
    if (refusal != null) {
      problems.broken(file, refusal);
      return null;
    }
    // What unpacks to too much is refused by now; a table of like rows may well pack 1 to 200.
    ZipSecureFile.setMinInflateRatio(0);
    ZipSecureFile.setMaxEntrySize(TableArchive.MAX_UNPACKED);
    try (XSSFWorkbook workbook = new XSSFWorkbook(new ByteArrayInputStream(bytes))) {
      return new TableWorkbook(file, problems).read(workbook);
    } catch (IOException | RuntimeException | LinkageError | StackOverflowError broken) {
      // POI tells of what it does not like in all these ways, and means no more by one than
      // another.
      problems.broken(file, TableArchive.DAMAGED);
      return null;
    }
  }

  private static String refusal(byte[] bytes) {
    if (bytes.length == 0) {
      return "the file is empty: save the table again, or remove it";
    }
    if (isOle(bytes)) {
      return isEncrypted(bytes)
          ? "this workbook is protected by a password: save it without one"
          : "this is an old Excel workbook (.xls) under another name: save it as .xlsx";
    }
    return isZip(bytes)
        ? TableArchive.refusal(bytes)
        : "this is no Excel workbook: save the table as .xlsx; text is CSV, and ends in .csv";
  }

  private static boolean isEncrypted(byte[] bytes) {
    try (POIFSFileSystem ole = new POIFSFileSystem(new ByteArrayInputStream(bytes))) {
      return ole.getRoot().hasEntry("EncryptedPackage");
    } catch (IOException | RuntimeException broken) {
      return false;
    }
  }

  private List<TableGrid> read(XSSFWorkbook workbook) {
    List<TableGrid> grids = new ArrayList<>();
    Map<String, List<DataListener>> listeners = new HashMap<>();
    for (int i = 0; i < workbook.getNumberOfSheets(); i++) {
      XSSFSheet sheet = workbook.getSheetAt(i);
      if (sheet.getSheetName().chars().anyMatch(Character::isISOControl)) {
        problems.broken(file, TableArchive.DAMAGED);
        return null;
      }
      TableGrid grid = new TableGrid(sheet.getSheetName(), TableWorkbook::cell);
      grids.add(grid);
      if (texts(sheet).anyMatch(cell -> TableWords.isRuleTable(cell.getStringCellValue()))) {
        listeners.put(sheet.getSheetName(), List.of(grid));
        toText(sheet, new Sheet(file, sheet.getSheetName(), problems));
      } else {
        // Lists and notes beside the tables may hold whatever they like.
        texts(sheet)
            .forEach(
                cell ->
                    grid.newCell(
                        cell.getRowIndex(),
                        cell.getColumnIndex(),
                        cell.getStringCellValue(),
                        DataListener.NON_MERGED));
      }
    }
    if (failed) {
      return null;
    }
    new ExcelParser(listeners).parseWorkbook(workbook);
    return grids;
  }

  private static Stream<Cell> texts(XSSFSheet sheet) {
    return StreamSupport.stream(sheet.spliterator(), false)
        .flatMap(row -> StreamSupport.stream(row.spliterator(), false))
        .filter(cell -> cell.getCellType() == CellType.STRING);
  }

  private static TableCell cell(int row, int column, String text, boolean continued) {
    YamlSource.Place place = new YamlSource.Place(row + 1, column + 1);
    return new TableCell(row, column, text, continued, place);
  }

  private void toText(XSSFSheet sheet, Sheet report) {
    for (Row row : sheet) {
      for (Cell cell : row) {
        cells++;
        toText(cell, report);
      }
    }
    if (sheet.getNumMergedRegions() > MAX_MERGED) {
      fail(report, "too many merged cells: at most " + MAX_MERGED);
      return;
    }
    for (CellRangeAddress merged : sheet.getMergedRegions()) {
      cells += Math.min(MAX_CELLS, merged.getNumberOfCells());
      if (cells <= MAX_CELLS) {
        fill(sheet, merged);
      }
    }
    if (cells > MAX_CELLS) {
      fail(report, "too many cells: at most " + MAX_CELLS + " in a workbook");
    }
  }

  /** Drools' parser repeats the value of merged cells where there are cells only. */
  private static void fill(XSSFSheet sheet, CellRangeAddress merged) {
    for (int at = merged.getFirstRow(); at <= merged.getLastRow(); at++) {
      Row row = sheet.getRow(at) == null ? sheet.createRow(at) : sheet.getRow(at);
      for (int column = merged.getFirstColumn(); column <= merged.getLastColumn(); column++) {
        row.getCell(column, Row.MissingCellPolicy.CREATE_NULL_AS_BLANK);
      }
    }
  }

  private void toText(Cell cell, Sheet report) {
    int line = cell.getRowIndex() + 1;
    int column = cell.getColumnIndex() + 1;
    switch (cell.getCellType()) {
      case NUMERIC -> cell.setCellValue(number(cell));
      case BOOLEAN -> cell.setCellValue(Boolean.toString(cell.getBooleanCellValue()));
      case STRING -> checkText(cell.getStringCellValue(), report, line, column);
      case FORMULA ->
          fail(
              report,
              line,
              column,
              "a formula stands here, whose result Excel may not have brought up to date: paste its"
                  + " value instead (copy, then Paste Special, Values)");
      case ERROR ->
          fail(
              report,
              line,
              column,
              "the error "
                  + FormulaError.forInt(cell.getErrorCellValue()).getString()
                  + " stands here: write a value, or empty the cell");
      default -> {
        // A blank one.
      }
    }
  }

  private void checkText(String text, Sheet report, int line, int column) {
    if (text.length() > TableCell.MAX_CHARACTERS) {
      String most = "this cell is too long: at most " + TableCell.MAX_CHARACTERS + " characters";
      fail(report, line, column, most);
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if ((c < ' ' && !Character.isWhitespace(c)) || c == 0x7f || c >= 0xfffe) {
        String control = "a control character (U+%04X) stands here: remove it";
        fail(report, line, column, control.formatted((int) c));
        return;
      }
    }
  }

  private void fail(Sheet report, String message) {
    failed = true;
    report.errorOfSheet(message);
  }

  private void fail(Sheet report, int line, int column, String message) {
    failed = true;
    report.error(line, column, message);
  }

  /** As its author sees it, but for thousands' separators, currencies and rounding. */
  private static String number(Cell cell) {
    if (DateUtil.isCellDateFormatted(cell)) {
      return date(cell.getLocalDateTimeCellValue(), cell.getNumericCellValue());
    }
    BigDecimal number = BigDecimal.valueOf(cell.getNumericCellValue());
    String format = cell.getCellStyle().getDataFormatString();
    boolean percent = format != null && format.contains("%");
    BigDecimal seen = percent ? number.movePointRight(2) : number;
    return (seen.signum() == 0 ? "0" : seen.stripTrailingZeros().toPlainString())
        + (percent ? "%" : "");
  }

  private static String date(LocalDateTime date, double days) {
    if (days < 1) {
      return date.toLocalTime().toString();
    }
    return date.toLocalTime().equals(LocalTime.MIDNIGHT)
        ? date.toLocalDate().toString()
        : date.toString();
  }
}
