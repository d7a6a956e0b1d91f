package io.offerflow.pipeline.report;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes HTML. Texts and values of attributes are escaped here and nowhere else; there is no way to
 * write a text unescaped but {@link #script} and {@link #style}, which take this program's own.
 */
final class Html {
  private final StringBuilder out = new StringBuilder(1 << 16);
  private final Deque<String> open = new ArrayDeque<>();

  Html doctype() {
    out.append("<!doctype html>\n");
    return this;
  }

  /**
   * Opens an element; attributes are names and values in turn, those with a null value left out.
   */
  Html open(String element, String... attributes) {
    start(element, attributes);
    open.push(element);
    return this;
  }

  Html close() {
    out.append("</").append(open.pop()).append('>');
    if (open.size() < 4) {
      out.append('\n');
    }
    return this;
  }

  /** An element with nothing but a text in it. */
  Html element(String element, String text, String... attributes) {
    return open(element, attributes).text(text).close();
  }

  /** An element that holds nothing and is not closed. */
  Html empty(String element, String... attributes) {
    start(element, attributes);
    return this;
  }

  private void start(String element, String... attributes) {
    out.append('<').append(element);
    for (int i = 0; i < attributes.length; i += 2) {
      if (attributes[i + 1] != null) {
        out.append(' ').append(attributes[i]).append("=\"");
        escape(attributes[i + 1]);
        out.append('"');
      }
    }
    out.append('>');
  }

  Html text(String text) {
    escape(text);
    return this;
  }

  private void escape(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '<' -> out.append("&lt;");
        case '>' -> out.append("&gt;");
        case '&' -> out.append("&amp;");
        case '"' -> out.append("&quot;");
        case '\'' -> out.append("&#39;");
        default -> out.append(c < ' ' && c != '\n' && c != '\t' ? '\ufffd' : c);
      }
    }
  }

  /** A program of this page. */
  Html script(String program) {
    out.append("<script>").append(program).append("</script>\n");
    return this;
  }

  Html style(String sheet) {
    out.append("<style>").append(sheet).append("</style>\n");
    return this;
  }

  /** Data for the programs of this page; no text in it can end the element or begin another. */
  Html data(String id, String json) {
    out.append("<script type=\"application/json\" id=\"").append(id).append("\">");
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      switch (c) {
        case '<', '>', '&', '\u2028', '\u2029' -> out.append(String.format("\\u%04x", (int) c));
        default -> out.append(c);
      }
    }
    out.append("</script>\n");
    return this;
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
