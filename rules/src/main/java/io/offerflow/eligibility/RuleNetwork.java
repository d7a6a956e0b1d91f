package io.offerflow.eligibility;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.drools.core.common.InternalFactHandle;
import org.drools.core.common.PropagationContext;
import org.drools.core.common.ReteEvaluator;
import org.drools.core.impl.InternalRuleBase;
import org.drools.core.reteoo.AlphaNode;
import org.drools.core.reteoo.LeftInputAdapterNode;
import org.drools.core.reteoo.ObjectSink;
import org.drools.core.reteoo.ObjectSource;
import org.drools.core.reteoo.ObjectTypeNode;
import org.drools.core.reteoo.RuleTerminalNode;
import org.kie.api.KieBase;

/**
 * The network of nodes that Drools makes of the rules: a fact goes in, and what passes all nodes of
 * a rule comes out at its end. Shared by all threads; nothing in it changes once it is made.
 *
 * <p>The rules have one pattern each, join nothing, change nothing and have no order. So they need
 * neither a working memory nor an agenda: a fact is propagated through the nodes without a session,
 * as the tables of Drools' own DMN engine are, and where Drools would put an activation on an
 * agenda the network ends in a note that the rule was found. A session with direct firing took five
 * to eight times as long, nearly all of it for handles, propagation entries, tuples and locks.
 */
final class RuleNetwork {
  /** Null where there is no rule. */
  private final ObjectTypeNode entry;

  private final InternalRuleBase base;

  /**
   * @param indexes of the campaigns, by the name of their rule
   */
  RuleNetwork(KieBase base, Map<String, Integer> indexes) {
    this.base = (InternalRuleBase) base;
    this.entry = entry(this.base);
    if (entry != null) {
      end(entry, indexes);
    }
  }

  private static ObjectTypeNode entry(InternalRuleBase base) {
    for (ObjectTypeNode node : base.getRete().getObjectTypeNodes()) {
      if (node.getObjectType().getClassName().equals(Facts.class.getName())) {
        return node;
      }
    }
    return null;
  }

  /** Has everything behind the node end in {@link End}s. */
  private static void end(ObjectSource node, Map<String, Integer> indexes) {
    for (ObjectSink sink : List.of(node.getObjectSinkPropagator().getSinks())) {
      if (sink instanceof AlphaNode test) {
        end(test, indexes);
      } else if (sink instanceof LeftInputAdapterNode rules) {
        node.removeObjectSink(rules);
        node.addObjectSink(new End(found(rules, indexes)));
      } else {
        throw new IllegalStateException("Drools has made a " + sink.getClass() + " of a rule");
      }
    }
  }

  private static int[] found(LeftInputAdapterNode rules, Map<String, Integer> indexes) {
    return Arrays.stream(rules.getSinkPropagator().getSinks())
        .mapToInt(rule -> indexes.get(((RuleTerminalNode) rule).getRule().getName()))
        .toArray();
  }

  /** What the network takes a fact by; one can be used for one thread's fact again and again. */
  InternalFactHandle handle(Facts facts) {
    return base.newFactHandleFactory().newFactHandle(facts, null, null, null);
  }

  /** Tells the fact which rules are true of it. */
  void propagate(InternalFactHandle fact) {
    if (entry != null) {
      entry.getObjectSinkPropagator().propagateAssertObject(fact, null, null);
    }
  }

  /** Where all is true that some rules ask for: the same for each of them. */
  private static final class End extends LeftInputAdapterNode {
    private static final long serialVersionUID = 1L;

    private final int[] indexes;

    End(int[] indexes) {
      this.indexes = indexes;
    }

    @Override
    public void assertObject(
        InternalFactHandle fact, PropagationContext unused, ReteEvaluator none) {
      Facts facts = (Facts) fact.getObject();
      for (int index : indexes) {
        facts.found(index);
      }
    }

    @Override
    public boolean equals(Object other) {
      return this == other;
    }
  }
}
