package io.offerflow.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A table of the documentation that is made from the code. It stands between two comments, {@code
 * <!-- NAME -->} and {@code <!-- /NAME -->}; a test compares it, or writes it anew when asked to.
 */
public final class GeneratedTable {
  private static final String WRITE = "docs.write";

  private final Path page;
  private final String name;

  public GeneratedTable(String page, String name) {
    this.page = Surroundings.find(page);
    this.name = name;
  }

  /**
   * Fails where the page is behind the code, saying how to write it anew.
   *
   * @param rows of cells, the head first
   */
  public void mustRead(List<List<String>> rows) {
    StringBuilder wanted = new StringBuilder();
    for (int row = 0; row < rows.size(); row++) {
      wanted.append("| ").append(String.join(" | ", rows.get(row))).append(" |\n");
      if (row == 0) {
        wanted.append("| --- ".repeat(rows.get(0).size())).append("|\n");
      }
    }
    try {
      compare(Files.readString(page), wanted.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void compare(String text, String wanted) throws IOException {
    String open = "<!-- " + name + " -->\n";
    int from = text.indexOf(open) + open.length();
    int to = text.indexOf("<!-- /" + name + " -->");
    if (from < open.length() || to < from) {
      throw new AssertionError(page + " has no place for the table " + name);
    }
    if (text.substring(from, to).equals(wanted)) {
      return;
    }
    if (Boolean.getBoolean(WRITE)) {
      Files.writeString(page, text.substring(0, from) + wanted + text.substring(to));
      return;
    }
    throw new AssertionError(
        page.getFileName()
            + " is behind the code. The table "
            + name
            + " is made from it; write it anew with\n"
            + "  mvn -q -pl pipeline -am test -Dtest='*DocTest' -Ddocs.write=true"
            + " -Dsurefire.failIfNoSpecifiedTests=false\nIt should read:\n"
            + wanted);
  }
}
