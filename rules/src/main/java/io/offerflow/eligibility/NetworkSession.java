package io.offerflow.eligibility;

import io.offerflow.condition.Values;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntConsumer;

/** One thread's way through the network, with the one fact that it uses for all causes. */
final class NetworkSession implements Eligibility.Session {
  private final RuleNetwork network;
  private final Facts facts;
  private final Map<String, String> triggers;

  NetworkSession(RuleNetwork network, Facts facts, Map<String, String> triggers) {
    this.network = network;
    this.facts = facts;
    this.triggers = triggers;
  }

  @Override
  public void eligible(String trigger, Values values, IntConsumer found) {
    String known = triggers.get(trigger);
    if (known == null) {
      return;
    }
    evaluate(known, values);
    for (int i = 0; i < facts.count(); i++) {
      found.accept(facts.foundAt(i));
    }
  }

  @Override
  public void warmUp() {
    for (String trigger : new TreeSet<>(triggers.values())) {
      evaluate(trigger, NothingKnown.VALUES);
    }
  }

  private void evaluate(String trigger, Values values) {
    facts.begin(trigger, values);
    try {
      network.propagate(facts);
    } finally {
      facts.end();
    }
  }

  /** Holds nothing that somebody else waits for. */
  @Override
  public void close() {}
}
