package io.offerflow.drl;

import java.util.HashMap;
import java.util.Map;

/**
 * Says what a token reaches for that has no place in a rule file. Nothing is refused because it
 * stands in this list: whatever the grammar has no word for is refused, and this only words it.
 */
final class Foreign {
  private static final String FACTS =
      "a rule file knows Moment, Event, First, Customer, Features, Now, Tag, Zone and Product only";
  private static final String CODE = "a rule calls nothing but propose, tag and untag";
  private static final String ATTRIBUTE =
      "begins an attribute: a rule has none, between its name and `when` stands nothing";

  private static final Map<String, String> REACHES = new HashMap<>();

  static {
    put("reaches for a class: " + FACTS, "import", "class", "instanceof", "new", "super", "void");
    put("reaches for a package: write nothing in front of the rules", "package", "unit");
    put("reaches for an object outside the rules: " + FACTS, "global", "static", "kcontext");
    put("is code: " + CODE, "function", "eval", "drools", "return", "throw", "while", "do", "try");
    put(
        "is code: " + CODE,
        "if",
        "else",
        "switch",
        "for",
        "synchronized",
        "final",
        "var",
        "assert");
    put("declares a type: " + FACTS, "declare", "template", "interface", "enum", "record");
    put("is a query, which nobody would ask: write its patterns into the rule", "query");
    put(
        "changes facts, and rules could go round for ever: " + CODE,
        "insert",
        "insertLogical",
        "logicalInsert",
        "update",
        "modify",
        "delete",
        "retract",
        "setFocus",
        "halt");
    put(
        "takes facts out of an expression: write Tag(...), Zone(...) or Product(...), one of each"
            + " that she has",
        "from");
    put("reaches for another stream of facts: " + FACTS, "entry");
    put(
        "adds up over facts: declare a feature in features.yaml, and ask it as Features(...)",
        "accumulate",
        "acc",
        "collect",
        "groupby",
        "reverse",
        "over",
        "window");
    put("is written as `not` and the opposite: not Product(name != \"a\")", "forall");
    put(
        "orders rules: campaigns are ordered by class and score; give it another class or a lever",
        "salience");
    put("names a language of code: rules have none in them", "dialect");
    put(
        "starts rules by a clock: write a Moment of kind date, yearly, stay or without",
        "timer",
        "calendars",
        "duration");
    put(
        "is when a campaign is active: write \"active: 2026-11-01 .. 2026-12-31\" as a last"
            + " argument of propose",
        "date");
    put("switches a rule off: write \"paused: true\" as a last argument of propose", "enabled");
    put(ATTRIBUTE, "no", "lock", "auto", "agenda", "activation", "ruleflow", "extends", "refract");
    put("is an annotation: a rule has none, remove it", "@");
    put("begins a path or a division: write a pattern, such as Customer(tier == \"gold\")", "/");
    put("is code: " + CODE, "{", "}", "->", "::", "?", "?.", "!.", "++", "--", "+=", "-=");
    put("gives something a value: a comparison is `==`", "=");
    put("reaches into something: " + FACTS, ".", "[", "#");
    put("is one of two: write `&&` between constraints, and `and` between patterns", "&");
    put("is one of two: write `||` between constraints, and `or` between patterns", "|");
    put("is the fact as a whole: name a field of it", "this");
    put("is no field: the time of the cause is the field time of Now(...)", "now");
    put("is no constant: write \"...\" or a number", "null");
  }

  private Foreign() {}

  /** Whether the word means something in DRL or Java that a rule file does not have. */
  static boolean isReserved(Token token) {
    return REACHES.containsKey(token.text());
  }

  private static void put(String what, String... words) {
    for (String word : words) {
      REACHES.put(word, what);
    }
  }

  /**
   * @param next the token after it
   * @param instead what there may be
   */
  static DrlException refused(Token at, Token next, String instead) {
    if (at.kind() == Token.Kind.BAD) {
      return new DrlException(at, at.value());
    }
    if (at.isWord() && next.is(".")) {
      return new DrlException(at, at.shown() + " reaches for a class or a member of it: " + FACTS);
    }
    String reaches = at.isText() ? null : REACHES.get(at.text());
    if (reaches != null) {
      return new DrlException(at, at.shown() + " " + reaches);
    }
    if (at.isWord() && next.is("(") && instead.contains("propose")) {
      return new DrlException(at, at.shown() + " is a call: " + CODE);
    }
    return new DrlException(at, at.shown() + " has no place here: " + instead);
  }
}
