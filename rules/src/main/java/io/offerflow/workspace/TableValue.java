package io.offerflow.workspace;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Values of campaign keys, as cells and the snippets above them say them. */
final class TableValue {
  /** Their values are conditions, in which a placeholder may stand in quotes. */
  private static final Set<String> CONDITIONS = Set.of("where", "if", "while");

  private TableValue() {}

  /**
   * What a cell says where a value stands alone: what the same characters say in a campaign file.
   *
   * @throws IllegalArgumentException with what is wrong with it
   */
  static Yaml of(String cell, YamlSource.Place place) {
    boolean inBrackets = cell.startsWith("{") || cell.startsWith("[");
    boolean inQuotes = cell.length() > 1 && cell.startsWith("'") && cell.endsWith("'");
    if (inBrackets || inQuotes || TableSnippet.isQuoted(cell)) {
      return moved(parse(cell), place);
    }
    return YamlFile.plain(cell, place);
  }

  /** A value that is a list: {@code [push, sms]}, or only {@code push, sms}. */
  static Yaml listOf(List<TableCell> cells) {
    YamlSource.Place place = cells.get(0).place();
    List<Yaml> items = new ArrayList<>();
    for (TableCell cell : cells) {
      items.addAll(items(cell.text(), cell.place()));
    }
    return new Yaml.Listing(place.line(), place.column(), items);
  }

  private static List<Yaml> items(String cell, YamlSource.Place place) {
    if (cell.startsWith("[") && of(cell, place) instanceof Yaml.Listing listing) {
      return listing.items();
    }
    return TableSnippet.split(cell).stream().map(part -> of(part, place)).toList();
  }

  /**
   * A text as a tree whose places count within the text.
   *
   * @throws IllegalArgumentException when it is no YAML
   */
  static Yaml parse(String text) {
    Problems problems = new Problems();
    Yaml root =
        YamlFile.read("cell", text.getBytes(java.nio.charset.StandardCharsets.UTF_8), problems);
    if (problems.count() > 0) {
      throw new IllegalArgumentException(problems.sorted().get(0).message());
    }
    return root;
  }

  /** The same, in one place. */
  static Yaml moved(Yaml node, YamlSource.Place place) {
    if (node instanceof Yaml.Listing listing) {
      return new Yaml.Listing(
          place.line(),
          place.column(),
          listing.items().stream().map(item -> moved(item, place)).toList());
    }
    if (node instanceof Yaml.Mapping mapping) {
      List<Yaml.Entry> entries = new ArrayList<>();
      for (Yaml.Entry entry : mapping.entries()) {
        entries.add(new Yaml.Entry(moved(entry.key(), place), moved(entry.value(), place)));
      }
      return new Yaml.Mapping(place.line(), place.column(), mapping.flow(), entries);
    }
    return moved((Yaml.Scalar) node, place);
  }

  private static Yaml.Scalar moved(Yaml.Scalar scalar, YamlSource.Place place) {
    return new Yaml.Scalar(
        place.line(),
        place.column(),
        scalar.type(),
        scalar.text(),
        scalar.number(),
        new YamlSource(place),
        0);
  }

  /**
   * A snippet's tree with a cell's values for its placeholders. What came out of the cell stands at
   * the cell's place, the rest at the snippet's.
   *
   * @throws IllegalArgumentException with what is wrong with the cell
   */
  static Yaml filled(Yaml node, List<String> values, Places places) {
    return filled(node, values, places, false);
  }

  /** Where a snippet and a cell below it stand. */
  record Places(YamlSource.Place snippet, YamlSource.Place cell) {}

  private static Yaml filled(Yaml node, List<String> values, Places places, boolean condition) {
    YamlSource.Place at = places.snippet;
    if (node instanceof Yaml.Listing listing) {
      List<Yaml> items = new ArrayList<>();
      for (Yaml item : listing.items()) {
        if (isParam(item)) {
          items.addAll(items(values.get(0), places.cell));
        } else {
          items.add(filled(item, values, places, condition));
        }
      }
      return new Yaml.Listing(at.line(), at.column(), items);
    }
    if (node instanceof Yaml.Mapping mapping) {
      List<Yaml.Entry> entries = new ArrayList<>();
      for (Yaml.Entry entry : mapping.entries()) {
        Yaml key = filled(entry.key(), values, places, false);
        if (!(key instanceof Yaml.Scalar name)) {
          throw new IllegalArgumentException("a name stands here: write it without brackets");
        }
        boolean own = CONDITIONS.contains(name.text());
        entries.add(new Yaml.Entry(name, filled(entry.value(), values, places, own)));
      }
      return new Yaml.Mapping(at.line(), at.column(), mapping.flow(), entries);
    }
    return filled((Yaml.Scalar) node, values, places, condition);
  }

  private static Yaml filled(
      Yaml.Scalar scalar, List<String> values, Places places, boolean condition) {
    if (!TableSnippet.hasPlaceholder(scalar.text())) {
      return moved(scalar, places.snippet);
    }
    String text = TableSnippet.fill(scalar.text(), values, condition);
    if (!scalar.source().isPlain(scalar)) {
      return text(text, places.cell);
    }
    boolean alone = scalar.text().matches("\\$(param|[0-9]+)");
    return alone ? of(text, places.cell) : YamlFile.plain(text, places.cell);
  }

  private static boolean isParam(Yaml item) {
    return item instanceof Yaml.Scalar scalar
        && scalar.text().equals("$param")
        && scalar.source().isPlain(scalar);
  }

  /** Text, whatever it looks like. */
  static Yaml.Scalar text(String text, YamlSource.Place place) {
    return new Yaml.Scalar(
        place.line(), place.column(), Yaml.Type.TEXT, text, null, new YamlSource(place), 0);
  }
}
