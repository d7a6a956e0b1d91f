package io.offerflow.workspace;

import io.offerflow.event.DurationText;
import io.offerflow.event.Nearest;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One file being read: converts its values and reports what does not fit. Every conversion answers
 * null when it has reported a problem; {@code what} names the value in the message, such as {@code
 * `last`}.
 *
 * @param tab the sheet of a workbook; null in any other file
 */
record Sheet(String file, String tab, Problems problems) {
  private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}_.-]{1,100}");

  Sheet(String file, Problems problems) {
    this(file, null, problems);
  }

  void error(Yaml at, String message) {
    error(at.line(), at.column(), message);
  }

  void error(TableCell at, String message) {
    error(at.place().line(), at.place().column(), message);
  }

  void error(int line, int column, String message) {
    problems.add(new Problem(Problem.Severity.ERROR, file, line, column, message, tab));
  }

  void warning(Yaml at, String message) {
    warning(at.line(), at.column(), message);
  }

  void warning(int line, int column, String message) {
    problems.add(new Problem(Problem.Severity.WARNING, file, line, column, message, tab));
  }

  /** About a whole sheet of a workbook. */
  void errorOfSheet(String message) {
    problems.add(Problem.ofSheet(Problem.Severity.ERROR, file, tab, message));
  }

  /** About a whole sheet of a workbook. */
  void warningOfSheet(String message) {
    problems.add(Problem.ofSheet(Problem.Severity.WARNING, file, tab, message));
  }

  /** At a character inside a text. */
  void error(Yaml.Scalar in, int offset, String message) {
    YamlSource.Place place = in.source().locate(in, offset);
    error(place.line(), place.column(), message);
  }

  String text(Yaml node, String what) {
    if (node instanceof Yaml.Scalar scalar) {
      switch (scalar.type()) {
        case TEXT:
          return scalar.text();
        case NOTHING:
          error(node, what + " has no value");
          return null;
        default:
          error(
              node,
              what + " is text, but this is " + node.kind() + ": write \"" + scalar.text() + "\"");
          return null;
      }
    }
    error(node, what + " is text, but this is " + node.kind());
    return null;
  }

  /** The name of something in the workspace. */
  String name(Yaml node, String what) {
    String text = text(node, what);
    if (text != null && !NAME.matcher(text).matches()) {
      error(
          node,
          "\""
              + shorten(text)
              + "\" is no name: use letters, digits, - _ . and at most 100"
              + " characters");
      return null;
    }
    return text;
  }

  BigDecimal number(Yaml node, String what) {
    if (node instanceof Yaml.Scalar scalar && scalar.type() == Yaml.Type.NUMBER) {
      return scalar.number();
    }
    String advice = node instanceof Yaml.Scalar scalar ? numberFor(scalar.text()) : "";
    error(node, what + " is a number, but this is " + node.kind() + advice);
    return null;
  }

  /** How the number that somebody meant is written. */
  private static String numberFor(String text) {
    if (text.endsWith("%")) {
      return ": write it without %";
    }
    if (isNumber(text)) {
      return ": write " + text + " without quotes";
    }
    if (text.matches("[-+]?[0-9]+,[0-9]{1,2}")) {
      return ": write " + text.replace(',', '.');
    }
    String bare = text.replaceFirst("[\\s\\p{Alpha}\\p{Sc}]+$", "").replaceAll("[_, ']", "");
    return isNumber(bare) ? ": write " + bare : "";
  }

  BigDecimal number(Yaml node, String what, String least, String most) {
    if (most.equals("1") && node instanceof Yaml.Scalar scalar && scalar.text().endsWith("%")) {
      error(node, what + " is a number from " + least + " to 1: write 0.1 for 10%");
      return null;
    }
    BigDecimal number = number(node, what);
    if (number != null
        && (number.compareTo(new BigDecimal(least)) < 0
            || number.compareTo(new BigDecimal(most)) > 0)) {
      error(node, what + " is a number from " + least + " to " + most);
      return null;
    }
    return number;
  }

  Integer whole(Yaml node, String what, int least) {
    BigDecimal number = number(node, what);
    if (number == null) {
      return null;
    }
    try {
      int whole = number.intValueExact();
      if (whole >= least) {
        return whole;
      }
    } catch (ArithmeticException notWhole) {
      // Reported below.
    }
    error(node, what + " is a whole number, at least " + least);
    return null;
  }

  /** How many contacts of a customer there may be. */
  Integer contacts(Yaml node, String what) {
    Integer max = whole(node, what, 1);
    if (max != null && max > Policy.MOST_CONTACTS) {
      error(
          node,
          what
              + " is a whole number from 1 to "
              + Policy.MOST_CONTACTS
              + ": no more contacts of a customer are remembered");
      return null;
    }
    return max;
  }

  Boolean flag(Yaml node, String what) {
    if (node instanceof Yaml.Scalar scalar && scalar.type() == Yaml.Type.BOOLEAN) {
      return scalar.isTrue();
    }
    String word = node instanceof Yaml.Scalar scalar ? scalar.text() : "";
    boolean yes = List.of("yes", "on", "true").contains(word);
    error(
        node,
        what
            + " is true or false, but this is "
            + node.kind()
            + ": write "
            + (yes
                ? "true"
                : List.of("no", "off", "false").contains(word) ? "false" : "one of them"));
    return null;
  }

  /** Milliseconds; more than none unless {@code zero} is allowed. */
  Long duration(Yaml node, String what, boolean zero) {
    if (!(node instanceof Yaml.Scalar scalar) || scalar.type() == Yaml.Type.NOTHING) {
      error(node, what + " is a duration such as 20m or 7d, but this is " + node.kind());
      return null;
    }
    try {
      long millis = DurationText.parse(scalar.text());
      if (millis == 0 && !zero) {
        error(node, what + " is longer than nothing: write a duration such as 20m or 7d");
        return null;
      }
      return millis;
    } catch (IllegalArgumentException wrong) {
      error(node, what + ": " + shorten(wrong.getMessage()));
      return null;
    }
  }

  /** A share such as {@code 10%}, from 0 to 1. */
  BigDecimal percent(Yaml node, String what) {
    if (node instanceof Yaml.Scalar scalar
        && scalar.text().matches("[0-9]{1,3}(\\.[0-9]{1,9})?%")) {
      String digits = scalar.text().substring(0, scalar.text().length() - 1);
      BigDecimal share = new BigDecimal(digits).movePointLeft(2);
      if (share.compareTo(BigDecimal.ONE) <= 0) {
        return share;
      }
    }
    error(node, what + " is a share from 0% to 100%: write it like 10%");
    return null;
  }

  /** The share of customers that an experiment takes. */
  BigDecimal share(Yaml node, String what) {
    BigDecimal share = percent(node, what);
    if (share != null && share.stripTrailingZeros().scale() > 4) {
      error(node, what + " goes by steps of 0.01%: write it like 5% or 0.25%");
      return null;
    }
    return share;
  }

  ZoneId zone(Yaml node, String what) {
    String text = text(node, what);
    if (text == null) {
      return null;
    }
    try {
      return ZoneId.of(text);
    } catch (DateTimeException unknown) {
      String nearest = Nearest.of(text, ZoneId.getAvailableZoneIds());
      error(
          node,
          "\""
              + shorten(text)
              + "\" is no time zone: write one such as "
              + (nearest == null ? "Asia/Shanghai" : nearest));
      return null;
    }
  }

  List<Yaml> list(Yaml node, String what) {
    if (node instanceof Yaml.Listing listing) {
      return listing.items();
    }
    error(node, what + " is a list, but this is " + node.kind() + ": write [a, b]");
    return null;
  }

  /** A list of different texts. */
  List<String> texts(Yaml node, String what) {
    List<String> texts = new ArrayList<>();
    List<Yaml> items = list(node, what);
    if (items == null) {
      return texts;
    }
    for (Yaml item : items) {
      String text = text(item, "an entry of " + what);
      if (text != null && texts.contains(text)) {
        error(item, "`" + text + "` stands twice in " + what);
      } else if (text != null) {
        texts.add(text);
      }
    }
    return texts;
  }

  /** One of a few words. */
  String word(Yaml node, String what, Collection<String> words) {
    String text = text(node, what);
    if (text == null || words.contains(text)) {
      return text;
    }
    error(
        node,
        what
            + " is one of "
            + String.join(", ", words)
            + ", not \""
            + shorten(text)
            + "\""
            + didYouMean(text, words));
    return null;
  }

  /**
   * A name that something else declares.
   *
   * @param where the file that declares it; if that cannot be read, nothing is reported
   */
  String reference(Yaml node, String kind, Collection<String> known, String where) {
    String text = text(node, "the " + kind);
    if (text != null && !known.contains(text) && !problems.isBroken(where)) {
      error(node, noSuch(kind, text, known, where));
    }
    return text;
  }

  /** What is said of a name that nothing declares, with what may have been meant. */
  static String noSuch(String kind, String name, Collection<String> known) {
    return noSuch(kind, name) + Nearest.hint(name, known);
  }

  /**
   * The same; where nothing else can have been meant, with where to declare it.
   *
   * @param where the file that declares such names, and what else may help
   */
  static String noSuch(String kind, String name, Collection<String> known, String where) {
    String hint = Nearest.hint(name, known);
    return noSuch(kind, name) + (hint.isEmpty() ? ": declare it in " + where : hint);
  }

  private static String noSuch(String kind, String name) {
    return "there is no " + kind + " `" + shorten(name) + "`";
  }

  static String didYouMean(String text, Collection<String> known) {
    String nearest = Nearest.of(text, known);
    return nearest == null ? "" : "; did you mean `" + nearest + "`?";
  }

  static String shorten(String text) {
    return text.length() <= 200 ? text : text.substring(0, 200) + "...";
  }

  private static boolean isNumber(String text) {
    return text.matches("[-+]?[0-9]+(\\.[0-9]+)?");
  }
}
