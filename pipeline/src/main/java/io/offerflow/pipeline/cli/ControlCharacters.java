package io.offerflow.pipeline.cli;

/** Texts that come from outside, on the way to a terminal. */
final class ControlCharacters {
  private ControlCharacters() {}

  /** What would steer the terminal, or begin a line of its own, is shown and not obeyed. */
  static String shown(String text) {
    if (text.chars().noneMatch(Character::isISOControl)) {
      return text;
    }
    StringBuilder shown = new StringBuilder();
    text.chars()
        .forEach(
            c -> shown.append(Character.isISOControl(c) ? "\\u%04x".formatted(c) : "" + (char) c));
    return shown.toString();
  }
}
