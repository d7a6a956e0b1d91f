package io.offerflow.drl;

/**
 * A word, number, text or sign of a rule file.
 *
 * @param text as it is written
 * @param value of a text, without quotes and escapes; of what is BAD, why; otherwise as written
 * @param index of its first character in the file, in code points
 * @param offset of its first character in the file, in chars
 * @param line from 1
 * @param column from 1, in code points
 */
public record Token(
    Kind kind, String text, String value, int index, int offset, int line, int column) {

  /** What a token is; BAD is what is none. */
  public enum Kind {
    WORD,
    NUMBER,
    TEXT,
    SIGN,
    BAD,
    END
  }

  boolean is(String sign) {
    return kind != Kind.TEXT && kind != Kind.BAD && text.equals(sign);
  }

  boolean isWord() {
    return kind == Kind.WORD;
  }

  boolean isText() {
    return kind == Kind.TEXT;
  }

  int end() {
    return offset + text.length();
  }

  /** For a message. */
  String shown() {
    if (kind == Kind.END) {
      return "the end of the file";
    }
    String plain = text.length() <= 60 ? text : text.substring(0, 60) + "...";
    return "`" + plain + "`";
  }
}
