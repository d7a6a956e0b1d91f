package io.offerflow.eligibility;

import io.offerflow.condition.Values;
import java.util.List;
import java.util.function.IntConsumer;

/** All campaigns of a bundle, compiled by Drools. Immutable; shared by all threads. */
public final class Eligibility {
  private Eligibility() {}

  /** The rules that Drools gets, as text; the same for the same rules. */
  public static String drl(List<CampaignRule> rules) {
    throw new UnsupportedOperationException("being written");
  }

  /** Compiles to the executable model; takes seconds. */
  public static Eligibility compile(List<CampaignRule> rules) {
    throw new UnsupportedOperationException("being written");
  }

  /** A session to evaluate with, for one thread. */
  public Session open() {
    throw new UnsupportedOperationException("being written");
  }

  /** Reused for every cause of one thread; not safe for two. */
  public interface Session extends AutoCloseable {

    /**
     * Calls back with the index of each rule of that trigger whose {@code where} and conditions are
     * all true, in no particular order.
     */
    void eligible(String trigger, Values values, IntConsumer found);

    @Override
    void close();
  }
}
