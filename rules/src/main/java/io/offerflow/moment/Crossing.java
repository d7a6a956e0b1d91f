package io.offerflow.moment;

import io.offerflow.condition.Ref;
import java.math.BigDecimal;

/** A campaign that waits for a number to cross a line. */
record Crossing(int campaign, Ref subject, boolean above, BigDecimal line) {

  /** Whether a value lies beyond the line; a missing one does not. */
  boolean beyond(Object value) {
    if (value == null) {
      return false;
    }
    int compared = ((BigDecimal) value).compareTo(line);
    return above ? compared > 0 : compared < 0;
  }
}
