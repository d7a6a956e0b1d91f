package io.offerflow.learning;

import io.offerflow.condition.Values;
import io.offerflow.workspace.Learning;
import io.offerflow.workspace.Learning.Explore;
import io.offerflow.workspace.Offer;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/**
 * Propensities for one decision, from what is known when it is made. Chance comes from the
 * decision's id alone: the same decision, the same draws, whoever else competes.
 */
public final class Learned implements Propensities {
  private static final int DRAW_DECIMALS = 18;
  private static final int PROBABILITY_DECIMALS = 6;

  private final Learning learning;
  private final Knowledge knowledge;
  private final String decision;
  private final long now;

  /**
   * @param decision its id
   * @param now of the decision, epoch milliseconds
   */
  public Learned(Learning learning, Knowledge knowledge, String decision, long now) {
    this.learning = learning;
    this.knowledge = knowledge;
    this.decision = decision;
    // What is frozen is not forgotten either.
    this.now = learning.frozen() ? knowledge.asOf() : now;
  }

  /** The version that the decision names. */
  public String version() {
    return knowledge.version();
  }

  @Override
  public Estimate of(Offer offer, String channel, Values values) {
    Arm arm = Arm.of(offer, channel, values);
    Counts counts = knowledge.of(arm).at(now, learning.halfLifeMillis());
    Belief belief = Belief.of(arm, offer, counts);
    BigDecimal used = learning.explore() == Explore.THOMPSON ? draw(belief) : belief.propensity();
    return new Estimate(belief.propensity(), used, belief);
  }

  private BigDecimal draw(Belief belief) {
    Arm arm = belief.arm();
    double drawn =
        new SplitMix(decision, "thompson", arm.offer(), arm.channel(), arm.context())
            .beta(belief.likes(), belief.dislikes());
    return new BigDecimal(drawn, MathContext.DECIMAL64)
        .setScale(DRAW_DECIMALS, RoundingMode.HALF_UP);
  }

  /**
   * Which of so many candidates goes first by chance instead of by score; -1 for none.
   *
   * @param candidates at least 1
   */
  public int explored(int candidates) {
    if (learning.explore() != Explore.EPSILON || candidates < 2) {
      return -1;
    }
    SplitMix chance = new SplitMix(decision, "epsilon");
    return chance.uniform() < learning.epsilon().doubleValue() ? chance.below(candidates) : -1;
  }

  /**
   * The probability with which that candidate was chosen among those that competed with it, to six
   * decimals. For epsilon-greedy and without exploration it is exact; for Thompson sampling it is
   * integrated numerically, to within 0.0001.
   *
   * @param contenders in order of campaign id
   * @param best the one with the greatest score
   */
  public BigDecimal probability(List<Contender> contenders, int chosen, int best) {
    int size = contenders.size();
    BigDecimal probability =
        switch (learning.explore()) {
          case NONE -> BigDecimal.valueOf(chosen == best ? 1 : 0);
          case EPSILON -> {
            BigDecimal even =
                size < 2
                    ? BigDecimal.ZERO
                    : learning.epsilon().divide(BigDecimal.valueOf(size), MathContext.DECIMAL64);
            BigDecimal greedy =
                size < 2 ? BigDecimal.ONE : BigDecimal.ONE.subtract(learning.epsilon());
            yield chosen == best ? even.add(greedy) : even;
          }
          case THOMPSON ->
              size < 2
                  ? BigDecimal.ONE
                  : new BigDecimal(WinProbability.of(contenders, chosen), MathContext.DECIMAL64);
        };
    return probability.setScale(PROBABILITY_DECIMALS, RoundingMode.HALF_UP);
  }
}
