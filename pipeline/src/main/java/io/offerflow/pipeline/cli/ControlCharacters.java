package io.offerflow.pipeline.cli;

/** Texts that come from outside, on the way to a terminal. */
final class ControlCharacters {
  private ControlCharacters() {}

  /** Whether there are any; a line break is one. */
  static boolean areIn(String text) {
    return text.chars().anyMatch(Character::isISOControl);
  }

  /** What would steer the terminal, or begin a line of its own, is shown and not obeyed. */
  static String shown(String text) {
    if (!areIn(text)) {
      return text;
    }
    StringBuilder shown = new StringBuilder();
    text.chars()
        .forEach(
            c -> shown.append(Character.isISOControl(c) ? "\\u%04x".formatted(c) : "" + (char) c));
    return shown.toString();
  }
}
