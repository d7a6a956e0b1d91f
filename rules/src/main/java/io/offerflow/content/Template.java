package io.offerflow.content;

import io.offerflow.condition.Names;
import io.offerflow.condition.Ref;
import io.offerflow.condition.Values;
import io.offerflow.event.Nearest;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A text with placeholders: {@code Hello {{customer.name|there}}}. Nothing is escaped, and a value
 * that looks like a placeholder is not filled again. Spaces around a name do not matter; a default
 * is taken as it stands.
 *
 * @param text as it was written
 * @param parts the fixed texts and placeholders it consists of
 */
public record Template(String text, List<Part> parts) {
  public Template {
    parts = List.copyOf(parts);
  }

  /** A piece of a template. */
  public sealed interface Part {}

  public record Fixed(String text) implements Part {}

  /**
   * A place to fill.
   *
   * @param otherwise what stands where the value is missing; null for nothing, which makes the
   *     offer's content incomplete
   */
  public record Placeholder(Ref ref, String otherwise) implements Part {}

  /** A template that cannot be understood. */
  public static final class TemplateException extends Exception {
    private static final long serialVersionUID = 1L;
    private final int offset;

    public TemplateException(int offset, String message) {
      super(message);
      this.offset = offset;
    }

    /** Where in the text, in characters from 0. */
    public int offset() {
      return offset;
    }
  }

  /**
   * Reads a template.
   *
   * @param names what placeholders may name
   * @throws TemplateException at the first placeholder that is not well formed or names something
   *     unknown
   */
  public static Template parse(String text, Names names) throws TemplateException {
    List<Part> parts = new ArrayList<>();
    int at = 0;
    while (true) {
      int open = text.indexOf("{{", at);
      if (open < 0) {
        addFixed(parts, text.substring(at));
        return new Template(text, parts);
      }
      int close = text.indexOf("}}", open + 2);
      if (close < 0) {
        throw new TemplateException(open, "the placeholder is not closed: write {{name}}");
      }
      addFixed(parts, text.substring(at, open));
      parts.add(placeholder(text, open + 2, close, names));
      at = close + 2;
    }
  }

  private static void addFixed(List<Part> parts, String text) {
    if (!text.isEmpty()) {
      parts.add(new Fixed(text));
    }
  }

  private static Placeholder placeholder(String text, int from, int to, Names names)
      throws TemplateException {
    int bar = text.indexOf('|', from);
    boolean hasDefault = bar >= 0 && bar < to;
    String raw = text.substring(from, hasDefault ? bar : to);
    String name = raw.strip();
    if (name.isEmpty() || "{#/^&!>=".indexOf(name.charAt(0)) >= 0) {
      throw new TemplateException(
          from, "only {{name}} and {{name|default}} can be written here: no sections or escapes");
    }
    Names.Known known = names.find(name);
    if (known == null) {
      String near = Nearest.of(name, names.all());
      int indent = raw.length() - raw.stripLeading().length();
      throw new TemplateException(
          from + indent,
          "nothing is called `"
              + name
              + "` here"
              + (near == null
                  ? ": use customer, event, offer, zone.name or a feature"
                  : "; did you mean `" + near + "`?"));
    }
    return new Placeholder(known.ref(), hasDefault ? text.substring(bar + 1, to) : null);
  }

  /** All that its placeholders name, in order. */
  public Set<Ref> refs() {
    Set<Ref> refs = new LinkedHashSet<>();
    for (Part part : parts) {
      if (part instanceof Placeholder placeholder) {
        refs.add(placeholder.ref());
      }
    }
    return refs;
  }

  /** The text with all placeholders filled, or null when one has neither value nor default. */
  public String render(Values values) {
    StringBuilder filled = new StringBuilder(text.length() + 32);
    for (Part part : parts) {
      if (part instanceof Placeholder placeholder) {
        Object value = values.get(placeholder.ref());
        if (value == null && placeholder.otherwise() == null) {
          return null;
        }
        filled.append(value == null ? placeholder.otherwise() : print(value, values.zone()));
      } else {
        filled.append(((Fixed) part).text());
      }
    }
    return filled.toString();
  }

  /** The first placeholder that has neither value nor default, or null. */
  public Ref unfilled(Values values) {
    for (Part part : parts) {
      if (part instanceof Placeholder placeholder
          && placeholder.otherwise() == null
          && values.get(placeholder.ref()) == null) {
        return placeholder.ref();
      }
    }
    return null;
  }

  private static String print(Object value, ZoneId zone) {
    if (value instanceof BigDecimal number) {
      return number.stripTrailingZeros().toPlainString();
    }
    if (value instanceof Instant instant) {
      return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(instant.atZone(zone));
    }
    if (value instanceof Set<?> set) {
      List<String> texts = new ArrayList<>();
      set.forEach(each -> texts.add(String.valueOf(each)));
      return String.join(", ", texts);
    }
    return String.valueOf(value);
  }
}
