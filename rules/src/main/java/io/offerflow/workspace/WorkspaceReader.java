package io.offerflow.workspace;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Reads and checks a workspace folder. */
public final class WorkspaceReader {
  private WorkspaceReader() {}

  /**
   * What reading came to.
   *
   * @param workspace null when there is an error among the problems
   * @param problems sorted by file, line and column
   */
  public record Result(Workspace workspace, List<Problem> problems) {
    public Result {
      problems = List.copyOf(problems);
    }
  }

  /** Reads all files and reports every problem at once. Never throws for what a user wrote. */
  public static Result read(Path folder) {
    throw new UnsupportedOperationException("being written");
  }

  /**
   * Reads a workspace that is not in a folder, such as one that was sent to another process.
   *
   * @param files by path relative to the workspace, with forward slashes
   */
  public static Result read(Map<String, byte[]> files) {
    throw new UnsupportedOperationException("being written");
  }
}
