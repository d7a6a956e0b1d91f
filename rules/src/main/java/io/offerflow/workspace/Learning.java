package io.offerflow.workspace;

import java.math.BigDecimal;

/**
 * policy.yaml's {@code learning}: how propensities follow from responses.
 *
 * @param halfLifeMillis what was seen that long ago counts half; Long.MAX_VALUE to forget nothing
 * @param epsilon the share of decisions, 0 to 1, that {@link Explore#EPSILON} leaves to chance
 * @param frozen whether what is known stays as it is
 */
public record Learning(long halfLifeMillis, Explore explore, BigDecimal epsilon, boolean frozen) {

  /** How decisions try what is not known to be best. */
  public enum Explore {
    NONE,
    /** Each propensity is drawn from what is believed of it. */
    THOMPSON,
    /** A share of the decisions goes to any candidate of the leader's class. */
    EPSILON
  }
}
