package io.offerflow.workspace;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.drools.decisiontable.parser.csv.CsvLineParser;
import org.drools.decisiontable.parser.csv.CsvParser;

/**
 * Reads a table in CSV with Drools' parser. How a line falls into cells is decided here, because
 * Drools' own way knows commas only, says no place, and takes quotes that never close.
 */
final class TableCsv extends CsvLineParser {
  private static final String SEPARATORS = ",;\t";

  private final char separator;

  /** Of each row's cells: the text as written, and in which column of the line it begins. */
  private final List<List<Piece>> rows = new ArrayList<>();

  private record Piece(String text, int column) {}

  /** The lines fall into no cells. */
  private static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final int line;
    private final int column;

    Broken(int line, int column, String message) {
      super(message, null, false, false);
      this.line = line;
      this.column = column;
    }
  }

  private TableCsv(char separator) {
    this.separator = separator;
  }

  /** Null, with a problem, when it is no table in CSV. */
  static TableGrid read(String file, byte[] bytes, Problems problems) {
    if (TableWorkbook.isZip(bytes) || TableWorkbook.isOle(bytes)) {
      problems.broken(file, "this is no CSV but a workbook: save it as CSV, or as .xlsx");
      return null;
    }
    String text = YamlFile.decode(file, bytes, problems);
    if (text == null) {
      return null;
    }
    try {
      return read(text);
    } catch (Broken broken) {
      problems.broken(file, broken.line, broken.column, broken.getMessage());
      return null;
    }
  }

  private static TableGrid read(String text) {
    List<String> lines = text.lines().toList();
    boolean said = !lines.isEmpty() && lines.get(0).matches("(?i)sep=.");
    // The line is for Excel alone; a blank one in its stead keeps the places.
    String table = said ? text.substring(lines.get(0).length()) : text;
    TableCsv csv = new TableCsv(said ? lines.get(0).charAt(4) : separator(lines));
    TableGrid grid = new TableGrid(null, csv::cell);
    new CsvParser(grid, csv)
        .parseFile(new ByteArrayInputStream(table.getBytes(StandardCharsets.UTF_8)));
    return grid;
  }

  /** Drools' parser takes `...` from the end of a cell: it stands for merged cells there. */
  private TableCell cell(int row, int column, String text, boolean continued) {
    Piece piece = rows.get(row).get(column);
    return new TableCell(
        row,
        column,
        TableCell.strip(piece.text),
        false,
        new YamlSource.Place(row + 1, piece.column));
  }

  /** The one under which a line of column types shows the most of them. */
  private static char separator(List<String> lines) {
    char best = SEPARATORS.charAt(0);
    long most = 0;
    for (char candidate : SEPARATORS.toCharArray()) {
      String split = "\\Q" + candidate + "\\E";
      long words =
          lines.stream()
              .mapToLong(
                  line ->
                      line.length() > 10_000
                          ? 0
                          : java.util.Arrays.stream(line.replace("\"", "").split(split))
                              .filter(TableWords::isColumnType)
                              .count())
              .max()
              .orElse(0);
      if (words > most) {
        most = words;
        best = candidate;
      }
    }
    return best;
  }

  @Override
  public List<String> parse(CharSequence sequence) {
    String line = sequence.toString();
    List<Piece> pieces = new ArrayList<>();
    int at = 0;
    while (at <= line.length()) {
      at = next(line, at, pieces) + 1;
    }
    rows.add(pieces);
    return pieces.stream().map(Piece::text).toList();
  }

  /** Adds the cell that begins at an index; answers the index of the separator after it. */
  private int next(String line, int from, List<Piece> pieces) {
    int column = 1 + line.codePointCount(0, from);
    int quote = from;
    while (quote < line.length() && line.charAt(quote) == ' ') {
      quote++;
    }
    int end = line.indexOf(separator, from) < 0 ? line.length() : line.indexOf(separator, from);
    String text = line.substring(from, end);
    if (quote < line.length() && line.charAt(quote) == '"') {
      StringBuilder quoted = new StringBuilder();
      end = quoted(line, quote, quoted);
      text = quoted.toString();
    }
    if (text.length() > TableCell.MAX_CHARACTERS) {
      throw new Broken(
          rows.size() + 1,
          column,
          "this cell is too long: at most " + TableCell.MAX_CHARACTERS + " characters");
    }
    pieces.add(new Piece(text, column));
    return end;
  }

  private int quoted(String line, int quote, StringBuilder text) {
    int at = quote + 1;
    while (at < line.length()) {
      char c = line.charAt(at);
      if (c == '"' && at + 1 < line.length() && line.charAt(at + 1) == '"') {
        at++;
      } else if (c == '"') {
        return separatorAfter(line, at);
      }
      text.append(c);
      at++;
    }
    throw new Broken(
        rows.size() + 1,
        1 + line.codePointCount(0, quote),
        "the quotes that open here do not close in this line: close them, write each quote inside"
            + " twice, and keep a cell in one line");
  }

  private int separatorAfter(String line, int closing) {
    int at = closing + 1;
    while (at < line.length() && line.charAt(at) == ' ' && separator != ' ') {
      at++;
    }
    if (at == line.length() || line.charAt(at) == separator) {
      return at;
    }
    throw new Broken(
        rows.size() + 1,
        1 + line.codePointCount(0, at),
        "the quotes of this cell were closed before: write each quote inside twice, as in"
            + " \"customer.tier == \"\"gold\"\"\"");
  }
}
