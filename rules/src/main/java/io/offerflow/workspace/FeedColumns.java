package io.offerflow.workspace;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** A feed's format, and which columns there are. */
final class FeedColumns {
  private static final String EXAMPLE = "{delimited: \",\", header: true}, or json";

  private final Sheet sheet;
  private final Feed.Format format;

  private FeedColumns(Sheet sheet, Feed.Format format) {
    this.sheet = sheet;
    this.format = format;
  }

  static FeedColumns read(Sheet sheet, Yaml node) {
    return new FeedColumns(sheet, node == null ? null : format(sheet, node));
  }

  Feed.Format format() {
    return format;
  }

  private static Feed.Format format(Sheet sheet, Yaml node) {
    if (node instanceof Yaml.Scalar scalar) {
      if (scalar.text().equals("json")) {
        return new Feed.Json();
      }
      sheet.error(node, "`format` is written as " + EXAMPLE);
      return null;
    }
    Section section = Section.of(sheet, node, "`format`", EXAMPLE);
    if (section == null) {
      return null;
    }
    Yaml delimited = section.require("delimited", "`delimited: \",\"`, or `delimited: whitespace`");
    Character separator = delimited == null ? null : separator(sheet, delimited);
    List<String> columns = columns(sheet, section);
    boolean header = section.flag("header", columns.isEmpty());
    if (header && !columns.isEmpty()) {
      sheet.error(
          section.key("columns"),
          "the header line names the columns: remove `columns`, or write `header: false`");
    } else if (!header && !section.has("columns")) {
      sheet.error(
          section.mapping,
          "without a header line the columns need names: write `columns: [who, day, amount]`");
    }
    section.close();
    return new Feed.Delimited(separator, header, header ? List.of() : columns);
  }

  /** Null for white space, and for what is wrong. */
  private static Character separator(Sheet sheet, Yaml node) {
    String text = sheet.text(node, "`delimited`");
    if (text == null || text.equals("whitespace")) {
      return null;
    }
    if (text.length() == 1 && "\"\r\n ".indexOf(text.charAt(0)) < 0) {
      return text.charAt(0);
    }
    sheet.error(
        node,
        text.equals("\\t")
            ? "a tab is written in double quotes: \"\\t\""
            : "`delimited` is one character such as \",\" or \"\\t\", or whitespace");
    return null;
  }

  private static List<String> columns(Sheet sheet, Section section) {
    List<String> names = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    Yaml node = section.get("columns");
    List<Yaml> items = node == null ? null : sheet.list(node, "`columns`");
    for (Yaml item : items == null ? List.<Yaml>of() : items) {
      String name = sheet.text(item, "the name of a column");
      if (name != null && !seen.add(name)) {
        sheet.error(item, "`" + Sheet.shorten(name) + "` stands twice in `columns`");
      }
      names.add(name == null ? "" : name);
    }
    return names;
  }

  /** The column that a node names; null, with a problem, when there is none. */
  String name(Yaml node) {
    String name = sheet.text(node, "a column");
    return name != null && check((Yaml.Scalar) node, 0, name, List.of()) ? name : null;
  }

  /**
   * Whether there can be such a column; a problem when not.
   *
   * @param more what can be named besides columns
   */
  boolean check(Yaml.Scalar at, int offset, String name, List<String> more) {
    if (more.contains(name)) {
      return true;
    }
    if (format instanceof Feed.Json && !name.startsWith("/")) {
      sheet.error(at, offset, "a column of json is a JSON pointer: write /" + Sheet.shorten(name));
      return false;
    }
    if (format instanceof Feed.Delimited delimited
        && !delimited.header()
        && !delimited.columns().isEmpty()
        && !delimited.columns().contains(name)) {
      sheet.error(
          at,
          offset,
          Sheet.noSuch(
              "column", name, Stream.concat(more.stream(), delimited.columns().stream()).toList()));
      return false;
    }
    return true;
  }
}
