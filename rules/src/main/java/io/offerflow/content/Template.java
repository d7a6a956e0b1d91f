package io.offerflow.content;

import io.offerflow.condition.Names;
import io.offerflow.condition.Ref;
import io.offerflow.condition.Values;
import java.util.List;

/**
 * A text with placeholders: {@code Hello {{customer.name|there}}}. Nothing is escaped.
 *
 * @param text as it was written
 * @param parts the fixed texts and placeholders it consists of
 */
public record Template(String text, List<Part> parts) {

  /** A piece of a template. */
  public sealed interface Part {}

  public record Fixed(String text) implements Part {}

  /**
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

    public int offset() {
      return offset;
    }
  }

  public static Template parse(String text, Names names) throws TemplateException {
    throw new UnsupportedOperationException("being written");
  }

  /** The text with all placeholders filled, or null when one has neither value nor default. */
  public String render(Values values) {
    throw new UnsupportedOperationException("being written");
  }

  /** The first placeholder that has neither value nor default, or null. */
  public Ref unfilled(Values values) {
    throw new UnsupportedOperationException("being written");
  }
}
