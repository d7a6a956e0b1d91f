package io.offerflow.learning;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * With what probability a candidate wins when each arm's propensity is drawn from what is believed
 * of it and the greatest score goes first: the integral of its density times the chances that each
 * other scores less. Two candidates of one arm share its draw, as they do when a decision is made.
 *
 * <p>Scores are told apart to nine decimals, so shares that make no difference there are one mass
 * at nought, where the smaller campaign id goes first.
 */
final class WinProbability {
  /** Scores nearer to nought than that are nought. */
  private static final double NOUGHT = 0.5e-9;

  private final List<Arm> arms;
  private final int mine;

  /** An arm that competes, with the one of its candidates that scores most. */
  private static final class Rival {
    private final double worth;
    private final double sure;
    private final LogitBeta shares;
    private final boolean behind;

    /**
     * @param most the greatest worth of that arm's candidates, without its sign
     */
    Rival(Contender contender, double most, boolean behind) {
      Belief belief = contender.belief();
      this.worth = contender.worth();
      this.behind = behind;
      boolean drawn = belief.likes() > 0 && belief.dislikes() > 0 && Math.abs(worth) > NOUGHT;
      this.sure = drawn || belief.likes() <= 0 ? 0 : 1;
      this.shares =
          drawn
              ? new LogitBeta(
                  belief.likes(), belief.dislikes(), LogitBeta.logit(Math.min(NOUGHT / most, 0.5)))
              : null;
    }

    /** The chance that it loses against a score that is nought with nine decimals. */
    double losesToNought() {
      double nought = below(NOUGHT) - below(-NOUGHT);
      return below(-NOUGHT) + (behind ? nought : 0);
    }

    /** The chance that it loses against that score. */
    double below(double score) {
      if (shares == null) {
        double certain = Math.abs(worth) > NOUGHT ? sure * worth : 0;
        return certain < score || (certain == score && behind) ? 1 : 0;
      }
      double share = score / worth;
      if (share <= 0) {
        return worth > 0 ? 0 : 1;
      }
      double less = share >= 1 ? 1 : shares.below(LogitBeta.logit(share));
      if (share == 1 && !behind) {
        less -= shares.right();
      }
      return worth > 0 ? less : 1 - less;
    }
  }

  private WinProbability(List<Arm> arms, int mine) {
    this.arms = arms;
    this.mine = mine;
  }

  /**
   * The winner's probability, 0 to 1.
   *
   * @param contenders in the order in which equal scores go
   */
  static double of(List<Contender> contenders, int winner) {
    List<Arm> arms = contenders.stream().map(contender -> contender.belief().arm()).toList();
    return new WinProbability(arms, winner).of(contenders);
  }

  private double of(List<Contender> contenders) {
    Contender winner = contenders.get(mine);
    int top = mine;
    int first = mine;
    List<Rival> rivals = new ArrayList<>();
    for (int i = 0; i < contenders.size(); i++) {
      if (arms.get(i).equals(arms.get(mine))) {
        top = contenders.get(i).worth() > contenders.get(top).worth() ? i : top;
        first = Math.min(first, i);
      } else if (isTop(contenders, i)) {
        rivals.add(new Rival(contenders.get(i), most(contenders, i), mine < firstOf(i)));
      }
    }
    // Of equal worth the one that stands first is the top.
    boolean isTop = contenders.get(top).worth() <= winner.worth() && isFirstOfItsWorth(contenders);
    return wins(new Rival(winner, most(contenders, mine), false), rivals, isTop, first == mine);
  }

  private boolean isFirstOfItsWorth(List<Contender> contenders) {
    for (int i = 0; i < mine; i++) {
      if (arms.get(i).equals(arms.get(mine))
          && contenders.get(i).worth() == contenders.get(mine).worth()) {
        return false;
      }
    }
    return true;
  }

  private boolean isTop(List<Contender> contenders, int candidate) {
    for (int i = 0; i < contenders.size(); i++) {
      double worth = contenders.get(i).worth();
      double its = contenders.get(candidate).worth();
      if (arms.get(i).equals(arms.get(candidate))
          && (worth > its || (worth == its && i < candidate))) {
        return false;
      }
    }
    return true;
  }

  private double most(List<Contender> contenders, int candidate) {
    double most = 0;
    for (int i = 0; i < contenders.size(); i++) {
      if (arms.get(i).equals(arms.get(candidate))) {
        most = Math.max(most, Math.abs(contenders.get(i).worth()));
      }
    }
    return most;
  }

  private int firstOf(int candidate) {
    return arms.indexOf(arms.get(candidate));
  }

  private static double wins(Rival me, List<Rival> rivals, boolean isTop, boolean isFirst) {
    if (me.shares == null) {
      double score = Math.abs(me.worth) > NOUGHT ? me.sure * me.worth : 0;
      boolean ahead = score == 0 ? isFirst : isTop;
      return !ahead ? 0 : score == 0 ? allToNought(rivals) : all(rivals, score);
    }
    double atNought = isFirst ? me.shares.left() * allToNought(rivals) : 0;
    double atOne = isTop ? me.shares.right() * all(rivals, me.worth) : 0;
    double between = isTop ? between(me, rivals) : 0;
    return Math.min(1, Math.max(0, atNought + atOne + between));
  }

  /** Simpson's rule from step to step of all of them: a rival may fall within one step of mine. */
  private static double between(Rival me, List<Rival> rivals) {
    double[] logits = steps(me, rivals);
    double sum = 0;
    double before = integrand(me, rivals, logits[0]);
    for (int i = 1; i < logits.length; i++) {
      double width = logits[i] - logits[i - 1];
      if (width > 0) {
        double middle = integrand(me, rivals, logits[i - 1] + width / 2);
        double after = integrand(me, rivals, logits[i]);
        sum += width / 6 * (before + 4 * middle + after);
        before = after;
      }
    }
    return sum;
  }

  private static double integrand(Rival me, List<Rival> rivals, double logit) {
    double density = me.shares.density(logit);
    return density == 0 ? 0 : density * all(rivals, me.worth * LogitBeta.share(logit));
  }

  /** In my logits, sorted. */
  private static double[] steps(Rival me, List<Rival> rivals) {
    double from = me.shares.logit(0);
    double to = me.shares.logit(LogitBeta.STEPS);
    double[] steps = new double[(LogitBeta.STEPS + 1) * (rivals.size() + 1)];
    int size = 0;
    for (int i = 0; i <= LogitBeta.STEPS; i++) {
      steps[size++] = me.shares.logit(i);
      for (Rival rival : rivals) {
        if (rival.shares != null) {
          double share = rival.worth * LogitBeta.share(rival.shares.logit(i)) / me.worth;
          if (share > 0 && share < 1) {
            double logit = LogitBeta.logit(share);
            if (logit > from && logit < to) {
              steps[size++] = logit;
            }
          }
        }
      }
    }
    double[] sorted = Arrays.copyOf(steps, size);
    Arrays.sort(sorted);
    return sorted;
  }

  /** The chance that all of them lose. */
  private static double all(List<Rival> rivals, double score) {
    double product = 1;
    for (Rival rival : rivals) {
      product *= rival.below(score);
      if (product == 0) {
        break;
      }
    }
    return product;
  }

  private static double allToNought(List<Rival> rivals) {
    double product = 1;
    for (Rival rival : rivals) {
      product *= rival.losesToNought();
    }
    return product;
  }
}
