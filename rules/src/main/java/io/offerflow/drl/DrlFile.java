package io.offerflow.drl;

import io.offerflow.drl.DrlRule.Call;
import io.offerflow.drl.DrlRule.Setting;
import io.offerflow.event.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads a rule file. The grammar is the list of what there may be:
 *
 * <pre>
 * file     : rule*
 * rule     : "rule" TEXT "when" moment lhs* "then" call+ "end"
 * moment   : "Moment" "(" WORD "==" literal ("," WORD "==" literal)* ")"
 * lhs      : both ("or" both)*
 * both     : unary ("and" unary)*
 * unary    : ("not" | "exists") unary | "(" lhs+ ")" | pattern
 * pattern  : (VARIABLE ":")? FACT "(" constraint ("," constraint)* ")"
 * call     : ("propose" | "tag" | "untag") "(" TEXT ("," TEXT)* ")" ";"
 * </pre>
 */
public final class DrlFile {
  /** Characters; far more than somebody reads through. */
  public static final int LONGEST = 300_000;

  private static final int MOST_RULES = 1_000;
  private static final int MOST_PATTERNS = 50;
  private static final int MOST_CONSTRAINTS = 100;
  private static final int DEEPEST = 10;
  private static final int MOST_PROBLEMS = 500;

  private static final Set<String> FACTS =
      new TreeSet<>(
          List.of("Event", "First", "Customer", "Features", "Now", "Tag", "Zone", "Product"));

  private static final Set<String> CALLS = Set.of("propose", "tag", "untag");

  private final Tokens tokens;
  private final ConstraintReader constraints;
  private final List<DrlRule> rules = new ArrayList<>();
  private final List<DrlProblem> problems = new ArrayList<>();
  private int patterns;
  private int constraintCount;

  private DrlFile(Tokens tokens) {
    this.tokens = tokens;
    this.constraints = new ConstraintReader(tokens);
  }

  /**
   * What a file comes to.
   *
   * @param rules those without a problem
   * @param problems in order of the file
   */
  public record Result(List<DrlRule> rules, List<DrlProblem> problems) {
    public Result {
      rules = List.copyOf(rules);
      problems = List.copyOf(problems);
    }
  }

  /**
   * Reads a file; what is wrong with one rule does not hide what is wrong with the next.
   *
   * @param text lines end with a line feed
   */
  public static Result read(String text) {
    if (text.length() > LONGEST) {
      String message = "the file is too long: at most %,d characters".formatted(LONGEST);
      return new Result(List.of(), List.of(new DrlProblem(1, 1, message)));
    }
    DrlFile file = new DrlFile(new Tokens(DrlLexer.read(text)));
    file.rules();
    return new Result(file.rules, file.problems);
  }

  private void rules() {
    while (!tokens.atEnd() && problems.size() < MOST_PROBLEMS) {
      try {
        if (rules.size() == MOST_RULES) {
          throw new DrlException(
              tokens.peek(), "more than %,d rules: use another file".formatted(MOST_RULES));
        }
        rules.add(rule());
      } catch (DrlException wrong) {
        problems.add(wrong.problem());
        tokens.skipRule();
      }
    }
  }

  private DrlRule rule() throws DrlException {
    if (!tokens.took("rule")) {
      throw tokens.refused("a rule begins with `rule \"name\"`");
    }
    Token name = tokens.peek();
    if (!name.isText()) {
      throw tokens.refused("a rule's name is a text, such as rule \"airport-roaming\"");
    }
    tokens.next();
    tokens.take("when", " and the rule's patterns");
    patterns = 0;
    constraintCount = 0;
    DrlRule.Moment moment = moment();
    List<Lhs> parts = new ArrayList<>();
    while (!tokens.is("then")) {
      parts.add(either(0));
    }
    tokens.next();
    List<Call> calls = new ArrayList<>();
    while (!tokens.is("end")) {
      calls.add(call());
    }
    if (calls.isEmpty()) {
      throw new DrlException(
          tokens.peek(), "the rule does nothing: write propose(...), tag(...) or untag(...)");
    }
    tokens.next();
    return new DrlRule(name, moment, new DrlRule.Body(parts), calls);
  }

