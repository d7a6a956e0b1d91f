package io.offerflow.analysis;

import io.offerflow.condition.Expr;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A condition that is held against many others.
 *
 * @param atom what it asks, or what its negation asks; null where it asks several things
 */
record Asked(Expr condition, Atom atom, boolean positive) {

  static Asked of(Expr condition, Terms terms) {
    boolean positive = true;
    Expr bare = condition;
    while (bare instanceof Expr.Not not) {
      bare = not.part();
      positive = !positive;
    }
    boolean simple =
        !(bare instanceof Expr.And || bare instanceof Expr.Or || bare instanceof Expr.Missing);
    return new Asked(condition, simple ? Atom.of(bare, terms) : null, positive);
  }

  /**
   * Whether it is certainly true where the facts, and the goals that they are from, hold. Of what
   * asks one thing the facts alone are looked at, which is quick.
   */
  boolean isImplied(Map<Object, Possible> facts, List<Goal> goals, Terms terms) {
    if (atom != null) {
      Possible now = facts.getOrDefault(atom.term(), atom.base());
      Domain against = positive ? atom.whenFalse() : atom.whenTrue();
      return !now.missing() && now.known().and(against).isEmpty();
    }
    List<Goal> all = new ArrayList<>(goals);
    all.add(Goal.isNotTrue(condition));
    return Contradiction.between(terms, all);
  }
}
