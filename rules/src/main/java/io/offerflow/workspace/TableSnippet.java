package io.offerflow.workspace;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.drools.template.model.SnippetBuilder;

/**
 * A piece of text with Drools' placeholders: {@code $param} for a cell, {@code $1 $2 ...} for its
 * parts between commas, {@code forall(or){... $ ...}} for each of its parts.
 *
 * @param parts how many a cell must have; 0 unless there are numbered placeholders
 */
record TableSnippet(String text, Kind kind, int parts) {
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$(param\\b|[0-9]{1,3})");
  private static final Pattern FOREIGN = Pattern.compile("\\$[\\p{L}_][\\p{L}\\p{N}_]*");

  /** What a column makes of its cells. */
  enum Kind {
    CONSTANT,
    CELL,
    PARTS,
    EACH
  }

  /**
   * Reads the placeholders of a text.
   *
   * @throws IllegalArgumentException with what is wrong with them
   */
  static TableSnippet of(String text) {
    boolean each = SnippetBuilder.PARAM_FORALL_PATTERN.matcher(text).find();
    boolean cell = false;
    int parts = 0;
    Matcher placeholder = PLACEHOLDER.matcher(text);
    while (placeholder.find()) {
      boolean numbered = !placeholder.group(1).equals(SnippetBuilder.PARAM_SUFFIX);
      cell |= !numbered;
      parts = numbered ? Math.max(parts, number(placeholder)) : parts;
    }
    Matcher foreign = FOREIGN.matcher(text);
    while (foreign.find()) {
      if (!foreign.group().equals(SnippetBuilder.PARAM_STRING)) {
        throw new IllegalArgumentException(
            "`"
                + Sheet.shorten(foreign.group())
                + "` is no placeholder: write $param for the cell, or $1, $2 for its parts"
                + " between commas");
      }
    }
    if ((each && (cell || parts > 0)) || (cell && parts > 0)) {
      throw new IllegalArgumentException(
          "there is more than one kind of placeholder: write either $param, or $1, $2 ..., or"
              + " forall(or){... $ ...}");
    }
    Kind kind = each ? Kind.EACH : parts > 0 ? Kind.PARTS : cell ? Kind.CELL : Kind.CONSTANT;
    return new TableSnippet(text, kind, parts);
  }

  private static int number(Matcher placeholder) {
    int number = Integer.parseInt(placeholder.group(1));
    if (number == 0) {
      throw new IllegalArgumentException("`$0` is no placeholder: the first part is $1");
    }
    return number;
  }

  /** The values that a cell brings for the placeholders; only {@link Kind#CELL} has just one. */
  List<String> values(String cell) {
    return switch (kind) {
      case CONSTANT -> List.of();
      case CELL -> List.of(cell);
      case PARTS, EACH -> split(cell);
    };
  }

  /** Why a cell does not fit, or null. */
  String misfit(List<String> values) {
    if (values.contains("")) {
      return "there is nothing before or after a comma here: remove the comma, or write a value";
    }
    if (kind != Kind.PARTS || values.size() == parts) {
      return null;
    }
    return "this column takes %d value%s, apart by commas: there %s %d here"
        .formatted(parts, parts == 1 ? "" : "s", values.size() == 1 ? "is" : "are", values.size());
  }

  /** A condition with a cell's values in it; those inside quotes stay inside them. */
  String condition(List<String> values) {
    if (kind != Kind.EACH) {
      return fill(text, values, true);
    }
    StringBuilder filled = new StringBuilder();
    Matcher each = SnippetBuilder.PARAM_FORALL_PATTERN.matcher(text);
    int from = 0;
    while (each.find()) {
      boolean alone = each.start() == 0 && each.end() == text.length();
      List<String> all = new ArrayList<>();
      for (String value : values) {
        all.add(fill(each.group(2).replace("$", "$1"), List.of(value), true));
      }
      String joined = String.join(" " + TableCell.strip(each.group(1)) + " ", all);
      filled.append(text, from, each.start());
      filled.append(alone ? joined : "(" + joined + ")");
      from = each.end();
    }
    return filled.append(text.substring(from)).toString();
  }

  /**
   * A text with values for its placeholders.
   *
   * @param condition whether what stands in double quotes there is a text of a condition
   */
  static String fill(String text, List<String> values, boolean condition) {
    StringBuilder filled = new StringBuilder();
    Matcher placeholder = PLACEHOLDER.matcher(text);
    int from = 0;
    while (placeholder.find()) {
      filled.append(text, from, placeholder.start());
      String value = value(placeholder.group(1), values);
      boolean inside = condition && isInQuotes(text, placeholder.start());
      filled.append(inside ? escaped(unquoted(value)) : value);
      from = placeholder.end();
    }
    return filled.append(text.substring(from)).toString();
  }

  static boolean hasPlaceholder(String text) {
    return PLACEHOLDER.matcher(text).find();
  }

  private static String value(String name, List<String> values) {
    return name.equals(SnippetBuilder.PARAM_SUFFIX)
        ? values.get(0)
        : values.get(Integer.parseInt(name) - 1);
  }

  private static boolean isInQuotes(String text, int index) {
    boolean inside = false;
    for (int i = 0; i < index; i++) {
      if (text.charAt(i) == '"') {
        inside = !inside;
      } else if (inside && text.charAt(i) == '\\') {
        i++;
      }
    }
    return inside;
  }

  /** As a text of the condition language. */
  static String escaped(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  private static String unquoted(String value) {
    return isQuoted(value) ? value.substring(1, value.length() - 1) : value;
  }

  static boolean isQuoted(String value) {
    return value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
  }

  /** At commas, but not at those inside brackets or quotes. */
  static List<String> split(String cell) {
    List<String> parts = new ArrayList<>();
    int depth = 0;
    int from = 0;
    boolean quoted = false;
    for (int i = 0; i < cell.length(); i++) {
      char c = cell.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && "([{".indexOf(c) >= 0) {
        depth++;
      } else if (!quoted && ")]}".indexOf(c) >= 0) {
        depth--;
      } else if (c == ',' && !quoted && depth <= 0) {
        parts.add(TableCell.strip(cell.substring(from, i)));
        from = i + 1;
      }
    }
    parts.add(TableCell.strip(cell.substring(from)));
    return parts;
  }
}
