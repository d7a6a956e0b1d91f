package io.offerflow.pipeline.metrics;

import io.offerflow.decision.Broken;
import io.offerflow.decision.Decision;
import io.offerflow.decision.Outcome;
import io.offerflow.decision.Reaction;
import io.offerflow.stock.Resource;
import java.io.Serializable;

/**
 * What one operator of the job has to say about its work. One object serves one operator's thread.
 *
 * <p>Records read = events + dead letters; events = duplicates + those that the core handled. A
 * decision is counted when it is made, whether or not its record is written. Nothing here may take
 * a customer's id or a personal value: all arguments but numbers come from the workspace's own
 * words.
 */
public interface DecisionMetrics extends AutoCloseable {
  /** How often a subtask that decides says that it reacts. */
  long PULSE_MILLIS = 1_000;

  /** Counts nothing. */
  DecisionMetrics NONE = new DecisionMetrics() {};

  /** An event reached the core, repeated ones too. */
  default void event(String type) {}

  /**
   * A record was no event.
   *
   * @param reason one of few words
   */
  default void deadLetter(String reason) {}

  /** An event was older than the stream's clock: further back than {@code disorder} allows. */
  default void late() {}

  /**
   * The core has handled an event.
   *
   * @param fate what became of it
   * @param skipped how many features left it out because it is in another currency
   */
  default void handled(Outcome.Fate fate, int skipped) {}

  default void decision(Decision decision) {}

  /** A part of the rules could not be evaluated, and left an event out. */
  default void broken(Broken part) {}

  /** A contact came to something. */
  default void reaction(Reaction reaction) {}

  /** A push was handed to the sink. */
  default void offer(String channel) {}

  /** A push was not handed on: its deadline had passed on the wall clock. */
  default void refused(String channel) {}

  /**
   * A call of the core is done that has to do with something bounded over all customers.
   *
   * @param granted how much it used, in the resource's units; less than 0 when more was given back
   * @param denied whether something went without because there was not enough
   * @param free what was neither used nor at a subtask when it was last heard of
   */
  default void stock(Resource resource, long granted, boolean denied, long free) {}

  /** A decision waited so long for something bounded that another subtask had. */
  default void stockWaited(long nanos) {}

  /** One call of the core took so long. */
  default void decisionTook(long nanos) {}

  /** Drools took so long for one kind of moment within a call of the core. */
  default void droolsTook(long nanos) {}

  /** From Kafka's append of an event to its push being handed to the sink. */
  default void latency(long millis) {}

  /** A customer's state was written. */
  default void stateBytes(int bytes) {}

  /** A timer of a customer fired. */
  default void wakeup() {}

  /** A subtask decides by what that activation says. */
  default void bundle(int task, long number) {}

  /** Something was deployed that cannot be in force. */
  default void bundleFailed() {}

  default void checkpointCompleted() {}

  /**
   * The subtask has its rules and its state, and lets timers fire: to be said at least every {@link
   * #PULSE_MILLIS}, or it is taken for stuck.
   */
  default void pulse() {}

  @Override
  default void close() {}

  /** Opened once by each subtask that counts. */
  @FunctionalInterface
  interface Factory extends Serializable {
    /** Metrics that go nowhere. */
    Factory OFF = () -> NONE;

    DecisionMetrics open();
  }
}
