package io.offerflow.feature;

import io.offerflow.event.Event;
import java.math.BigDecimal;

/** What one store holds of one customer, as objects: to be read, and to be changed. */
interface Open extends Kept {
  long NEVER = Long.MAX_VALUE;

  /**
   * Enters an event of the store's type for which its {@code where} is true.
   *
   * @return how many features skipped it because of its currency
   */
  int add(Event event, long now);

  /**
   * Takes in what another id of the same customer left in a store of the same definition, as if all
   * its events were hers. Where the order of two events matters and their times are equal, those
   * kept here count as the earlier to arrive.
   */
  void join(Open other, long now);

  /**
   * What this one is together with what a store of the same definition was kept of the same events:
   * each counts once. This one knows more of each event; the other may know events that this one
   * does not. Neither is of any use afterwards.
   */
  Open with(Open before, long now);

  /**
   * A feature's value over the events later than {@code edge}; null when it is missing.
   *
   * @param edge epoch milliseconds
   */
  Object value(Reading reading, long edge);

  /** See {@link FeatureStates#nextFall}. */
  long nextFall(Reading reading, long length, long after, BigDecimal line);
}
