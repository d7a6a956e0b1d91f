package io.offerflow.learning;

/**
 * A candidate of a decision that is made by drawing propensities.
 *
 * @param worth its score is this times the propensity that is drawn; of either sign
 */
public record Contender(Belief belief, double worth) {}