  private DrlRule.Moment moment() throws DrlException {
    Token start = tokens.peek();
    if (!tokens.took("Moment")) {
      if (start.isWord() && !Foreign.isReserved(start)) {
        throw new DrlException(
            start,
            "a rule's first pattern says when it is asked: write Moment(kind == \"event\", type =="
                + " \"purchase\")");
      }
      throw tokens.refused("a rule's first pattern is Moment(kind == ...)");
    }
    tokens.take("(", "");
    List<Setting> settings = new ArrayList<>();
    do {
      Token field = tokens.peek();
      if (!field.isWord()) {
        throw tokens.refused("a Moment has fields with one value each: kind == \"event\"");
      }
      tokens.next();
      tokens.take("==", ": a Moment's field has one value, known beforehand");
      boolean minus = tokens.took("-");
      Token value = tokens.peek();
      if (value.kind() != Token.Kind.NUMBER && (minus || !value.isText())) {
        throw tokens.refused("a Moment's field is a text or a number, known beforehand");
      }
      settings.add(new Setting(field, tokens.next(), minus));
    } while (tokens.took(","));
    tokens.take(")", " or a comma");
    return new DrlRule.Moment(start, List.copyOf(settings));
  }

  private Lhs either(int depth) throws DrlException {
    Token start = tokens.peek();
    List<Lhs> parts = new ArrayList<>(List.of(both(depth)));
    while (tokens.took("or")) {
      parts.add(both(depth));
    }
    return parts.size() == 1 ? parts.get(0) : new Lhs.Any(tokens.since(start), List.copyOf(parts));
  }

  private Lhs both(int depth) throws DrlException {
    Token start = tokens.peek();
    List<Lhs> parts = new ArrayList<>(List.of(unary(depth)));
    while (tokens.took("and")) {
      parts.add(unary(depth));
    }
    return parts.size() == 1 ? parts.get(0) : new Lhs.All(tokens.since(start), List.copyOf(parts));
  }

  private Lhs unary(int depth) throws DrlException {
    Token start = tokens.peek();
    if (depth > DEEPEST) {
      throw new DrlException(start, "patterns are nested too deep: at most " + DEEPEST + " levels");
    }
    if (tokens.is("not") || tokens.is("exists")) {
      boolean exists = tokens.next().is("exists");
      Lhs part = unary(depth + 1);
      return new Lhs.Whether(tokens.since(start), exists, part);
    }
    if (!tokens.took("(")) {
      return pattern();
    }
    List<Lhs> parts = new ArrayList<>();
    do {
      parts.add(either(depth + 1));
    } while (!tokens.is(")"));
    tokens.next();
    return parts.size() == 1 ? parts.get(0) : new Lhs.All(tokens.since(start), List.copyOf(parts));
  }

  private Lhs pattern() throws DrlException {
    Token start = tokens.peek();
    Token binding = null;
    if (ConstraintReader.isVariable(start) && tokens.after().is(":")) {
      ConstraintReader.checked(start);
      binding = tokens.next();
      tokens.next();
    }
    Token type = tokens.peek();
    checkFact(type);
    if (++patterns > MOST_PATTERNS) {
      throw new DrlException(type, "more than " + MOST_PATTERNS + " patterns: use another rule");
    }
    tokens.next();
    tokens.take("(", " after a fact");
    List<Lhs.Constraint> found = new ArrayList<>();
    while (!tokens.is(")")) {
      if (++constraintCount > MOST_CONSTRAINTS) {
        throw new DrlException(
            tokens.peek(), "more than " + MOST_CONSTRAINTS + " constraints: use another rule");
      }
      found.add(constraints.read());
      if (!tokens.took(",")) {
        break;
      }
      if (tokens.is(")")) {
        throw tokens.refused("after a comma stands another constraint");
      }
    }
    tokens.take(")", "");
    return new Lhs.Pattern(tokens.since(start), binding, type, List.copyOf(found));
  }

  private void checkFact(Token type) throws DrlException {
    if (type.isWord() && FACTS.contains(type.text()) && !tokens.after().is(".")) {
      return;
    }
    if (type.is("Moment")) {
      throw new DrlException(type, "a rule has one Moment, its first pattern; use a second rule");
    }
    boolean pattern = type.isWord() && tokens.after().is("(") && !Foreign.isReserved(type);
    if (pattern) {
      throw new DrlException(
          type, "there is no fact " + type.shown() + Nearest.hint(type.text(), FACTS));
    }
    throw tokens.refused(
        "a pattern is a fact with constraints, such as Customer(tier == \"gold\")");
  }

  private Call call() throws DrlException {
    Token word = tokens.peek();
    if (!word.isWord() || !CALLS.contains(word.text()) || tokens.after().is(".")) {
      throw tokens.refused("a rule does nothing but propose(...), tag(...) and untag(...)");
    }
    tokens.next();
    tokens.take("(", " after `" + word.text() + "`");
    List<Token> arguments = new ArrayList<>();
    do {
      if (!tokens.peek().isText()) {
        throw tokens.refused(word.shown() + " takes texts in quotes, known beforehand");
      }
      arguments.add(tokens.next());
    } while (tokens.took(","));
    tokens.take(")", " or a comma: an argument is one text");
    tokens.take(";", " after each call");
    return new Call(word, List.copyOf(arguments));
  }
}
