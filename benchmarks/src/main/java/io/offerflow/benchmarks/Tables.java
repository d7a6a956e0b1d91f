package io.offerflow.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes a table into a page, between the two comments that carry its name. */
final class Tables {
  private Tables() {}

  static void replace(Path page, String name, List<String> lines) throws IOException {
    String text = Files.readString(page);
    String opening = "<!-- " + name + " -->\n";
    String closing = "<!-- /" + name + " -->";
    int from = text.indexOf(opening);
    int to = text.indexOf(closing);
    if (from < 0 || to < from) {
      throw new IOException(page + " has no place for the table " + name);
    }
    String table = String.join("\n", lines) + "\n";
    Files.writeString(
        page, text.substring(0, from + opening.length()) + table + text.substring(to));
  }
}
