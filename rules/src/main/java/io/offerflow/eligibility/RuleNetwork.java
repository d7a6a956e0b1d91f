package io.offerflow.eligibility;

import java.util.HashMap;
import java.util.Map;
import org.drools.core.impl.InternalRuleBase;
import org.drools.core.reteoo.AlphaNode;
import org.drools.core.reteoo.ObjectSink;
import org.drools.core.reteoo.ObjectTypeNode;
import org.drools.modelcompiler.constraints.LambdaConstraint;
import org.kie.api.KieBase;

/**
 * The network of nodes that Drools makes of the rules: a fact goes in, and what passes all tests of
 * a rule comes out at its end. Immutable; shared by all threads.
 *
 * <p>The rules have one pattern each, join nothing, change nothing and have no order. So they need
 * neither a working memory nor an agenda: a fact goes through the tests without a session, as those
 * of the tables of Drools' own DMN engine do, and where Drools would put an activation on an agenda
 * it is noted that the rule was found. A session with direct firing took five to eight times as
 * long, nearly all of it for handles, propagation entries, tuples and locks.
 */
final class RuleNetwork {
  /** By what the first test of their rules compares the trigger with. */
  private final Map<String, Branch> branches = new HashMap<>();

  /**
   * @param indexes of the campaigns, by the name of their rule
   * @param facts to try tests with
   */
  RuleNetwork(KieBase base, Map<String, Integer> indexes, Facts facts) {
    for (ObjectTypeNode node : ((InternalRuleBase) base).getRete().getObjectTypeNodes()) {
      if (node.getObjectType().getClassName().equals(Facts.class.getName())) {
        for (ObjectSink sink : node.getObjectSinkPropagator().getSinks()) {
          AlphaNode trigger = (AlphaNode) sink;
          branches.put(compared(trigger), BranchReader.read(trigger, indexes, facts));
        }
      }
    }
  }

  /** The key by which Drools' own index would find the node. */
  private static String compared(AlphaNode trigger) {
    return (String) ((LambdaConstraint) trigger.getConstraint()).getField().getValue();
  }

  /** Tells the fact which rules are true of it. */
  void propagate(Facts facts) {
    Branch branch = branches.get(facts.getTrigger());
    if (branch != null) {
      branch.propagate(facts);
    }
  }
}
