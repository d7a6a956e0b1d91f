package io.offerflow.workspace;

import io.offerflow.event.Nearest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A test with {@code each} is as many tests as that has rows: in each of them {@code {{column}}}
 * stands for the row's value.
 */
final class ScenarioCases {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\s*([^{}]*?)\\s*}}");
  private static final String EXAMPLE = "[{tier: gold, offer: a}, {tier: silver, offer: b}]";

  private final Sheet sheet;
  private final Map<String, Yaml> row;
  private final Set<String> used;

  private ScenarioCases(Sheet sheet, Map<String, Yaml> row, Set<String> used) {
    this.sheet = sheet;
    this.row = row;
    this.used = used;
  }

  /**
   * A test to read.
   *
   * @param suffix what tells the case's name from that of the others; empty without {@code each}
   */
  record Case(Yaml test, String suffix) {}

  static List<Case> of(Sheet sheet, Yaml test) {
    Yaml.Entry each = null;
    List<Yaml.Entry> others = new ArrayList<>();
    if (test instanceof Yaml.Mapping mapping) {
      for (Yaml.Entry entry : mapping.entries()) {
        if (entry.name().equals("each")) {
          each = entry;
        } else {
          others.add(entry);
        }
      }
    }
    if (each == null) {
      return List.of(new Case(test, ""));
    }
    Yaml.Mapping mapping = (Yaml.Mapping) test;
    Yaml rest = new Yaml.Mapping(mapping.line(), mapping.column(), mapping.flow(), others);
    return rows(sheet, each.value(), rest);
  }

  private static List<Case> rows(Sheet sheet, Yaml each, Yaml rest) {
    List<Case> cases = new ArrayList<>();
    if (!(each instanceof Yaml.Listing listing) || listing.items().isEmpty()) {
      sheet.error(each, "`each` is a table of cases: write " + EXAMPLE);
      return cases;
    }
    Set<String> used = new HashSet<>();
    Set<String> said = new HashSet<>();
    for (Yaml item : listing.items()) {
      if (!(item instanceof Yaml.Mapping columns)) {
        sheet.error(item, "a row of `each` is a mapping: write `each` as " + EXAMPLE);
        continue;
      }
      Map<String, Yaml> row = new LinkedHashMap<>();
      columns.entries().forEach(entry -> row.put(entry.name(), entry.value()));
      int before = sheet.problems().count();
      Yaml filled = new ScenarioCases(sheet, row, used).fill(rest);
      if (sheet.problems().count() == before) {
        cases.add(new Case(filled, " (" + (cases.size() + 1) + ": " + summary(row) + ")"));
      }
      for (Yaml.Entry entry : columns.entries()) {
        if (!used.contains(entry.name()) && said.add(entry.name())) {
          sheet.error(entry.key(), "no \"{{" + entry.name() + "}}\" stands in this test");
        }
      }
    }
    return cases;
  }

  private static String summary(Map<String, Yaml> row) {
    return row.entrySet().stream()
        .filter(entry -> entry.getValue() instanceof Yaml.Scalar)
        .map(entry -> entry.getKey() + " " + entry.getValue())
        .collect(Collectors.joining(", "));
  }

  private Yaml fill(Yaml node) {
    if (node instanceof Yaml.Scalar scalar) {
      return fill(scalar);
    }
    if (node instanceof Yaml.Listing listing) {
      return new Yaml.Listing(
          node.line(), node.column(), listing.items().stream().map(this::fill).toList());
    }
    Yaml.Mapping mapping = (Yaml.Mapping) node;
    List<Yaml.Entry> entries = new ArrayList<>();
    for (Yaml.Entry entry : mapping.entries()) {
      entries.add(new Yaml.Entry(key(entry.key()), fill(entry.value())));
    }
    return new Yaml.Mapping(node.line(), node.column(), mapping.flow(), entries);
  }

  private Yaml.Scalar key(Yaml.Scalar key) {
    if (fill(key) instanceof Yaml.Scalar word) {
      return word;
    }
    sheet.error(key, "a key is a word, but this stands for more than one");
    return key;
  }

  /** A value that is nothing but a placeholder keeps the type of what it stands for. */
  private Yaml fill(Yaml.Scalar scalar) {
    Matcher matcher = PLACEHOLDER.matcher(scalar.text());
    if (scalar.type() != Yaml.Type.TEXT || !matcher.find()) {
      return scalar;
    }
    if (matcher.start() == 0 && matcher.end() == scalar.text().length()) {
      Yaml value = value(scalar, matcher.group(1));
      return value == null ? scalar : value;
    }
    String text =
        matcher.replaceAll(
            found -> {
              Yaml value = value(scalar, found.group(1));
              return Matcher.quoteReplacement(value == null ? "" : value.toString());
            });
    return new Yaml.Scalar(
        scalar.line(),
        scalar.column(),
        Yaml.Type.TEXT,
        text,
        null,
        scalar.source(),
        scalar.index());
  }

  private Yaml value(Yaml.Scalar at, String column) {
    Yaml value = row.get(column);
    if (value == null) {
      sheet.error(
          at,
          "`each` has no `"
              + Sheet.shorten(column)
              + "` in every row"
              + Nearest.hint(column, row.keySet()));
      return null;
    }
    used.add(column);
    return value;
  }
}
