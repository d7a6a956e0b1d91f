package io.offerflow.feed;

import io.offerflow.codec.Refusal;
import java.util.Arrays;
import java.util.List;

/**
 * Rows of cells between separators.
 *
 * <p>Runs of white space separate without quotes, and white space at either end is nothing. With a
 * separator of its own, a cell may stand in double quotes, a quote within being doubled; it ends on
 * its line. Blank cells are missing. A row has as many cells as there are columns.
 */
final class DelimitedRows implements Rows, Row {
  private final char separator;
  private final boolean whitespace;
  private final List<String> columns;
  private final String[] cells;
  private int count;

  /**
   * @param separator null for runs of white space
   */
  DelimitedRows(Character separator, List<String> columns) {
    this.whitespace = separator == null;
    this.separator = whitespace ? ' ' : separator;
    this.columns = List.copyOf(columns);
    this.cells = new String[columns.size()];
  }

  /** The names in a header line. */
  static List<String> header(Character separator, String line) throws Refusal {
    int most = line.length() + 1;
    DelimitedRows rows = new DelimitedRows(separator, java.util.Collections.nCopies(most, ""));
    rows.split(line);
    return Arrays.stream(rows.cells, 0, rows.count).map(c -> c == null ? "" : c.strip()).toList();
  }

  @Override
  public int column(String name) {
    return columns.indexOf(name);
  }

  @Override
  public Row read(String record) throws Refusal {
    split(record);
    if (count != cells.length) {
      throw new Refusal(
          Refusal.BAD_ROW, cells.length + " columns are expected, there are " + count);
    }
    return this;
  }

  @Override
  public String text(int column) {
    return cells[column];
  }

  private void split(String record) throws Refusal {
    count = 0;
    if (whitespace) {
      splitAtWhitespace(record);
    } else {
      splitAtSeparator(record);
    }
  }

  private void splitAtWhitespace(String record) {
    int length = record.length();
    int at = 0;
    while (true) {
      while (at < length && isSpace(record.charAt(at))) {
        at++;
      }
      if (at == length) {
        return;
      }
      int from = at;
      while (at < length && !isSpace(record.charAt(at))) {
        at++;
      }
      add(record.substring(from, at));
    }
  }

  private void splitAtSeparator(String record) throws Refusal {
    int at = 0;
    while (true) {
      if (at < record.length() && record.charAt(at) == '"') {
        at = quoted(record, at + 1);
        if (at < record.length() && record.charAt(at) != separator) {
          throw new Refusal(Refusal.BAD_ROW, "something stands between a quote and a separator");
        }
      } else {
        int end = record.indexOf(separator, at);
        end = end < 0 ? record.length() : end;
        String cell = record.substring(at, end);
        add(cell.isBlank() ? null : cell);
        at = end;
      }
      if (at == record.length()) {
        return;
      }
      at++;
    }
  }

  /** Adds the quoted cell that begins there; answers where what follows its quote begins. */
  private int quoted(String record, int begin) throws Refusal {
    StringBuilder doubled = null;
    int from = begin;
    while (true) {
      int quote = record.indexOf('"', from);
      if (quote < 0) {
        throw new Refusal(Refusal.BAD_ROW, "a quote is not closed on its line");
      }
      boolean escaped = quote + 1 < record.length() && record.charAt(quote + 1) == '"';
      if (!escaped) {
        String rest = record.substring(from, quote);
        String cell = doubled == null ? rest : doubled.append(rest).toString();
        add(cell.isEmpty() ? null : cell);
        return quote + 1;
      }
      if (doubled == null) {
        doubled = new StringBuilder();
      }
      doubled.append(record, from, quote + 1);
      from = quote + 2;
    }
  }

  private void add(String cell) {
    if (count < cells.length) {
      cells[count] = cell;
    }
    count++;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\u000b';
  }
}
