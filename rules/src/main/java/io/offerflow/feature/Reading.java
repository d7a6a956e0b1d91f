package io.offerflow.feature;

import java.math.BigDecimal;
import java.time.ZoneId;

/**
 * Where a feature's value comes from.
 *
 * @param column of the store's log; -1 for {@code count} and where the store is the feature's own
 * @param beginnings of the feature's window; null where that is no calendar's
 */
record Reading(Feature feature, Store store, int column, Beginnings beginnings) {

  Reading(Feature feature, Store store, int column) {
    this(
        feature,
        store,
        column,
        feature.window() instanceof Window.Calendar window ? new Beginnings(window) : null);
  }

  /** The last instant before the feature's window, see {@link Window#edge}. */
  long edge(long now, ZoneId zone) {
    return beginnings == null ? feature.window().edge(now, zone) : beginnings.edge(now, zone);
  }

  /** The value for a customer without any event. */
  Object ofNothing() {
    return switch (feature.aggregate()) {
      case COUNT, SUM, DISTINCT -> BigDecimal.ZERO;
      default -> null;
    };
  }
}
