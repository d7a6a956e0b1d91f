package io.offerflow.condition;

import com.google.re2j.Pattern;
import io.offerflow.event.ValueType;
import java.util.List;
import java.util.stream.Stream;

/**
 * A node of the typed syntax tree. Parentheses are gone; {@code is known}, {@code not in} and
 * {@code not contains} are {@link Not} of the positive form.
 *
 * <p>Only names, literals and what is calculated from them are values, with a type of their own;
 * all other nodes are conditions, of type {@link ValueType#BOOLEAN}, and are neither compared nor
 * asked whether they are missing.
 */
public sealed interface Expr {

  ValueType type();

  /** The nodes right below this one, in the order in which they are written. */
  default List<Expr> parts() {
    return List.of();
  }

  /** A node that is true, false or unknown. */
  sealed interface Logical extends Expr {
    @Override
    default ValueType type() {
      return ValueType.BOOLEAN;
    }
  }

  /**
   * @param value never null; a BigDecimal, a String or a Boolean
   */
  record Literal(Object value, ValueType type) implements Expr {}

  record Name(Names.Known known) implements Expr {
    @Override
    public ValueType type() {
      return known.type();
    }
  }

  /** Two parts or more. */
  record Or(List<Expr> parts) implements Logical {
    public Or {
      parts = List.copyOf(parts);
    }
  }

  /** Two parts or more. */
  record And(List<Expr> parts) implements Logical {
    public And {
      parts = List.copyOf(parts);
    }
  }

  record Not(Expr part) implements Logical {
    @Override
    public List<Expr> parts() {
      return List.of(part);
    }
  }

  /** Both sides have one type; sets are not compared, and only what has an order is ordered. */
  record Compare(Expr left, Comparison comparison, Expr right) implements Logical {
    @Override
    public List<Expr> parts() {
      return List.of(left, right);
    }
  }

  /** {@code value in (choices)}; all of one type. */
  record Among(Expr value, List<Expr> choices) implements Logical {
    public Among {
      choices = List.copyOf(choices);
    }

    @Override
    public List<Expr> parts() {
      return Stream.concat(Stream.of(value), choices.stream()).toList();
    }
  }

  /**
   * @param whole a set or a text
   * @param part a text: a member of the set, a part of the text
   */
  record Contains(Expr whole, Expr part) implements Logical {
    @Override
    public List<Expr> parts() {
      return List.of(whole, part);
    }
  }

  /** True when the pattern is found anywhere in the text. */
  record Matches(Expr text, Pattern pattern) implements Logical {
    @Override
    public List<Expr> parts() {
      return List.of(text);
    }
  }

  /** {@code is missing}; never unknown. */
  record Missing(Expr value) implements Logical {
    @Override
    public List<Expr> parts() {
      return List.of(value);
    }
  }

  /**
   * True when its part is, false when it is false or unknown: how a rule file's {@code not} asks.
   */
  record Holds(Expr part) implements Logical {
    @Override
    public List<Expr> parts() {
      return List.of(part);
    }
  }

  /**
   * True when the part is true of at least one member of the set, else false; never unknown. Rule
   * files only: the language of conditions has no word for it.
   *
   * @param member what the part calls the member that is looked at; no other node around this one
   *     uses the same
   */
  record Some(Expr set, Ref.Member member, Expr part) implements Logical {
    @Override
    public List<Expr> parts() {
      return List.of(set, part);
    }
  }

  record Calculation(Expr left, Arithmetic operator, Expr right) implements Expr {
    @Override
    public ValueType type() {
      return ValueType.NUMBER;
    }

    @Override
    public List<Expr> parts() {
      return List.of(left, right);
    }
  }

  record Negative(Expr number) implements Expr {
    @Override
    public ValueType type() {
      return ValueType.NUMBER;
    }

    @Override
    public List<Expr> parts() {
      return List.of(number);
    }
  }

  record Call(Function function, Expr argument) implements Expr {
    @Override
    public ValueType type() {
      return function.result();
    }

    @Override
    public List<Expr> parts() {
      return List.of(argument);
    }
  }
}
