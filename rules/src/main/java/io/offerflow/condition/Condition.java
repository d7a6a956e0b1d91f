package io.offerflow.condition;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A checked condition. Immutable; safe to share between threads. */
public final class Condition {
  private final String text;
  private final Expr expression;
  private final Map<Ref, Names.Known> names = new LinkedHashMap<>();

  /** What is asked about a day or time, by its name; what is compared is the answer. */
  private final Map<Ref, Set<Expr.Call>> calls = new HashMap<>();

  private Condition(String text, Expr expression) {
    this.text = text;
    this.expression = expression;
    collect(List.of(expression));
  }

  /**
   * Reads a condition of at most 10,000 characters, nested at most 200 levels deep.
   *
   * @param names what may be named at this place
   * @throws ConditionException when it is not well formed, names something unknown or combines
   *     types that do not fit
   */
  public static Condition parse(String text, Names names) throws ConditionException {
    return new Condition(text, ConditionReader.read(text, names));
  }

  /**
   * A condition that was put together of others, as those of rule files are.
   *
   * @param text as it is to stand in decision records
   */
  public static Condition of(String text, Expr expression) {
    return new Condition(text, expression);
  }

  /** As it was written. */
  public String text() {
    return text;
  }

  public Expr expression() {
    return expression;
  }

  /** All that it names, in order of first mention. */
  public Set<Ref> refs() {
    return Collections.unmodifiableSet(names.keySet());
  }

  /** All that it names, with their types, in order of first mention. */
  public Collection<Names.Known> names() {
    return Collections.unmodifiableCollection(names.values());
  }

  /** Evaluates over the syntax tree: the plain evaluator, independent of Drools. */
  public Truth test(Values values) {
    return Evaluator.truth(expression, values);
  }

  /**
   * Why it is not true, for a decision record: {@code roaming_spend_30d < 50: was 72}; {@code
   * days_until(contract_end) < 30: was 91 (2027-02-20)}. Personal values read {@code ***}.
   */
  public String detail(Values values) {
    return new Detail(values, calls).of(text, names.values());
  }

  /**
   * What is said of one that could not be evaluated. Only the failure's kind: its message may hold
   * what nobody should read.
   */
  public String failed(Throwable failure) {
    return text + ": " + notEvaluated(failure);
  }

  /** The same of something that is no condition. */
  public static String notEvaluated(Throwable failure) {
    return "cannot be evaluated (" + failure.getClass().getSimpleName() + ")";
  }

  private void collect(List<Expr> parts) {
    for (Expr part : parts) {
      if (part instanceof Expr.Name name && !(name.known().ref() instanceof Ref.Member)) {
        names.putIfAbsent(name.known().ref(), name.known());
      }
      if (part instanceof Expr.Call call
          && call.function().needsNow()
          && call.argument() instanceof Expr.Name name) {
        calls.computeIfAbsent(name.known().ref(), ref -> new LinkedHashSet<>()).add(call);
      }
      collect(part.parts());
    }
  }

  @Override
  public String toString() {
    return text;
  }
}
