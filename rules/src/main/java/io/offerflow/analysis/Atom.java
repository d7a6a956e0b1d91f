package io.offerflow.analysis;

import io.offerflow.condition.Comparison;
import io.offerflow.condition.Expr;
import io.offerflow.event.ValueType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * A condition without {@code and or not}: it asks whether one term has one of some values, and is
 * unknown exactly where the term is missing.
 *
 * @param term what it asks about; equal ones have equal values
 * @param base what the term can be anyway
 * @param values that are all known where the condition is not unknown
 */
record Atom(Object term, Possible base, Domain whenTrue, Domain whenFalse, List<Expr> values) {

  /** How two values compare: -1, 0 or 1. */
  private record Difference(Expr left, Expr right) {}

  /** Whether a set has a member. */
  private record Member(Expr set, String member) {}

  /** Null where the condition says nothing that can be used. */
  static Atom of(Expr condition, Terms terms) {
    if (condition instanceof Expr.Compare compare) {
      return compare(compare, terms);
    }
    if (condition instanceof Expr.Among among) {
      return among(among, terms);
    }
    if (condition instanceof Expr.Contains contains) {
      return contains(contains, terms);
    }
    if (condition instanceof Expr.Matches matches) {
      return question(matches.text(), new Texts.Found(matches.pattern().pattern()), terms);
    }
    if (condition instanceof Expr.Holds || condition instanceof Expr.Some) {
      // Never unknown, whatever is in it; and of the members of a set nothing is known beforehand.
      return null;
    }
    return new Atom(
        condition, base(condition, terms), Flags.of(true), Flags.of(false), List.of(condition));
  }

  private static Atom compare(Expr.Compare compare, Terms terms) {
    if (compare.right() instanceof Expr.Literal literal) {
      return literal(compare.left(), compare.comparison(), literal, terms);
    }
    if (compare.left() instanceof Expr.Literal literal) {
      return literal(compare.right(), swapped(compare.comparison()), literal, terms);
    }
    boolean inOrder = compare.left().toString().compareTo(compare.right().toString()) <= 0;
    Expr left = inOrder ? compare.left() : compare.right();
    Expr right = inOrder ? compare.right() : compare.left();
    Comparison comparison = inOrder ? compare.comparison() : swapped(compare.comparison());
    boolean same = left.equals(right);
    Numbers signs = same ? Numbers.between(0, 0) : Numbers.between(-1, 1);
    boolean missing = terms.of(left).missing() || terms.of(right).missing();
    return new Atom(
        new Difference(left, right),
        new Possible(missing, signs),
        Numbers.of(comparison, BigDecimal.ZERO),
        Numbers.of(comparison.opposite(), BigDecimal.ZERO),
        List.of(left, right));
  }

  private static Comparison swapped(Comparison comparison) {
    return switch (comparison) {
      case LESS -> Comparison.GREATER;
      case AT_MOST -> Comparison.AT_LEAST;
      case GREATER -> Comparison.LESS;
      case AT_LEAST -> Comparison.AT_MOST;
      default -> comparison;
    };
  }

  private static Atom literal(
      Expr value, Comparison comparison, Expr.Literal literal, Terms terms) {
    if (literal.value() instanceof BigDecimal number) {
      return about(
          value,
          Numbers.of(comparison, number),
          Numbers.of(comparison.opposite(), number),
          base(value, terms));
    }
    boolean equal = comparison == Comparison.EQUAL;
    if (literal.value() instanceof Boolean flag) {
      return about(value, Flags.of(flag == equal), Flags.of(flag != equal), base(value, terms));
    }
    List<String> one = List.of((String) literal.value());
    return about(value, Texts.of(one, equal), Texts.of(one, !equal), base(value, terms));
  }

  private static Atom about(Expr value, Domain whenTrue, Domain whenFalse, Possible base) {
    return new Atom(value, base, whenTrue, whenFalse, List.of(value));
  }

  /** A literal can be itself and nothing else. */
  private static Possible base(Expr value, Terms terms) {
    if (!(value instanceof Expr.Literal literal)) {
      return terms.of(value);
    }
    if (literal.value() instanceof BigDecimal number) {
      return new Possible(false, Numbers.of(Comparison.EQUAL, number));
    }
    return literal.value() instanceof Boolean flag
        ? new Possible(false, Flags.of(flag))
        : new Possible(false, Texts.of(List.of((String) literal.value()), true));
  }

  private static Atom among(Expr.Among among, Terms terms) {
    List<String> texts = new ArrayList<>();
    List<BigDecimal> numbers = new ArrayList<>();
    for (Expr choice : among.choices()) {
      Object value = choice instanceof Expr.Literal literal ? literal.value() : null;
      if (value instanceof BigDecimal number) {
        numbers.add(number);
      } else if (value instanceof String text) {
        texts.add(text);
      } else {
        return null;
      }
    }
    Possible base = base(among.value(), terms);
    return among.value().type() == ValueType.TEXT
        ? about(among.value(), Texts.of(texts, true), Texts.of(texts, false), base)
        : about(among.value(), Numbers.of(numbers, true), Numbers.of(numbers, false), base);
  }

  private static Atom contains(Expr.Contains contains, Terms terms) {
    Expr whole = contains.whole();
    String part = contains.part() instanceof Expr.Literal text ? (String) text.value() : null;
    if (part != null && whole.type() == ValueType.TEXT) {
      return question(whole, new Texts.Part(part), terms);
    }
    boolean missing = terms.of(whole).missing() || terms.of(contains.part()).missing();
    return new Atom(
        part == null ? contains : new Member(whole, part),
        Terms.flag(missing),
        Flags.of(true),
        Flags.of(false),
        List.of(whole, contains.part()));
  }

  private static Atom question(Expr text, Texts.Question question, Terms terms) {
    return about(text, Texts.of(question, true), Texts.of(question, false), base(text, terms));
  }
}
