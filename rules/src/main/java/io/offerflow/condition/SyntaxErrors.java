package io.offerflow.condition;

import static java.util.Map.entry;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.antlr.v4.runtime.Token;

/** Says in plain words what does not fit and what to write instead. */
final class SyntaxErrors {
  private static final Map<String, String> INSTEAD =
      Map.ofEntries(
          entry("&&", "write `and` instead of `&&`"),
          entry("&", "write `and` instead of `&`"),
          entry("||", "write `or` instead of `||`"),
          entry("|", "write `or` instead of `|`"),
          entry("!", "write `not` instead of `!`"),
          entry("=", "write `==` to compare"),
          entry("<>", "write `!=` instead of `<>`"),
          entry("=<", "write `<=` instead of `=<`"),
          entry("=>", "write `>=` instead of `=>`"),
          entry("'", "write texts in double quotes: \"...\""));

  private static final Set<Integer> COMPARING =
      Set.of(
          ConditionLexer.EQ,
          ConditionLexer.NE,
          ConditionLexer.LT,
          ConditionLexer.LE,
          ConditionLexer.GT,
          ConditionLexer.GE,
          ConditionLexer.IN,
          ConditionLexer.CONTAINS,
          ConditionLexer.MATCHES,
          ConditionLexer.IS);

  private static final Set<Integer> ENDING_A_VALUE =
      Set.of(
          ConditionLexer.NUMBER,
          ConditionLexer.TEXT,
          ConditionLexer.NAME,
          ConditionLexer.MISSING,
          ConditionLexer.KNOWN,
          ConditionLexer.TRUE,
          ConditionLexer.FALSE,
          ConditionLexer.CLOSE);

  private final String text;
  private final List<Token> tokens;

  SyntaxErrors(String text, List<Token> tokens) {
    this.text = text;
    this.tokens = tokens;
  }

  /** Refuses what is no token of the language at all. */
  void checkTokens() throws ConditionException {
    for (Token token : tokens) {
      switch (token.getType()) {
        case ConditionLexer.FOREIGN -> throw error(token, INSTEAD.get(token.getText()));
        case ConditionLexer.UNCLOSED -> throw error(token, "this text has no closing quote");
        case ConditionLexer.OTHER ->
            throw error(token, "`%s` means nothing here".formatted(shown(token)));
        default -> {}
      }
    }
  }

  ConditionException tooDeep(Token token) {
    return error(
        token,
        "nested more than %d levels deep: split it into several conditions"
            .formatted(ConditionReader.DEEPEST));
  }

  /** What is wrong with that token, to judge by what stands before it. */
  ConditionException at(Token token) {
    int index = token.getTokenIndex();
    Token before = index == 0 ? null : tokens.get(index - 1);
    if (before == null) {
      return error(
          token,
          token.getType() == Token.EOF
              ? "the condition is empty"
              : "a condition cannot begin with `%s`: expected a value".formatted(shown(token)));
    }
    String after = expectedAfter(before, index);
    if (after != null) {
      return error(
          token, "expected %s after `%s`%s".formatted(after, shown(before), insteadOf(token)));
    }
    if (COMPARING.contains(token.getType())) {
      return error(token, "comparisons do not chain: join two of them with `and`");
    }
    if (token.getType() == ConditionLexer.NOT) {
      return error(token, "after a comparison write `and not`, or `not` in front of it");
    }
    return error(token, closing(token, before));
  }

  /** What must follow that token, or null where a value ended. */
  private String expectedAfter(Token before, int index) {
    return switch (before.getType()) {
      case ConditionLexer.IN -> "values in parentheses";
      case ConditionLexer.IS -> "`missing` or `known`";
      case ConditionLexer.NOT -> afterNot(index);
      default -> ENDING_A_VALUE.contains(before.getType()) ? null : "a value";
    };
  }

  private String afterNot(int index) {
    boolean afterValue = index >= 2 && ENDING_A_VALUE.contains(tokens.get(index - 2).getType());
    return afterValue ? "`in` or `contains`" : "a condition";
  }

  private String closing(Token token, Token before) {
    Token open = lastOpen(token.getTokenIndex());
    if (open == null) {
      return token.getType() == ConditionLexer.CLOSE
          ? "this `)` closes nothing"
          : "expected `and`, `or` or the end after `%s`%s"
              .formatted(shown(before), insteadOf(token));
    }
    if (token.getType() == Token.EOF) {
      return "expected `)`: the `(` at character %d is still open".formatted(offset(open) + 1);
    }
    if (token.getType() == ConditionLexer.COMMA) {
      return "only `in (...)` takes several values";
    }
    return "expected `and`, `or` or `)` after `%s`%s".formatted(shown(before), insteadOf(token));
  }

  private Token lastOpen(int end) {
    int closed = 0;
    for (int i = end - 1; i >= 0; i--) {
      int type = tokens.get(i).getType();
      if (type == ConditionLexer.CLOSE) {
        closed++;
      } else if (type == ConditionLexer.OPEN && closed-- == 0) {
        return tokens.get(i);
      }
    }
    return null;
  }

  private static String insteadOf(Token token) {
    return token.getType() == Token.EOF ? "" : ", not `%s`".formatted(shown(token));
  }

  /** The token as it was written, cut where it is long, without line breaks and the like. */
  private static String shown(Token token) {
    String text = token.getText().replaceAll("\\p{Cntrl}", " ");
    return text.length() <= 40 ? text : text.substring(0, 40) + "...";
  }

  ConditionException error(Token token, String message) {
    return new ConditionException(offset(token), message);
  }

  /** ANTLR counts code points, all others count characters. */
  int offset(Token token) {
    int codePoints = Math.min(token.getStartIndex(), text.codePointCount(0, text.length()));
    return text.offsetByCodePoints(0, codePoints);
  }

  /** What was written from the one token to the other, cut where it is long. */
  String between(Token start, Token stop) {
    String written = text.substring(offset(start), endOf(stop)).replaceAll("\\p{Cntrl}", " ");
    return written.length() <= 60 ? written : written.substring(0, 60) + "...";
  }

  private int endOf(Token token) {
    return text.offsetByCodePoints(0, token.getStopIndex() + 1);
  }
}
