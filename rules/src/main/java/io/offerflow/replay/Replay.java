package io.offerflow.replay;

import io.offerflow.decision.Bundle;
import io.offerflow.decision.Decision;
import io.offerflow.decision.Outcome;
import io.offerflow.event.Event;

/**
 * Runs events through the core in the order in which they are given, and fires the timers that the
 * stream's clock passes: in order of due time, then customer id.
 */
public final class Replay implements AutoCloseable {

  /** Hears what happens, in order. */
  public interface Listener {
    default void handled(Event event, Outcome.Fate fate) {}

    void decided(Decision decision);
  }

  public Replay(Bundle bundle, Listener listener) {
    throw new UnsupportedOperationException("being written");
  }

  /** Moves the clock, fires what it passes, then handles the event. */
  public void accept(Event event) {
    throw new UnsupportedOperationException("being written");
  }

  /** Fires every timer due up to and including that instant; for {@code --until}. */
  public void until(long epochMillis) {
    throw new UnsupportedOperationException("being written");
  }

  @Override
  public void close() {}
}
