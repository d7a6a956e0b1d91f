package io.offerflow.feed;

import io.offerflow.codec.Refusal;
import io.offerflow.codec.ValueChecks;
import java.util.ArrayList;
import java.util.List;

/** A pattern for ids: fixed texts, {@code {file}}, {@code {line}} and columns in braces. */
final class TextPattern {
  private sealed interface Part {}

  private record Fixed(String text) implements Part {}

  private record Cell(String name, int column) implements Part {}

  private enum Place implements Part {
    FILE,
    LINE
  }

  private final String member;
  private final List<Part> parts = new ArrayList<>();
  private final StringBuilder scratch = new StringBuilder();

  /**
   * @param member what is made of it, {@code id} or {@code customer}
   * @throws IllegalArgumentException in a sentence, when a brace is open or a column is not there
   */
  TextPattern(String member, String pattern, Columns columns) {
    this.member = member;
    int at = 0;
    while (at < pattern.length()) {
      int open = pattern.indexOf('{', at);
      if (open != at) {
        parts.add(new Fixed(pattern.substring(at, open < 0 ? pattern.length() : open)));
      }
      if (open < 0) {
        return;
      }
      int close = pattern.indexOf('}', open);
      if (close < 0) {
        throw new IllegalArgumentException("`" + member + "`: a brace is not closed");
      }
      parts.add(part(pattern.substring(open + 1, close), columns));
      at = close + 1;
    }
  }

  private static Part part(String name, Columns columns) {
    return switch (name) {
      case "file" -> Place.FILE;
      case "line" -> Place.LINE;
      default -> new Cell(name, columns.of(name));
    };
  }

  /** The text of a row; every column it is made of must be there. */
  String fill(Row row, String file, long line) throws Refusal {
    if (parts.size() == 1 && parts.get(0) instanceof Cell cell) {
      return ValueChecks.id(member, cell(row, cell));
    }
    scratch.setLength(0);
    for (Part part : parts) {
      if (part instanceof Fixed fixed) {
        scratch.append(fixed.text());
      } else if (part instanceof Cell cell) {
        scratch.append(cell(row, cell));
      } else if (part == Place.FILE) {
        scratch.append(file);
      } else {
        scratch.append(line);
      }
    }
    return ValueChecks.id(member, scratch.toString());
  }

  private String cell(Row row, Cell cell) throws Refusal {
    String text = row.text(cell.column());
    if (text == null || text.isBlank()) {
      throw new Refusal(
          Refusal.MISSING_MEMBER,
          "column `" + cell.name() + "`, of which `" + member + "` is made, is empty");
    }
    return text;
  }
}
