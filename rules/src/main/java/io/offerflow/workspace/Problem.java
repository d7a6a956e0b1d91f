package io.offerflow.workspace;

import java.util.Comparator;

/**
 * Something wrong, or doubtful, in a workspace.
 *
 * @param file relative to the workspace, with forward slashes
 * @param line from 1; 0 when it is about a whole sheet
 * @param column from 1; 0 when it is about a whole sheet
 * @param message what is wrong and what to write instead
 * @param sheet of a workbook, whose rows and columns the two count; null in any other file
 */
public record Problem(
    Severity severity, String file, int line, int column, String message, String sheet)
    implements Comparable<Problem> {

  /** Errors refuse the workspace; warnings never change an exit code. */
  public enum Severity {
    ERROR,
    WARNING
  }

  private static final Comparator<Problem> ORDER =
      Comparator.comparing(Problem::file)
          .thenComparing(Problem::sheet, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparingInt(Problem::line)
          .thenComparingInt(Problem::column)
          .thenComparing(Problem::message);

  /**
   * @throws IllegalArgumentException if there is no such place in a file
   */
  public Problem {
    boolean ofSheet = sheet != null && line == 0 && column == 0;
    if (!ofSheet && (line < 1 || column < 1)) {
      throw new IllegalArgumentException(file + " has no place " + line + ":" + column);
    }
  }

  /** About a whole file; it stands at its beginning, because editors and reviews find no line 0. */
  static Problem ofFile(Severity severity, String file, String message) {
    return new Problem(severity, file, 1, 1, message, null);
  }

  /** About a whole sheet of a workbook. */
  static Problem ofSheet(Severity severity, String file, String sheet, String message) {
    return new Problem(severity, file, 0, 0, message, sheet);
  }

  public static Problem error(String file, int line, int column, String message) {
    return new Problem(Severity.ERROR, file, line, column, message, null);
  }

  public static Problem warning(String file, int line, int column, String message) {
    return new Problem(Severity.WARNING, file, line, column, message, null);
  }

  /** The same, in other words. */
  Problem saying(String other) {
    return new Problem(severity, file, line, column, other, sheet);
  }

  @Override
  public int compareTo(Problem other) {
    return ORDER.compare(this, other);
  }

  /** {@code campaigns/a.yaml:3:7}, in a workbook {@code tables/a.xlsx:Sheet1!G3}. */
  public String place() {
    if (sheet == null) {
      return file + ":" + line + ":" + column;
    }
    return file + ":" + sheet + (line == 0 ? "" : "!" + cell());
  }

  /** As Excel writes it, such as {@code G3}; null where there is none. */
  public String cell() {
    if (sheet == null || line == 0) {
      return null;
    }
    StringBuilder letters = new StringBuilder();
    for (int rest = column; rest > 0; rest = (rest - 1) / 26) {
      letters.insert(0, (char) ('A' + (rest - 1) % 26));
    }
    return letters.toString() + line;
  }

  /** {@code campaigns/a.yaml:3:7: message}. */
  @Override
  public String toString() {
    return place() + ": " + message;
  }
}
