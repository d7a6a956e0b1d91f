package io.offerflow.drl;

import java.util.List;

/**
 * A rule that has nothing in it but what there may be; names are not looked up yet.
 *
 * @param name a text
 * @param moment the fields that its first pattern, {@code Moment}, gives a value
 * @param calls what it does, in order; at least one
 */
public record DrlRule(Token name, Moment moment, Body body, List<Call> calls) {

  /** The pattern that says when the rule is asked. */
  public record Moment(Token start, List<Setting> settings) {}

  /**
   * {@code field == value}.
   *
   * @param value a text or a number
   * @param minus whether a minus stands in front of the number
   */
  public record Setting(Token field, Token value, boolean minus) {}

  /**
   * {@code propose(...)}, {@code tag(...)} or {@code untag(...)}.
   *
   * @param arguments texts
   */
  public record Call(Token word, List<Token> arguments) {}

  /** The other patterns. */
  public static final class Body {
    private final List<Lhs> parts;

    Body(List<Lhs> parts) {
      this.parts = List.copyOf(parts);
    }

    List<Lhs> parts() {
      return parts;
    }
  }
}
