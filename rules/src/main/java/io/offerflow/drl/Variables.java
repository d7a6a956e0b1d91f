package io.offerflow.drl;

import io.offerflow.condition.Names.Known;
import io.offerflow.condition.Ref;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the variables in front of a place stand for. Never changed: what is bound in a group is not
 * known behind it.
 *
 * @param values by name as conditions know them, such as {@code variable.x} and, for a pattern's
 *     variable, {@code variable.x.field}
 * @param members how many patterns over sets are around this place
 */
record Variables(Map<String, Known> values, int members) {

  static Variables none() {
    return new Variables(Map.of(), 0);
  }

  /** With what a pattern binds, and its set. */
  Variables with(Lhs.Pattern pattern, Fact fact) throws DrlException {
    TreeMap<String, Known> more = new TreeMap<>(values);
    if (pattern.binding() != null) {
      fact.fields()
          .forEach((name, known) -> more.put(nameOf(pattern.binding()) + "." + name, known));
      more.put(nameOf(pattern.binding()), null);
    }
    for (Lhs.Constraint constraint : pattern.constraints()) {
      Token binding = constraint.binding();
      if (binding == null) {
        continue;
      }
      Known known = fact.fields().get(constraint.field().text());
      if (known == null || known.ref().equals(Fact.ZONE_TAGS)) {
        throw new DrlException(
            binding, binding.shown() + " stands for no value of " + pattern.type().text());
      }
      if (more.put(nameOf(binding), known) != null) {
        throw new DrlException(binding, binding.shown() + " stands for something already");
      }
    }
    return new Variables(
        Collections.unmodifiableMap(more), fact.set() == null ? members : members + 1);
  }

  /** The member that the next pattern over a set looks at. */
  Ref.Member next(Token type) throws DrlException {
    if (members == Ref.Member.MOST) {
      throw new DrlException(
          type,
          "more than "
              + Ref.Member.MOST
              + " tags, zones or products within each other: take a variable out, or ask in a rule"
              + " of its own");
    }
    return new Ref.Member(members);
  }

  private static String nameOf(Token binding) {
    return ConditionText.VARIABLE + binding.text().substring(1);
  }
}
