package io.offerflow.moment;

import io.offerflow.condition.Ref;
import java.math.BigDecimal;

/**
 * A campaign that waits for a number to cross a line.
 *
 * @param feature its number in the bundle; -1 where the number is an attribute
 */
record Crossing(int campaign, Ref subject, int feature, boolean above, BigDecimal line) {

  /** Whether the same feature falls under the same line, whatever the campaign. */
  boolean fallsWith(Crossing other) {
    return feature == other.feature && line.compareTo(other.line) == 0;
  }

  /** Whether a value lies beyond the line; a missing one does not. */
  boolean beyond(Object value) {
    if (value == null) {
      return false;
    }
    int compared = ((BigDecimal) value).compareTo(line);
    return above ? compared > 0 : compared < 0;
  }
}
