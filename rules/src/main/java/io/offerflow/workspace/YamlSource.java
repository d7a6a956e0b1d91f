package io.offerflow.workspace;

/** The text of a YAML file, to find the place of a character inside one of its values. */
final class YamlSource {
  private final int[] points;

  private final Place only;

  YamlSource(String text) {
    this.points = text.codePoints().toArray();
    this.only = null;
  }

  /** A text of which only one place is known. */
  YamlSource(Place only) {
    this.points = new int[0];
    this.only = only;
  }

  /** A place in the file; both count from 1. */
  record Place(int line, int column) {}

  /**
   * Where a character of a scalar's value stands in the file. Folding and indentation only change
   * white space, so the n-th visible character of the value is the n-th one of the source.
   *
   * @param offset in characters of the value
   */
  Place locate(Yaml.Scalar scalar, int offset) {
    if (only != null) {
      return only;
    }
    String before = scalar.text().substring(0, Math.min(offset, scalar.text().length()));
    int visible = (int) before.codePoints().filter(c -> !Character.isWhitespace(c)).count();
    boolean onVisible =
        offset < scalar.text().length() && !Character.isWhitespace(scalar.text().charAt(offset));
    int at = content(scalar.index());
    char style = style(scalar.index());
    int end = at;
    for (int left = visible; left >= 0; left--) {
      at = skipSpace(at, style);
      if (left == 0) {
        break;
      }
      at = Math.min(points.length, at + width(at, style));
      end = at;
    }
    return place(onVisible ? at : end);
  }

  /** Whether a scalar is no more than what its characters say. */
  boolean isPlain(Yaml.Scalar scalar) {
    return style(scalar.index()) == 'p';
  }

  /** Whether a comment follows the scalar in its line; of plain scalars in one line only. */
  boolean isCommentAfter(Yaml.Scalar scalar) {
    int at = scalar.index() + scalar.text().codePointCount(0, scalar.text().length());
    if (style(scalar.index()) != 'p' || at >= points.length || points[at] != ' ') {
      return false;
    }
    while (at < points.length && points[at] == ' ') {
      at++;
    }
    return at < points.length && points[at] == '#';
  }

  private char style(int index) {
    int first = index < points.length ? points[index] : 'x';
    return "'\"|>".indexOf(first) >= 0 ? (char) first : 'p';
  }

  private int content(int index) {
    char style = style(index);
    if (style == 'p') {
      return index;
    }
    int at = index + 1;
    while ((style == '|' || style == '>') && at < points.length && points[at] != '\n') {
      at++;
    }
    return at;
  }

  private int skipSpace(int from, char style) {
    int at = from;
    while (at < points.length) {
      if (Character.isWhitespace(points[at])) {
        at++;
      } else if (style == '"' && points[at] == '\\' && at + 1 < points.length) {
        int escape = points[at + 1];
        if ("ntr \n\t".indexOf(escape) < 0) {
          return at;
        }
        at += 2;
      } else {
        return at;
      }
    }
    return at;
  }

  private int width(int at, char style) {
    if (at + 1 < points.length && style == '\'' && points[at] == '\'' && points[at + 1] == '\'') {
      return 2;
    }
    if (at + 1 < points.length && style == '"' && points[at] == '\\') {
      return switch (points[at + 1]) {
        case 'x' -> 4;
        case 'u' -> 6;
        case 'U' -> 10;
        default -> 2;
      };
    }
    return 1;
  }

  private Place place(int index) {
    int line = 1;
    int column = 1;
    for (int i = 0; i < Math.min(index, points.length); i++) {
      if (points[i] == '\n') {
        line++;
        column = 1;
      } else {
        column++;
      }
    }
    return new Place(line, column);
  }
}
