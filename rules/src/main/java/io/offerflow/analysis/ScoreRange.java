package io.offerflow.analysis;

import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Offer;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Between which scores a campaign's lies, whatever its context comes to, without learning.
 *
 * @param least with the nine decimals of a score
 * @param most the same as {@code least} without a context
 */
record ScoreRange(BigDecimal least, BigDecimal most) {
  private static final int DECIMALS = 9;

  static ScoreRange of(Campaign campaign, Offer offer) {
    BigDecimal less = BigDecimal.ZERO;
    BigDecimal more = BigDecimal.ZERO;
    for (Campaign.Weight weight : campaign.context()) {
      less = less.add(weight.percent().min(BigDecimal.ZERO));
      more = more.add(weight.percent().max(BigDecimal.ZERO));
    }
    BigDecimal base =
        offer
            .startPropensity()
            .multiply(offer.value().subtract(offer.cost()))
            .multiply(percent(campaign.lever()));
    BigDecimal one = rounded(base.multiply(percent(less)));
    BigDecimal other = rounded(base.multiply(percent(more)));
    return new ScoreRange(one.min(other), one.max(other));
  }

  private static BigDecimal percent(BigDecimal more) {
    return BigDecimal.ONE.add(more.movePointLeft(2));
  }

  private static BigDecimal rounded(BigDecimal score) {
    return score.setScale(DECIMALS, RoundingMode.HALF_UP);
  }

  /** {@code 0.6}, or {@code 0.6 to 0.9}. */
  String text() {
    return least.compareTo(most) == 0 ? plain(least) : plain(least) + " to " + plain(most);
  }

  private static String plain(BigDecimal score) {
    return score.signum() == 0 ? "0" : score.stripTrailingZeros().toPlainString();
  }
}
