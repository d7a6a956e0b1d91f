package io.offerflow.learning;

import java.math.BigDecimal;

/**
 * The chance that she accepts, for one candidate.
 *
 * @param propensity what is recorded: the best that is known, 0 to 1
 * @param used what the score is made of: the same, or a draw around it
 * @param belief null without learning
 */
public record Estimate(BigDecimal propensity, BigDecimal used, Belief belief) {

  /** Without any draw: for an order that is not a choice yet. */
  public Estimate expected() {
    return new Estimate(propensity, propensity, belief);
  }
}
