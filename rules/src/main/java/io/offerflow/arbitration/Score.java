package io.offerflow.arbitration;

import io.offerflow.condition.Truth;
import io.offerflow.condition.Values;
import io.offerflow.learning.Estimate;
import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Offer;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * P x V x C x L (contract 4.6; the four factors are those of Pega's arbitration).
 *
 * @param estimate P: the chance that she accepts
 * @param value the product of all four, with nine decimals, half up; where propensities are drawn,
 *     of the one that was drawn
 * @param worth V x C x L: the value without P
 */
public record Score(Estimate estimate, BigDecimal value, BigDecimal worth) {
  private static final int DECIMALS = 9;
  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  public static Score of(Campaign campaign, Offer offer, Values values, Estimate estimate) {
    BigDecimal value = offer.value().subtract(offer.cost());
    BigDecimal context = percent(context(campaign, values));
    BigDecimal lever = percent(campaign.lever());
    BigDecimal worth = value.multiply(context).multiply(lever);
    return new Score(
        estimate, estimate.used().multiply(worth).setScale(DECIMALS, RoundingMode.HALF_UP), worth);
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
