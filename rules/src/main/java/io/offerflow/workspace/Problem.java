package io.offerflow.workspace;

import java.util.Comparator;

/**
 * Something wrong, or doubtful, in a workspace.
 *
 * @param file relative to the workspace, with forward slashes
 * @param line from 1; 0 when it is about the whole file
 * @param column from 1; 0 when it is about the whole line or file
 * @param message what is wrong and what to write instead
 */
public record Problem(Severity severity, String file, int line, int column, String message)
    implements Comparable<Problem> {

  /** Errors refuse the workspace; warnings never change an exit code. */
  public enum Severity {
    ERROR,
    WARNING
  }

  private static final Comparator<Problem> ORDER =
      Comparator.comparing(Problem::file)
          .thenComparingInt(Problem::line)
          .thenComparingInt(Problem::column)
          .thenComparing(Problem::message);

  public static Problem error(String file, int line, int column, String message) {
    return new Problem(Severity.ERROR, file, line, column, message);
  }

  public static Problem warning(String file, int line, int column, String message) {
    return new Problem(Severity.WARNING, file, line, column, message);
  }

  @Override
  public int compareTo(Problem other) {
    return ORDER.compare(this, other);
  }

  /** {@code campaigns/a.yaml:3:7: message}. */
  @Override
  public String toString() {
    return file + ":" + line + ":" + column + ": " + message;
  }
}
