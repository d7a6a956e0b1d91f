package io.offerflow.condition;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Refuses patterns that RE2/J would unfold into too many instructions or nest too deeply: {@code
 * (((a{1000}){1000}){1000})} is short and takes all memory.
 */
final class PatternSize {
  private static final int LARGEST = 10_000;
  private static final int DEEPEST = 100;

  private final String pattern;
  private final Deque<Long> outer = new ArrayDeque<>();
  private long size;
  private long last;
  private int at;

  private PatternSize(String pattern) {
    this.pattern = pattern;
  }

  /** Whether RE2/J can compile it without harm; an estimate from above. */
  static boolean isBounded(String pattern) {
    return new PatternSize(pattern).count();
  }

  /** Every letter is one, a repetition multiplies what it repeats. */
  private boolean count() {
    while (at < pattern.length()) {
      char c = pattern.charAt(at++);
      switch (c) {
        case '(' -> open();
        case ')' -> close();
        case '{' -> repeat();
        case '[' -> skipClass();
        case '\\' -> skipEscape();
        default -> atom();
      }
      if (size > LARGEST || outer.size() > DEEPEST) {
        return false;
      }
    }
    return true;
  }

  private void atom() {
    last = 1;
    size++;
  }

  private void open() {
    outer.push(size);
    size = 0;
  }

  private void close() {
    if (!outer.isEmpty()) {
      last = Math.max(1, size);
      size = outer.pop() + last;
    }
  }

  private void repeat() {
    int end = pattern.indexOf('}', at);
    String counts = end < 0 ? "" : pattern.substring(at, end);
    if (counts.matches("[0-9]{1,4}(,[0-9]{0,4})?")) {
      String greatest = counts.substring(counts.indexOf(',') + 1);
      long times =
          Math.max(
              1,
              Long.parseLong(
                  greatest.isEmpty() ? counts.substring(0, counts.length() - 1) : greatest));
      size += last * (times - 1);
      last *= times;
      at = end + 1;
    } else {
      atom();
    }
  }

  private void skipClass() {
    int start = at;
    while (at < pattern.length() && (pattern.charAt(at) != ']' || at == start)) {
      at += pattern.charAt(at) == '\\' ? 2 : 1;
    }
    at++;
    atom();
  }

  private void skipEscape() {
    if (pattern.startsWith("Q", at)) {
      int end = pattern.indexOf("\\E", at);
      size += (end < 0 ? pattern.length() : end) - at;
      at = end < 0 ? pattern.length() : end;
    }
    at++;
    atom();
  }
}
