package io.offerflow.codec;

import io.offerflow.decision.Decision;

/** Writes decisions and offers as JSON, the same bytes for the same decision. */
public final class DecisionEncoder {
  private DecisionEncoder() {}

  /** The record for {@code offerflow.decisions}; no personal values. */
  public static byte[] decision(Decision decision) {
    throw new UnsupportedOperationException("being written");
  }

  /** The push for {@code offerflow.offers.<channel>}; the decision's outcome is OFFERED. */
  public static byte[] offer(Decision decision) {
    throw new UnsupportedOperationException("being written");
  }
}
