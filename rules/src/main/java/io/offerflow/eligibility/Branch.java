package io.offerflow.eligibility;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.drools.core.reteoo.AlphaNode;
import org.drools.core.reteoo.LeftInputAdapterNode;
import org.drools.core.reteoo.ObjectSink;
import org.drools.core.reteoo.RuleTerminalNode;
import org.drools.model.functions.IntrospectableLambda;
import org.drools.model.functions.Predicate1;
import org.drools.model.functions.PredicateInformation;
import org.drools.modelcompiler.constraints.ConstraintEvaluationException;
import org.drools.modelcompiler.constraints.LambdaConstraint;

/**
 * What stands in Drools' network behind one trigger, as a list in the order of a walk: a test, all
 * that is asked only where it is true, then its next neighbour.
 *
 * <p>The tests are those that Drools generated, shared and put in order. Only the way from one to
 * the next is shorter than through the nodes, where seven objects lie between a node and its test.
 */
final class Branch {
  private static final int[] NONE = {};

  /**
   * @param otherwise where to go on if the test is false: after all that stands behind it
   * @param found the rules of which all is true if the test is
   * @param said what Drools knows of the test, for where it fails
   */
  private record Step(
      Predicate1<Facts> test, int otherwise, int[] found, PredicateInformation said) {

    boolean isTrue(Facts facts) {
      try {
        return test.test(facts);
      } catch (Exception e) {
        throw new ConstraintEvaluationException(said, e);
      }
    }
  }

  /** Of rules that ask for nothing but the trigger. */
  private final int[] always;

  private final Step[] steps;

  /**
   * @param indexes of the campaigns, by the name of their rule
   */
  Branch(AlphaNode trigger, Map<String, Integer> indexes) {
    List<Step> all = new ArrayList<>();
    always = walk(trigger, indexes, all);
    steps = all.toArray(Step[]::new);
  }

  /** Adds what stands behind the node, and says which rules end there. */
  private static int[] walk(AlphaNode node, Map<String, Integer> indexes, List<Step> steps) {
    int[] found = NONE;
    for (ObjectSink sink : node.getObjectSinkPropagator().getSinks()) {
      if (sink instanceof AlphaNode test) {
        int place = steps.size();
        steps.add(null);
        int[] foundThere = walk(test, indexes, steps);
        LambdaConstraint constraint = (LambdaConstraint) test.getConstraint();
        steps.set(
            place,
            new Step(
                generated(constraint),
                steps.size(),
                foundThere,
                constraint.getPredicateInformation()));
      } else if (sink instanceof LeftInputAdapterNode rules) {
        found = IntStream.concat(Arrays.stream(found), ended(rules, indexes)).toArray();
      } else {
        throw new IllegalStateException("Drools has made a " + sink.getClass() + " of a rule");
      }
    }
    return found;
  }

  private static IntStream ended(LeftInputAdapterNode rules, Map<String, Integer> indexes) {
    return Arrays.stream(rules.getSinkPropagator().getSinks())
        .mapToInt(rule -> indexes.get(((RuleTerminalNode) rule).getRule().getName()));
  }

  /** The test itself, out of what Drools has around it to tell equal ones. */
  @SuppressWarnings("unchecked")
  private static Predicate1<Facts> generated(LambdaConstraint constraint) {
    Object test = constraint.getEvaluator().getConstraint().getPredicate1();
    while (test instanceof IntrospectableLambda around) {
      test = around.getLambda();
    }
    return (Predicate1<Facts>) test;
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
