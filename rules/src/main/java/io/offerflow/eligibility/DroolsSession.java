package io.offerflow.eligibility;

import io.offerflow.condition.Values;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntConsumer;
import org.kie.api.KieBase;
import org.kie.api.KieServices;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.KieSessionConfiguration;
import org.kie.api.runtime.conf.ClockTypeOption;
import org.kie.api.runtime.conf.DirectFiringOption;
import org.kie.api.runtime.rule.FactHandle;

/**
 * One Drools session for all causes of a thread: insert the fact, fire, delete it. Rules neither
 * change facts nor have an order, so they fire directly, without an agenda.
 *
 * <p>The session stays thread-safe although one thread alone uses it: what Drools leaves unlocked
 * otherwise belongs to the KieBase, and sessions of other threads then miss rules that should fire.
 */
final class DroolsSession implements Eligibility.Session {
  private final KieBase base;
  private final Facts facts;
  private final Map<String, String> triggers;
  private final int rules;
  private KieSession session;

  DroolsSession(KieBase base, Facts facts, Map<String, String> triggers, int rules) {
    this.base = base;
    this.facts = facts;
    this.triggers = triggers;
    this.rules = rules;
    this.session = newSession();
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
    if (session == null) {
      session = newSession();
    }
    facts.begin(trigger, values);
    boolean done = false;
    try {
      FactHandle handle = session.insert(facts);
      session.fireAllRules(rules);
      session.delete(handle);
      done = true;
    } finally {
      facts.end();
      if (!done) {
        // What failed may have left the fact behind; the next cause gets a clean session.
        close();
      }
    }
  }

  private KieSession newSession() {
    KieSessionConfiguration settings = KieServices.get().newKieSessionConfiguration();
    settings.setOption(DirectFiringOption.YES);
    settings.setOption(ClockTypeOption.PSEUDO);
    return base.newKieSession(settings, null);
  }

  @Override
  public void close() {
    if (session != null) {
      session.dispose();
      session = null;
    }
  }
}
