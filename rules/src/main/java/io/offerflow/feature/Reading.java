package io.offerflow.feature;

import java.math.BigDecimal;

/**
 * Where a feature's value comes from.
 *
 * @param column of the store's log; -1 for {@code count} and where the store is the feature's own
 */
record Reading(Feature feature, Store store, int column) {

  /** The value for a customer without any event. */
  Object ofNothing() {
    return switch (feature.aggregate()) {
      case COUNT, SUM, DISTINCT -> BigDecimal.ZERO;
      default -> null;
    };
  }
}
