package io.offerflow.eligibility;

import io.offerflow.condition.Values;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.kie.api.KieBase;

/** All campaigns of a bundle, compiled by Drools. Immutable; shared by all threads. */
public final class Eligibility {
  private final RuleNetwork network;
  private final Slots slots;
  private final Map<String, String> triggers;

  private Eligibility(RuleNetwork network, RuleBook book) {
    this.network = network;
    this.slots = book.slots();
    this.triggers = book.triggers();
  }

  /** The rules that Drools gets, as text; the same for the same rules. */
  public static String drl(List<CampaignRule> rules) {
    return new RuleBook(rules).drl();
  }

  /** Compiles to the executable model; takes seconds. */
  public static Eligibility compile(List<CampaignRule> rules) {
    RuleBook book = new RuleBook(rules);
    KieBase base = DroolsCompiler.compile(book.drl());
    return new Eligibility(new RuleNetwork(base, book.indexes(), book.slots().facts()), book);
  }

  /** A session to evaluate with, for one thread. */
  public Session open() {
    return new NetworkSession(network, slots.facts(), triggers);
  }

  /** Reused for every cause of one thread; not safe for two. */
  public interface Session extends AutoCloseable {

    /**
     * Calls back with the index of each rule of that trigger whose {@code where} and conditions are
     * all true, in no particular order. The values are asked during the call only.
     */
    void eligible(String trigger, Values values, IntConsumer found);

    /** Evaluates each rule once without any values, so that the first cause is not the first. */
    default void warmUp() {}

    @Override
    void close();
  }
}
