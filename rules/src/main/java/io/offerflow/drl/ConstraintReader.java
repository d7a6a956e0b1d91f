package io.offerflow.drl;

import io.offerflow.condition.Condition;
import io.offerflow.condition.ConditionException;
import io.offerflow.condition.Function;
import io.offerflow.condition.Names;
import io.offerflow.condition.Ref;
import io.offerflow.event.ValueType;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Constraints: fields, variables, literals, comparisons, arithmetic and the functions of
 * conditions. Each is rewritten as a condition while it is read, so it can say nothing that a
 * condition cannot.
 */
final class ConstraintReader {
  /** Deeper parentheses are refused before a stack could overflow. */
  static final int DEEPEST = 30;

  private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
  private static final Pattern WORD = Pattern.compile("[\\p{L}_][\\p{L}\\p{M}\\p{N}_]*");

  /** What is a word of the condition language cannot name a field. */
  private static final Set<String> OPERATORS =
      Set.of("and", "or", "not", "in", "contains", "matches", "memberOf", "is");

  private final Tokens tokens;
  private int depth;

  ConstraintReader(Tokens tokens) {
    this.tokens = tokens;
  }

  /** One of the constraints between a pattern's commas. */
  Lhs.Constraint read() throws DrlException {
    Token start = tokens.peek();
    if (!isVariable(start) || !tokens.after().is(":")) {
      ConditionText test = whole();
      return new Lhs.Constraint(tokens.since(start), null, null, test);
    }
    Token binding = tokens.next();
    checked(binding);
    tokens.next();
    int mark = tokens.mark();
    ConditionText field = new ConditionText();
    if (isVariable(tokens.peek())) {
      throw new DrlException(tokens.peek(), "a variable stands for a field: write $x : field");
    }
    name(field);
    if (ends()) {
      return new Lhs.Constraint(tokens.since(start), binding, field, null);
    }
    tokens.back(mark);
    ConditionText test = whole();
    return new Lhs.Constraint(tokens.since(start), binding, field, test);
  }

  private ConditionText whole() throws DrlException {
    depth = 0;
    ConditionText text = disjunction();
    if (!ends()) {
      throw tokens.refused("a constraint ends with a comma or a parenthesis");
    }
    return text;
  }

  private boolean ends() {
    return tokens.is(",") || tokens.is(")");
  }

  private ConditionText disjunction() throws DrlException {
    ConditionText text = conjunction();
    while (tokens.is("||")) {
      text.add("or", tokens.next());
      text.add(conjunction());
    }
    return text;
  }

  private ConditionText conjunction() throws DrlException {
    ConditionText text = negation();
    while (tokens.is("&&")) {
      text.add("and", tokens.next());
      text.add(negation());
    }
    return text;
  }

  private ConditionText negation() throws DrlException {
    if (COMPARISONS.contains(tokens.peek().text()) && !tokens.peek().isText()) {
      throw new DrlException(
          tokens.peek(), "a comparison has a field in front: say it again, or write `in (...)`");
    }
    if (!tokens.is("!")) {
      return comparison();
    }
    ConditionText text = new ConditionText().add("not", tokens.next());
    primary(text);
    Token next = tokens.peek();
    if (!next.is("&&") && !next.is("||") && !ends()) {
      throw new DrlException(next, "what `!` is about stands in parentheses: write !(a == b)");
    }
    return text;
  }

  private ConditionText comparison() throws DrlException {
    ConditionText left = sum();
    Token operator = tokens.peek();
    if (operator.isText() || operator.kind() == Token.Kind.NUMBER) {
      throw tokens.refused("between two values stands an operator");
    }
    boolean not = tokens.is("not") && tokens.next() != null;
    String word = tokens.peek().text();
    if (!not && COMPARISONS.contains(word)) {
      return compared(left);
    }
    Token sign = tokens.peek();
    switch (word) {
      case "in":
        left.add(not ? "not in" : "in", tokens.next());
        return listed(left);
      case "contains":
        return left.add(not ? "not contains" : "contains", tokens.next()).add(sum());
      case "memberOf":
        tokens.next();
        ConditionText set = sum();
        return set.add(not ? "not contains" : "contains", sign).add(left);
      case "matches":
        ConditionText text = not ? new ConditionText().add("not", operator).add(left) : left;
        return text.add("matches", tokens.next()).add(pattern(), tokens.next());
      default:
        if (not) {
          throw tokens.refused("after `not` stands in, contains, memberOf or matches");
        }
        return left;
    }
  }

  private ConditionText compared(ConditionText left) throws DrlException {
    Token sign = tokens.next();
    boolean equality = sign.is("==") || sign.is("!=");
    if (equality && tokens.is("null")) {
      return left.add(sign.is("==") ? "is missing" : "is known", tokens.next());
    }
    if (tokens.is("null")) {
      throw new DrlException(tokens.peek(), "nothing is more or less than null: write == or !=");
    }
    left.add(sign.text(), sign).add(sum());
    if (COMPARISONS.contains(tokens.peek().text()) && !tokens.peek().isText()) {
      throw new DrlException(tokens.peek(), "two comparisons are joined: write a < b && b < c");
    }
    return left;
  }

