package io.offerflow.workspace;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where things stand in the files of a workspace that was read without an error, for what is found
 * out about them later. Reads a file again when it is first asked about.
 */
public final class Places {
  private static final Place NOWHERE = new Place(0, 0);
  private static final Pattern RULE = Pattern.compile("(rules/.*\\.drl):([0-9]+)");

  private final Map<String, byte[]> files;
  private final Map<String, Yaml> roots = new HashMap<>();

  /** Of tables, by the campaign's file. */
  private final Map<String, Row> rows = new HashMap<>();

  private boolean tablesRead;

  private record Row(Sheet sheet, Yaml campaign) {}

  /** A line and a column, both from 1; 0 for the whole file. */
  public record Place(int line, int column) {}

  /**
   * @param files by path relative to the workspace, as {@link WorkspaceReader.Result#files()}
   */
  public Places(Map<String, byte[]> files) {
    this.files = files;
  }

  /**
   * The place of a value: the single value itself, of a mapping or a list its key. Of a path that
   * is not there, as far as it is there: what is written as one value instead of a list of one, is
   * found as the list's first entry.
   *
   * @param path keys, and indexes from 0 in lists
   */
  public Place of(String file, Object... path) {
    Yaml node = root(file);
    Place place = node == null ? NOWHERE : new Place(node.line(), node.column());
    for (Object step : path) {
      Yaml.Entry entry = step instanceof String key ? entry(node, key) : null;
      Yaml next =
          entry != null ? entry.value() : step instanceof Integer index ? item(node, index) : null;
      if (next == null) {
        return place;
      }
      Yaml shown = entry == null || next instanceof Yaml.Scalar ? next : entry.key();
      place = new Place(shown.line(), shown.column());
      node = next;
    }
    return place;
  }

  /**
   * A warning at the place of a value, as {@link #of} finds it.
   *
   * @param file of a campaign in a table with the row, of a rule with its line, as {@link
   *     Campaign#file}
   */
  public Problem warning(String message, String file, Object... path) {
    Place place = of(file, path);
    Row row = rows.get(file);
    Matcher rule = RULE.matcher(file);
    if (rule.matches()) {
      return Problem.warning(rule.group(1), Integer.parseInt(rule.group(2)), 1, message);
    }
    if (place.equals(NOWHERE)) {
      return Problem.ofFile(Problem.Severity.WARNING, file, message);
    }
    return new Problem(
        Problem.Severity.WARNING,
        row == null ? file : row.sheet.file(),
        place.line(),
        place.column(),
        message,
        row == null ? null : row.sheet.tab());
  }

  /** All single values and keys of a YAML file, comments left out; of another file none. */
  public List<String> texts(String file) {
    List<String> texts = new ArrayList<>();
    collect(root(file), texts);
    return texts;
  }

  private static void collect(Yaml node, List<String> texts) {
    if (node instanceof Yaml.Scalar scalar) {
      texts.add(scalar.text());
    } else if (node instanceof Yaml.Listing listing) {
      listing.items().forEach(item -> collect(item, texts));
    } else if (node instanceof Yaml.Mapping mapping) {
      for (Yaml.Entry entry : mapping.entries()) {
        texts.add(entry.name());
        collect(entry.value(), texts);
      }
    }
  }

  private Yaml root(String file) {
    if (file.startsWith(WorkspaceFiles.TABLES)) {
      readTables();
      return rows.containsKey(file) ? rows.get(file).campaign : null;
    }
    byte[] bytes = files.get(file);
    boolean yaml = bytes != null && file.endsWith(".yaml");
    return yaml ? roots.computeIfAbsent(file, f -> YamlFile.read(f, bytes, new Problems())) : null;
  }

  private void readTables() {
    if (tablesRead) {
      return;
    }
    tablesRead = true;
    files.forEach(
        (file, bytes) -> {
          if (WorkspaceFiles.isTable(file)) {
            TableReader.read(
                file,
                bytes,
                new Problems(),
                Set.of(),
                (sheet, label, campaign) -> rows.put(label, new Row(sheet, campaign)));
          }
        });
  }

  private static Yaml.Entry entry(Yaml node, String key) {
    if (node instanceof Yaml.Mapping mapping) {
      for (Yaml.Entry entry : mapping.entries()) {
        if (entry.name().equals(key)) {
          return entry;
        }
      }
    }
    return null;
  }

  private static Yaml item(Yaml node, int index) {
    return node instanceof Yaml.Listing listing && index < listing.items().size()
        ? listing.items().get(index)
        : null;
  }
}
