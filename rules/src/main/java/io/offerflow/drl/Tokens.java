package io.offerflow.drl;

import java.util.List;

/** A place among the tokens of a file, and what is there. */
final class Tokens {
  private final List<Token> tokens;
  private int at;

  Tokens(List<Token> tokens) {
    this.tokens = tokens;
  }

  Token peek() {
    return tokens.get(at);
  }

  /** The token after the next one. */
  Token after() {
    return tokens.get(Math.min(at + 1, tokens.size() - 1));
  }

  Token next() {
    Token token = peek();
    at = Math.min(at + 1, tokens.size() - 1);
    return token;
  }

  boolean is(String sign) {
    return peek().is(sign);
  }

  boolean atEnd() {
    return peek().kind() == Token.Kind.END;
  }

  /** Takes the next token if it is that one. */
  boolean took(String sign) {
    if (is(sign)) {
      next();
      return true;
    }
    return false;
  }

  /** Takes the next token, which can only be that one. */
  Token take(String sign, String where) throws DrlException {
    if (is(sign)) {
      return next();
    }
    throw refused("write `" + sign + "`" + where);
  }

  /** What is said of the next token, which fits nothing that there may be here. */
  DrlException refused(String instead) {
    return Foreign.refused(peek(), after(), instead);
  }

  /** From that token to the last that was taken. */
  Lhs.Span since(Token start) {
    return new Lhs.Span(start, tokens.get(Math.max(0, at - 1)));
  }

  int mark() {
    return at;
  }

  void back(int mark) {
    at = mark;
  }

  /** Goes on where the next rule begins, or to the end. */
  void skipRule() {
    while (!atEnd()) {
      boolean ended = next().is("end");
      if (ended && is("rule")) {
        return;
      }
    }
  }
}
