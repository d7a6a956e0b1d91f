package io.offerflow.eligibility;

import io.offerflow.eligibility.Branch.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.drools.core.reteoo.AlphaNode;
import org.drools.core.reteoo.LeftInputAdapterNode;
import org.drools.core.reteoo.ObjectSink;
import org.drools.core.reteoo.RuleTerminalNode;
import org.drools.model.functions.IntrospectableLambda;
import org.drools.model.functions.Predicate1;
import org.drools.model.functions.PredicateInformation;
import org.drools.modelcompiler.constraints.LambdaConstraint;

/** Reads out of Drools' network what stands behind one trigger. */
final class BranchReader {
  private static final int[] NONE = {};

  /** A step before it is known which other constants its value is compared with. */
  private record Read(
      Predicate1<Facts> test,
      Optional<ConstantTest> ofConstants,
      int otherwise,
      int[] found,
      PredicateInformation said) {

    Step step(Map<Integer, Constants> constants) {
      Lookup lookup = ofConstants.map(each -> constants.get(each.name()).lookup(each)).orElse(null);
      return new Step(test, lookup, otherwise, found, said);
    }
  }

  private final Map<String, Integer> indexes;
  private final Facts facts;
  private final List<Read> all = new ArrayList<>();

  private BranchReader(Map<String, Integer> indexes, Facts facts) {
    this.indexes = indexes;
    this.facts = facts;
  }

  /**
   * @param indexes of the campaigns, by the name of their rule
   * @param facts to try tests with
   */
  static Branch read(AlphaNode trigger, Map<String, Integer> indexes, Facts facts) {
    BranchReader reader = new BranchReader(indexes, facts);
    int[] always = reader.walk(trigger);
    Map<Integer, Constants> constants = reader.constants();
    return new Branch(always, reader.all.stream().map(each -> each.step(constants)).toList());
  }

  /** Adds what stands behind the node, and says which rules end there. */
  private int[] walk(AlphaNode node) {
    int[] found = NONE;
    for (ObjectSink sink : node.getObjectSinkPropagator().getSinks()) {
      if (sink instanceof AlphaNode test) {
        int place = all.size();
        all.add(null);
        int[] foundThere = walk(test);
        all.set(place, read((LambdaConstraint) test.getConstraint(), foundThere));
      } else if (sink instanceof LeftInputAdapterNode rules) {
        found = IntStream.concat(Arrays.stream(found), ended(rules)).toArray();
      } else {
        throw new IllegalStateException("Drools has made a " + sink.getClass() + " of a rule");
      }
    }
    return found;
  }

  private IntStream ended(LeftInputAdapterNode rules) {
    return Arrays.stream(rules.getSinkPropagator().getSinks())
        .mapToInt(rule -> indexes.get(((RuleTerminalNode) rule).getRule().getName()));
  }

  /** The last thing before the next neighbour: all that stands behind it is there already. */
  private Read read(LambdaConstraint constraint, int[] found) {
    return new Read(
        generated(constraint),
        constantTest(constraint, facts),
        all.size(),
        found,
        constraint.getPredicateInformation());
  }

  static Optional<ConstantTest> constantTest(LambdaConstraint constraint, Facts facts) {
    String text = constraint.getPredicateInformation().getStringConstraint();
    return ConstantTest.read(text, generated(constraint), facts);
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

  /** Of each name, by its slot. */
  private Map<Integer, Constants> constants() {
    return all.stream()
        .flatMap(each -> each.ofConstants().stream())
        .collect(
            Collectors.groupingBy(
                ConstantTest::name,
                Collectors.collectingAndThen(Collectors.toList(), Constants::of)));
  }
}
