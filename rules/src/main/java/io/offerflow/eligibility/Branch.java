package io.offerflow.eligibility;

import java.util.List;
import org.drools.model.functions.Predicate1;
import org.drools.model.functions.PredicateInformation;
import org.drools.modelcompiler.constraints.ConstraintEvaluationException;

/**
 * What stands in Drools' network behind one trigger, as a list in the order of a walk: a test, all
 * that is asked only where it is true, then its next neighbour.
 *
 * <p>The tests are those that Drools generated, shared and put in order. Only the way from one to
 * the next is shorter than through the nodes, where seven objects lie between a node and its test.
 * And where a test compares one value with constants, what it says is looked up by where the value
 * stands among all such constants of the trigger.
 */
final class Branch {

  /**
   * @param lookup what says the same as the test, if it compares a value with constants; or null
   * @param otherwise where to go on if the test is false: after all that stands behind it
   * @param found the rules of which all is true if the test is
   * @param said what Drools knows of the test, for where it fails
   */
  record Step(
      Predicate1<Facts> test,
      Lookup lookup,
      int otherwise,
      int[] found,
      PredicateInformation said) {

    boolean isTrue(Facts facts) {
      try {
        return lookup == null ? test.test(facts) : lookup.isTrue(facts);
      } catch (Exception e) {
        throw new ConstraintEvaluationException(said, e);
      }
    }
  }

  /** Of rules that ask for nothing but the trigger. */
  private final int[] always;

  private final Step[] steps;

  Branch(int[] always, List<Step> steps) {
    this.always = always;
    this.steps = steps.toArray(Step[]::new);
  }

  /** Tells the fact which rules are true of it. */
  void propagate(Facts facts) {
    tell(facts, always);
    int place = 0;
    while (place < steps.length) {
      Step step = steps[place];
      if (step.isTrue(facts)) {
        tell(facts, step.found);
        place++;
      } else {
        place = step.otherwise;
      }
    }
  }

  private static void tell(Facts facts, int[] indexes) {
    for (int index : indexes) {
      facts.found(index);
    }
  }
}
