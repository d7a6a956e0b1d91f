package io.offerflow.drl;

import io.offerflow.condition.Condition;
import io.offerflow.condition.ConditionException;
import io.offerflow.condition.Names;
import java.util.ArrayList;
import java.util.List;

/** A part of a rule, written in the language of conditions, that knows where each piece stood. */
final class ConditionText {
  /** In front of a rule's variable, in place of the $: no field's name has a dot. */
  static final String VARIABLE = "variable.";

  private record Piece(String text, Token token) {}

  private final List<Piece> pieces = new ArrayList<>();

  ConditionText add(String text, Token token) {
    pieces.add(new Piece(text, token));
    return this;
  }

  ConditionText add(ConditionText other) {
    pieces.addAll(other.pieces);
    return this;
  }

  String text() {
    StringBuilder text = new StringBuilder();
    for (Piece piece : pieces) {
      text.append(text.isEmpty() ? "" : " ").append(piece.text());
    }
    return text.toString();
  }

  Condition parse(Names names) throws DrlException {
    try {
      return Condition.parse(text(), names);
    } catch (ConditionException wrong) {
      throw new DrlException(at(wrong.offset()), wrong.getMessage().replace(VARIABLE, "$"));
    }
  }

  private Token at(int offset) {
    int end = 0;
    for (Piece piece : pieces) {
      end += piece.text().length() + 1;
      if (offset < end) {
        return piece.token();
      }
    }
    return pieces.get(pieces.size() - 1).token();
  }

  static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
