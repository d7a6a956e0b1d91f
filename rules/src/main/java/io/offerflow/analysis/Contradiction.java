package io.offerflow.analysis;

import io.offerflow.condition.Expr;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tries to prove that some conditions can never all come to what is wanted of them: it collects
 * what each value could still be, and where there are alternatives tries all of them. It may miss a
 * contradiction, but finds none where there is none.
 */
final class Contradiction {
  /** Far more than conditions of people need; the rest is left undecided. */
  private static final int STEPS = 3_000;

  private final Terms terms;
  private int steps = STEPS;

  private Contradiction(Terms terms) {
    this.terms = terms;
  }

  /** Whether there is certainly no customer and no event for which all goals are reached. */
  static boolean between(Terms terms, List<Goal> goals) {
    return new Contradiction(terms).search(new HashMap<>(), goals);
  }

  /**
   * What each term can be where all goals are reached, without looking into alternatives.
   *
   * @return null where they are never reached
   */
  static Map<Object, Possible> facts(Terms terms, List<Goal> goals) {
    Map<Object, Possible> known = new HashMap<>();
    List<Goal> choices = new ArrayList<>();
    return new Contradiction(terms).collect(known, goals, choices) ? null : known;
  }

  private boolean search(Map<Object, Possible> known, List<Goal> goals) {
    List<Goal> choices = new ArrayList<>();
    return collect(known, goals, choices) || (!choices.isEmpty() && allRefuted(known, choices));
  }

  /** Gathers facts and alternatives; true when the facts contradict each other. */
  private boolean collect(Map<Object, Possible> known, List<Goal> goals, List<Goal> choices) {
    Deque<Goal> open = new ArrayDeque<>(goals);
    while (!open.isEmpty()) {
      Goal goal = open.pop();
      if (--steps < 0) {
        // What is left out makes facts weaker, never wrong.
        choices.clear();
        return false;
      }
      if (!goal.isComposed()) {
        if (isRefuted(known, goal)) {
          return true;
        }
      } else if (goal.needsAll()) {
        goal.parts().forEach(open::push);
      } else {
        choices.add(goal);
      }
    }
    return false;
  }

  private boolean allRefuted(Map<Object, Possible> known, List<Goal> choices) {
    Goal choice = choices.get(0);
    List<Goal> rest = choices.subList(1, choices.size());
    for (Goal alternative : choice.parts()) {
      List<Goal> goals = new ArrayList<>(rest);
      goals.add(alternative);
      if (!search(new HashMap<>(known), goals)) {
        return false;
      }
    }
    return true;
  }

  private boolean isRefuted(Map<Object, Possible> known, Goal goal) {
    if (goal.condition() instanceof Expr.Missing missing) {
      // This is never unknown.
      Possible base = terms.of(missing.value());
      return goal.wanted().allowsTrue()
          ? refutes(known, missing.value(), base, new Possible(true, Terms.none(base.known())))
          : refutesKnown(known, missing.value());
    }
    Atom atom = Atom.of(goal.condition(), terms);
    if (atom == null) {
      return false;
    }
    Domain domain = goal.wanted().allowsTrue() ? atom.whenTrue() : atom.whenFalse();
    boolean certain = goal.wanted().isKnown();
    if (refutes(known, atom.term(), atom.base(), new Possible(!certain, domain))) {
      return true;
    }
    return certain && atom.values().stream().anyMatch(value -> refutesKnown(known, value));
  }

  /** A value is known only if all that it is calculated from is known. */
  private boolean refutesKnown(Map<Object, Possible> known, Expr value) {
    if (value instanceof Expr.Literal) {
      return false;
    }
    Possible base = terms.of(value);
    return refutes(known, value, base, new Possible(false, base.known()))
        || value.parts().stream().anyMatch(part -> refutesKnown(known, part));
  }

  private static boolean refutes(
      Map<Object, Possible> known, Object term, Possible base, Possible more) {
    Possible now = known.getOrDefault(term, base).and(more);
    known.put(term, now);
    return now.isImpossible();
  }
}
