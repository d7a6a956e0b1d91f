package io.offerflow.gateway.carrier;

import java.util.concurrent.CompletionStage;

/**
 * An open account of a protocol: takes messages, and passes on what comes back. Used by many
 * threads at once.
 */
public interface Carrier extends AutoCloseable {
  /**
   * How many more messages it can take at this moment; 0 while it is not connected, or while its
   * window is full. When that number grows other than by an outcome, it calls what it was opened
   * with.
   */
  int room();

  /** How many messages of the account's rate one is: an SMS may go in several parts. */
  default int weight(Message message) {
    return 1;
  }

  /**
   * Sends a message; called only while there is room. Returns at once. The stage never completes
   * exceptionally: what goes wrong is an outcome.
   */
  CompletionStage<Outcome> submit(Message message);

  /**
   * Waits for outcomes that are under way, no longer than its own time-out, and lets go of its
   * connections. Every stage is complete afterwards.
   */
  @Override
  void close();
}
