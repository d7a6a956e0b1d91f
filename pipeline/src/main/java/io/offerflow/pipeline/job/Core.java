package io.offerflow.pipeline.job;

import io.offerflow.decision.Broken;
import io.offerflow.decision.Decision;
import io.offerflow.decision.Input;
import io.offerflow.decision.Outcome;
import io.offerflow.decision.Reaction;
import io.offerflow.learning.Knowledge;
import io.offerflow.learning.Lesson;
import io.offerflow.pipeline.metrics.DecisionMetrics;
import io.offerflow.stock.Grants;
import io.offerflow.stock.Resource;
import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;

/**
 * What the operator calls for every event and wake-up: a customer's state in, her state and
 * decisions out. The real one is {@link DeciderCore}; benchmarks put cheaper ones in its place to
 * see what the rest costs. For one thread.
 */
public interface Core extends AutoCloseable {

  /**
   * Handles one input.
   *
   * @param state of the customer as the last answer gave it or as {@link #read} did, or null when
   *     nothing is known of her; consumed
   */
  Answer handle(Held state, Input input);

  /** A state that some core has written. */
  default Held read(byte[] state) {
    return new Bytes(state);
  }

  /**
   * Takes back a state of its own that is written and that nobody will look at any more, to use
   * what it is made of again.
   */
  default void takeBack(Held state) {}

  /**
   * Whether states may stay in memory from one input to the next. Otherwise each is read and
   * written for each input.
   */
  default boolean mayHold() {
    return true;
  }

  /** Decisions from now on are made with that. */
  default void use(Knowledge knowledge) {}

  /**
   * A fingerprint of what it brings about by the clock; 0 for nothing. After another one all
   * customers have to be looked at: what is due next of hers may be due earlier.
   */
  default long timing() {
    return 0;
  }

  /** How much there is in all of what is bounded over all customers. */
  default SortedMap<Resource, Long> sizes() {
    return Collections.emptySortedMap();
  }

  /**
   * A customer's state with the features in it that were made of what happened before.
   *
   * @param state as the rules before kept it
   * @param folded as {@link io.offerflow.decision.Backfill} made it
   */
  default byte[] filled(byte[] state, byte[] folded) {
    return state;
  }

  /** The same with what another id left and what comes late. */
  default byte[] joined(byte[] state, Input.Joining late) {
    return state;
  }

  /** Whether a decision for nothing of that customer's is recorded. */
  default boolean recordsNone(String customer) {
    return true;
  }

  /** Whether there is any state to read and write; one without is a pass-through. */
  default boolean keepsState() {
    return true;
  }

  @Override
  default void close() {}

  /** A customer's state between two inputs, in the form that the core which made it likes best. */
  interface Held {
    /** The same as bytes, which nobody changes. */
    byte[] bytes();
  }

  /** Of a core that decodes nothing. */
  record Bytes(byte[] bytes) implements Held {}

  /**
   * What one call came to.
   *
   * @param state hers from now on; null when nothing is kept of her
   * @param changed whether it may be another than before
   * @param skipped how often a feature left the event out because it is in another currency
   * @param broken features and successes that could not be evaluated and left the event out
   * @param lessons what is known since then of contacts' outcomes
   * @param reactions what became of contacts by it
   * @param onward what has to be handled under other ids of the same customer, in that order
   * @param nextDue when something of hers is due next, epoch milliseconds; Long.MAX_VALUE for never
   */
  record Answer(
      Held state,
      boolean changed,
      Outcome.Fate fate,
      List<Decision> decisions,
      int skipped,
      List<Broken> broken,
      List<Lesson> lessons,
      List<Reaction> reactions,
      List<Input> onward,
      long nextDue) {

    /** One that teaches nothing. */
    public Answer(
        Held state,
        boolean changed,
        Outcome.Fate fate,
        List<Decision> decisions,
        int skipped,
        long nextDue) {
      this(
          state, changed, fate, decisions, skipped, List.of(), List.of(), List.of(), List.of(),
          nextDue);
    }
  }

  /** Opens one for each subtask, and another one when its rules change. */
  @FunctionalInterface
  interface Factory extends Serializable {
    /** That of the product. */
    Factory DECIDING = DeciderCore::open;

    /**
     * Makes it ready for its first input, which may take seconds; not by the thread that uses it.
     *
     * @param grants hands out what is bounded over all customers; null to hand it out in order
     */
    Core open(Deployment rules, DecisionMetrics metrics, Grants grants);
  }
}
