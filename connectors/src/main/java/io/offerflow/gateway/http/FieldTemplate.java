package io.offerflow.gateway.http;

import io.offerflow.event.Nearest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * A piece of a request with placeholders over a push: {@code Bearer {{secret.key}}}. What is filled
 * in is escaped by where the piece stands, and is never looked through for placeholders itself.
 */
record FieldTemplate(List<Part> parts) {
  FieldTemplate {
    parts = List.copyOf(parts);
  }

  sealed interface Part {}

  record Fixed(String text) implements Part {}

  /**
   * A place to fill.
   *
   * @param otherwise what stands there when the push has no such value; null for nothing, and then
   *     the push cannot be sent
   * @param number written as a JSON number
   */
  record Placeholder(String name, String otherwise, boolean number) implements Part {}

  /** A template that cannot be understood. */
  static final class Fault extends Exception {
    private static final long serialVersionUID = 1L;
    private final int offset;

    Fault(int offset, String message) {
      super(message, null, false, false);
      this.offset = offset;
    }

    /** Where in the text, in characters from 0. */
    int offset() {
      return offset;
    }
  }

  /** What a push lacks that a template cannot do without. */
  static final class MissingValue extends Exception {
    private static final long serialVersionUID = 1L;

    MissingValue(String name) {
      super("the push has no " + name, null, false, false);
    }
  }

  static FieldTemplate fixed(String text) {
    return new FieldTemplate(text.isEmpty() ? List.of() : List.of(new Fixed(text)));
  }

  /**
   * Reads a template.
   *
   * @param secrets names that may follow {@code secret.}
   */
  static FieldTemplate parse(String text, Set<String> secrets) throws Fault {
    List<Part> parts = new ArrayList<>();
    int at = 0;
    while (true) {
      int open = text.indexOf("{{", at);
      if (open < 0) {
        addFixed(parts, text.substring(at));
        return new FieldTemplate(parts);
      }
      int close = text.indexOf("}}", open);
      if (close < 0) {
        throw new Fault(open, "the placeholder is not closed: write {{name}}");
      }
      addFixed(parts, text.substring(at, open));
      parts.add(placeholder(text.substring(open + 2, close), open + 2, secrets));
      at = close + 2;
    }
  }

  private static void addFixed(List<Part> parts, String text) {
    if (!text.isEmpty()) {
      parts.add(new Fixed(text));
    }
  }

  private static Placeholder placeholder(String inside, int offset, Set<String> secrets)
      throws Fault {
    int bar = inside.indexOf('|');
    String name = (bar < 0 ? inside : inside.substring(0, bar)).strip();
    boolean number = name.endsWith(" as number");
    if (number) {
      name = name.substring(0, name.length() - " as number".length()).strip();
    }
    requireKnown(name, offset, secrets);
    if (number && !PushValues.NUMBERS.contains(name)) {
      throw new Fault(
          offset,
          "`" + name + "` is a text: only " + sorted(PushValues.NUMBERS) + " can be numbers");
    }
    String otherwise = bar < 0 ? null : inside.substring(bar + 1);
    if (number && otherwise != null && !otherwise.matches("-?(0|[1-9][0-9]{0,17})")) {
      throw new Fault(offset, "the default of a number is a whole number");
    }
    return new Placeholder(name, otherwise, number);
  }

  private static void requireKnown(String name, int offset, Set<String> secrets) throws Fault {
    if (name.startsWith(PushValues.CONTENT) && name.length() > PushValues.CONTENT.length()) {
      return;
    }
    Set<String> known = new TreeSet<>(PushValues.NAMES);
    secrets.forEach(secret -> known.add(PushValues.SECRET + secret));
    if (known.contains(name)) {
      return;
    }
    String near = Nearest.of(name, known);
    throw new Fault(
        offset,
        "a push has no `"
            + name
            + "`"
            + (near == null
                ? ": use content.text, or one of " + sorted(known)
                : "; did you mean `" + near + "`?"));
  }

  private static String sorted(Collection<String> names) {
    return String.join(", ", new TreeSet<>(names));
  }

  /** Whether it is a single placeholder for a number and nothing else. */
  boolean isNumber() {
    return parts.size() == 1 && parts.get(0) instanceof Placeholder only && only.number();
  }

  boolean isFixed() {
    return parts.stream().allMatch(part -> part instanceof Fixed);
  }

  /** Filled in; each value is escaped, the fixed pieces are not. */
  String fill(PushValues values, UnaryOperator<String> escape) throws MissingValue {
    StringBuilder filled = new StringBuilder();
    for (Part part : parts) {
      if (part instanceof Fixed fixed) {
        filled.append(fixed.text());
      } else if (part instanceof Placeholder placeholder) {
        String value = values.get(placeholder.name());
        value = value == null ? placeholder.otherwise() : value;
        if (value == null) {
          throw new MissingValue(placeholder.name());
        }
        filled.append(escape.apply(value));
      }
    }
    return filled.toString();
  }
}