  private ConditionText listed(ConditionText text) throws DrlException {
    if (!tokens.is("(")) {
      throw tokens.refused("after `in` stands a list, such as (\"a\", \"b\")");
    }
    text.add("(", tokens.next()).add(sum());
    while (tokens.is(",")) {
      text.add(",", tokens.next()).add(sum());
    }
    return text.add(")", tokens.take(")", " at the end of the list"));
  }

  /** In a rule file the whole text matches, in a condition a part of it is enough. */
  private String pattern() throws DrlException {
    Token pattern = tokens.peek();
    if (!pattern.isText()) {
      throw tokens.refused("`matches` takes a pattern in double quotes");
    }
    try {
      Condition.parse("x matches " + ConditionText.quoted(pattern.value()), ANY_TEXT);
    } catch (ConditionException wrong) {
      throw new DrlException(pattern, wrong.getMessage());
    }
    return ConditionText.quoted("^(?:" + pattern.value() + ")$");
  }

  private ConditionText sum() throws DrlException {
    ConditionText text = product();
    while (tokens.is("+") || tokens.is("-")) {
      Token sign = tokens.next();
      text.add(sign.text(), sign).add(product());
    }
    return text;
  }

  private ConditionText product() throws DrlException {
    ConditionText text = unary();
    while (tokens.is("*") || tokens.is("/")) {
      Token sign = tokens.next();
      text.add(sign.text(), sign).add(unary());
    }
    return text;
  }

  private ConditionText unary() throws DrlException {
    ConditionText text = new ConditionText();
    if (tokens.is("-")) {
      text.add("-", tokens.next());
    }
    primary(text);
    return text;
  }

  private void primary(ConditionText text) throws DrlException {
    Token token = tokens.peek();
    switch (token.kind()) {
      case NUMBER:
        text.add(token.text(), tokens.next());
        break;
      case TEXT:
        text.add(ConditionText.quoted(token.value()), tokens.next());
        break;
      case WORD:
        if (token.is("true") || token.is("false")) {
          text.add(token.text(), tokens.next());
        } else if (token.is("null")) {
          throw new DrlException(token, "null comes last: write tier == null, or tier != null");
        } else if (tokens.after().is("(")) {
          call(text);
        } else {
          name(text);
        }
        break;
      default:
        if (!token.is("(")) {
          throw tokens.refused("a value is a field, a variable, a number or a text");
        }
        group(text);
    }
  }

  private void call(ConditionText text) throws DrlException {
    Token word = tokens.peek();
    if (Function.ofWord(word.text()) == null) {
      throw tokens.refused(
          "a constraint calls nothing but days_until, days_since, age, minutes_since and lower");
    }
    text.add(word.text(), tokens.next());
    group(text);
  }

  private void group(ConditionText text) throws DrlException {
    Token open = tokens.take("(", "");
    if (++depth > DEEPEST) {
      throw new DrlException(open, "more than " + DEEPEST + " parentheses in each other: fewer");
    }
    text.add("(", open).add(disjunction()).add(")", tokens.take(")", " or an operator"));
    depth--;
  }

  /** A field, a variable or a variable's field. */
  private void name(ConditionText text) throws DrlException {
    Token word = tokens.peek();
    if (!word.isWord() || OPERATORS.contains(word.text())) {
      throw tokens.refused("a field, a variable or a literal");
    }
    if (isVariable(word)) {
      variable(text);
    } else if (tokens.after().is(".")
        || tokens.after().is("(")
        || !WORD.matcher(word.text()).matches()) {
      throw tokens.refused("a field has letters, digits and underscores");
    } else {
      Token next = tokens.after();
      if (word.is("now") || (Foreign.isReserved(word) && !isOperator(next))) {
        throw tokens.refused("a field, a variable or a literal");
      }
      text.add(word.text(), tokens.next());
    }
    if (tokens.is(".") || tokens.is("[")) {
      throw tokens.refused("");
    }
  }

  private void variable(ConditionText text) throws DrlException {
    Token variable = tokens.next();
    checked(variable);
    String name = ConditionText.VARIABLE + variable.text().substring(1);
    if (tokens.took(".")) {
      Token field = tokens.peek();
      if (!field.isWord() || tokens.after().is("(") || !WORD.matcher(field.text()).matches()) {
        throw new DrlException(
            field, field.shown() + " reaches into a variable: write $variable.field");
      }
      name += "." + tokens.next().text();
    }
    text.add(name, variable);
  }

  static boolean isVariable(Token token) {
    return token.isWord() && token.text().startsWith("$");
  }

  static void checked(Token variable) throws DrlException {
    if (!WORD.matcher(variable.text().substring(1)).matches()) {
      throw new DrlException(variable, "a variable is a $ and a word, such as $amount");
    }
  }

  private static boolean isOperator(Token token) {
    return !token.isText()
        && (COMPARISONS.contains(token.text())
            || Set.of(",", ")", "&&", "||", "+", "-", "*", "/").contains(token.text())
            || OPERATORS.contains(token.text()));
  }

  private static final Names ANY_TEXT =
      new Names() {
        @Override
        public Known find(String name) {
          return new Known(new Ref.Bare(name), ValueType.TEXT, false);
        }

        @Override
        public Collection<String> all() {
          return List.of();
        }
      };
}
