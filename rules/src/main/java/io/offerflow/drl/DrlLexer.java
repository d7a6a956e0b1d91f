package io.offerflow.drl;

import io.offerflow.drl.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * From text to tokens. Comments and white space go; nothing else is passed over: what is no token
 * becomes one of kind BAD, which fits nowhere.
 */
final class DrlLexer {
  private static final List<String> SIGNS =
      List.of("&&", "||", "==", "!=", "<=", ">=", "->", "::", "++", "--", "+=", "-=", "?.", "!.");

  private static final int MOST_DIGITS = 30;

  private final String text;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int index;
  private int line = 1;
  private int column = 1;

  private DrlLexer(String text) {
    this.text = text;
  }

  /** All tokens; the last is the only one of kind END. */
  static List<Token> read(String text) {
    DrlLexer lexer = new DrlLexer(text);
    while (lexer.skip()) {
      lexer.token();
    }
    lexer.add(Kind.END, lexer.at, "");
    return lexer.tokens;
  }

  /** White space and comments; whether anything comes after. */
  private boolean skip() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == ' ' || c == '\t' || c == '\n') {
        moveTo(at + 1);
      } else if (text.startsWith("//", at)) {
        int end = text.indexOf('\n', at);
        moveTo(end < 0 ? text.length() : end);
      } else if (text.startsWith("/*", at)) {
        int end = text.indexOf("*/", at + 2);
        if (end < 0) {
          bad(text.length(), "this comment never ends: close it with */");
        } else {
          moveTo(end + 2);
        }
      } else {
        return true;
      }
    }
    return false;
  }

  private void token() {
    int c = text.codePointAt(at);
    if (isStart(c)) {
      word();
    } else if (isDigit(c)) {
      number();
    } else if (c == '"' || c == '\'') {
      quoted((char) c);
    } else if (c == '\\') {
      bad(at + 1, "a backslash outside a text: escapes are not read here; remove it");
    } else if (c < ' ' || c > '~') {
      String name = String.format("U+%04X", c);
      bad(at + Character.charCount(c), "the character " + name + " has no place here: remove it");
    } else {
      int length = SIGNS.stream().anyMatch(sign -> text.startsWith(sign, at)) ? 2 : 1;
      add(Kind.SIGN, at + length, text.substring(at, at + length));
    }
  }

  private void word() {
    int end = at;
    while (end < text.length() && isPart(text.codePointAt(end))) {
      end += Character.charCount(text.codePointAt(end));
    }
    add(Kind.WORD, end, text.substring(at, end));
  }

  private void number() {
    int end = digits(at);
    if (end + 1 < text.length() && text.charAt(end) == '.' && isDigit(text.charAt(end + 1))) {
      end = digits(end + 1);
    }
    int whole = end;
    while (end < text.length() && isPart(text.codePointAt(end))) {
      end += Character.charCount(text.codePointAt(end));
    }
    if (end > whole) {
      bad(end, "a number is digits, such as 50 or 0.5, without a letter after them");
    } else if (end - at > MOST_DIGITS) {
      bad(end, "the number is too long: at most " + MOST_DIGITS + " digits");
    } else {
      add(Kind.NUMBER, end, text.substring(at, end));
    }
  }

  private int digits(int from) {
    int end = from;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private void quoted(char quote) {
    StringBuilder value = new StringBuilder();
    boolean escapes = true;
    int end = at + 1;
    while (end < text.length() && text.charAt(end) != quote && text.charAt(end) != '\n') {
      char c = text.charAt(end);
      if (c == '\\' && end + 1 < text.length() && text.charAt(end + 1) != '\n') {
        end++;
        c = text.charAt(end);
        escapes &= c == '\\' || c == '"' || c == '\'';
      }
      value.append(c);
      end++;
    }
    if (end >= text.length() || text.charAt(end) != quote) {
      bad(end, "this text never ends: close it with " + quote);
    } else if (!escapes) {
      bad(end + 1, "only \\\" and \\\\ are escapes in a text: write \\\\ for a backslash");
    } else {
      add(Kind.TEXT, end + 1, value.toString());
    }
  }

  private void bad(int end, String message) {
    add(Kind.BAD, end, message);
  }

  private void add(Kind kind, int end, String value) {
    tokens.add(new Token(kind, text.substring(at, end), value, index, at, line, column));
    moveTo(end);
  }

  private void moveTo(int end) {
    while (at < end) {
      int c = text.codePointAt(at);
      at += Character.charCount(c);
      index++;
      column++;
      if (c == '\n') {
        line++;
        column = 1;
      }
    }
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isStart(int c) {
    return Character.isLetter(c) || c == '_' || c == '$';
  }

  private static boolean isPart(int c) {
    int type = Character.getType(c);
    return isStart(c)
        || Character.isDigit(c)
        || type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK;
  }
}
