package io.offerflow.learning;

import io.offerflow.workspace.Offer;
import java.math.BigDecimal;
import java.math.MathContext;

/**
 * What is believed of an arm's propensity: a beta distribution. The start propensity, worth as many
 * contacts as the offer's evidence, is the prior, and each known outcome adds one to one side.
 *
 * @param propensity its mean, (e*s + r)/(e + n) (contract 4.6)
 * @param likes e*s + r
 * @param dislikes e*(1-s) + n - r
 */
public record Belief(Arm arm, BigDecimal propensity, double likes, double dislikes) {

  static Belief of(Arm arm, Offer offer, Counts counts) {
    BigDecimal evidence = offer.evidence();
    BigDecimal start = offer.startPropensity();
    BigDecimal contacts = new BigDecimal(counts.contacts());
    BigDecimal accepted = new BigDecimal(counts.accepted());
    BigDecimal prior = evidence.multiply(start);
    BigDecimal propensity =
        contacts.signum() == 0
            ? start
            : prior.add(accepted).divide(evidence.add(contacts), MathContext.DECIMAL64);
    double likes = prior.doubleValue() + counts.accepted();
    double dislikes =
        evidence.subtract(prior).doubleValue() + (counts.contacts() - counts.accepted());
    return new Belief(arm, propensity, likes, dislikes);
  }
}
