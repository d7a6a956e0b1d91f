package io.offerflow.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes a table into a page, between the two comments that carry its name. */
final class Tables {
  private Tables() {}

  static void replace(Path page, String name, List<String> lines) throws IOException {
    Place place = place(Files.readString(page), page, name);
    String table = String.join("\n", lines) + "\n";
    Files.writeString(page, place.before() + table + place.after());
  }

  /** The lines that stand there. */
  static List<String> read(Path page, String name) throws IOException {
    return place(Files.readString(page), page, name).table().lines().toList();
  }

  private record Place(String before, String table, String after) {}

  private static Place place(String text, Path page, String name) throws IOException {
    String opening = "<!-- " + name + " -->\n";
    int from = text.indexOf(opening) + opening.length();
    int to = text.indexOf("<!-- /" + name + " -->");
    if (from < opening.length() || to < from) {
      throw new IOException(page + " has no place for the table " + name);
    }
    return new Place(text.substring(0, from), text.substring(from, to), text.substring(to));
  }
}
