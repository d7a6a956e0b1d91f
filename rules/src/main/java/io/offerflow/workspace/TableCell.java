package io.offerflow.workspace;

/**
 * A cell of a decision table that is not blank.
 *
 * @param row from 0
 * @param column from 0
 * @param text without white space around it
 * @param continued whether it only repeats the merged cell that begins further left
 * @param place for problems
 */
record TableCell(int row, int column, String text, boolean continued, YamlSource.Place place) {
  /** What Excel allows, and more than anybody can read. */
  static final int MAX_CHARACTERS = 32_767;

  /** As {@link String#strip}, and the no-break spaces that come along from web pages. */
  static String strip(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isBlank(text.charAt(from))) {
      from++;
    }
    while (to > from && isBlank(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean isBlank(char c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c);
  }
}
