package io.offerflow.arbitration;

import io.offerflow.condition.Truth;
import io.offerflow.condition.Values;
import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Offer;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * P x V x C x L (contract 4.6; the four factors are those of Pega's arbitration).
 *
 * @param propensity P: the chance that she accepts, 0 to 1
 * @param value the product of all four, with nine decimals, half up
 */
public record Score(BigDecimal propensity, BigDecimal value) {
  private static final int DECIMALS = 9;
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  public static Score of(Campaign campaign, Offer offer, Values values) {
    BigDecimal propensity =
        propensity(offer.startPropensity(), offer.evidence(), BigDecimal.ZERO, BigDecimal.ZERO);
    BigDecimal value = offer.value().subtract(offer.cost());
    BigDecimal context = percent(context(campaign, values));
    BigDecimal lever = percent(campaign.lever());
    return new Score(
        propensity,
        propensity
            .multiply(value)
            .multiply(context)
            .multiply(lever)
            .setScale(DECIMALS, RoundingMode.HALF_UP));
  }

  /**
   * {@code (e*s + r)/(e + n)}: the start propensity, and what was seen since.
   *
   * @param start the offer's start propensity
   * @param evidence how many contacts that is worth
   * @param contacts with a known outcome
   * @param accepted of them
   */
  static BigDecimal propensity(
      BigDecimal start, BigDecimal evidence, BigDecimal contacts, BigDecimal accepted) {
    BigDecimal weight = evidence.add(contacts);
    return contacts.signum() == 0 || weight.signum() == 0
        ? start
        : evidence.multiply(start).add(accepted).divide(weight, MathContext.DECIMAL64);
  }

  private static BigDecimal context(Campaign campaign, Values values) {
    BigDecimal sum = BigDecimal.ZERO;
    for (Campaign.Weight weight : campaign.context()) {
      if (weight.condition().test(values) == Truth.TRUE) {
        sum = sum.add(weight.percent());
      }
    }
    return sum;
  }

  private static BigDecimal percent(BigDecimal more) {
    return BigDecimal.ONE.add(more.divide(HUNDRED));
  }
}
