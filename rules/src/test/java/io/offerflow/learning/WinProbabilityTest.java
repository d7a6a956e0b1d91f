package io.offerflow.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WinProbabilityTest {
  /** What the documentation promises. */
  private static final double STATED = 0.0001;

  private static Contender contender(String offer, double likes, double dislikes, double worth) {
    Arm arm = new Arm(offer, "sms", "");
    return new Contender(new Belief(arm, BigDecimal.ZERO, likes, dislikes), worth);
  }

  private static double[] all(List<Contender> contenders) {
    double[] all = new double[contenders.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = WinProbability.of(contenders, i);
    }
    return all;
  }

  private static double sum(double[] of) {
    double sum = 0;
    for (double one : of) {
      sum += one;
    }
    return sum;
  }

  /**
   * Evidence of one contact to 100,000, acceptance of 0.1% to 90%, gains and losses.
   *
   * @param least evidence times propensity
   */
  private static List<Contender> random(Random random, int size, double least) {
    List<Contender> contenders = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      double mean = Math.pow(10, -3 * random.nextDouble()) * 0.9;
      double weight = Math.max(least / mean, Math.pow(10, random.nextDouble() * 5));
      double worth = Math.pow(10, random.nextDouble() * 2) * (random.nextInt(8) == 0 ? -1 : 1);
      String arm = "o" + (random.nextInt(4) == 0 ? 0 : i);
      contenders.add(contender(arm, weight * mean, weight * (1 - mean), worth));
      if (arm.equals("o0") && i > 0) {
        Belief shared = contenders.get(0).belief();
        contenders.set(i, new Contender(shared, worth));
      }
    }
    return contenders;
  }

  @Property(tries = 400)
  void theProbabilitiesOfAllSumToOne(@ForAll long seed, @ForAll @IntRange(min = 2, max = 5) int n) {
    List<Contender> contenders = random(new Random(seed), n, 0.5);
    assertThat(sum(all(contenders))).as("%s", contenders).isCloseTo(1, within(n * STATED));
  }

  /** Where next to nothing is expected, most draws are nought and ids decide between those. */
  @Property(tries = 200)
  void theyAreNearThatForHardlyAnyEvidence(
      @ForAll long seed, @ForAll @IntRange(min = 2, max = 5) int n) {
    List<Contender> contenders = random(new Random(seed), n, 0.001);
    assertThat(sum(all(contenders))).as("%s", contenders).isCloseTo(1, within(0.02));
  }

  @Property(tries = 12)
  void theyAreTheSharesOfManyDraws(@ForAll long seed, @ForAll @IntRange(min = 2, max = 4) int n) {
    List<Contender> contenders = random(new Random(seed), n, 0.5);
    int draws = 40_000;
    int[] won = new int[n];
    for (int draw = 0; draw < draws; draw++) {
      won[winner(contenders, seed + ":" + draw)]++;
    }
    double[] all = all(contenders);
    for (int i = 0; i < n; i++) {
      // Five standard errors of a share of that many draws.
      double error = 5 * Math.sqrt(0.25 / draws);
      assertThat(all[i])
          .as("%s of %s", i, contenders)
          .isCloseTo((double) won[i] / draws, within(error));
    }
  }

  /**
   * As a decision does it: one draw for each arm, scores with nine decimals, the first of equals.
   */
  private static int winner(List<Contender> contenders, String decision) {
    int best = 0;
    BigDecimal most = null;
    for (int i = 0; i < contenders.size(); i++) {
      Belief belief = contenders.get(i).belief();
      double drawn =
          new SplitMix(decision, belief.arm().offer()).beta(belief.likes(), belief.dislikes());
      BigDecimal score =
          new BigDecimal(drawn * contenders.get(i).worth()).setScale(9, RoundingMode.HALF_UP);
      if (most == null || score.compareTo(most) > 0) {
        most = score;
        best = i;
      }
    }
    return best;
  }

  @Test
  void equalsShareAlike() {
    List<Contender> three =
        List.of(contender("a", 2, 98, 30), contender("b", 2, 98, 30), contender("c", 2, 98, 30));
    for (double one : all(three)) {
      assertThat(one).isCloseTo(1.0 / 3, within(1e-5));
    }
  }

  /** P(X > Y) of Beta(a,1) and Beta(b,1) is a/(a+b). */
  @Test
  void twoPowersAreKnownExactly() {
    for (double a : new double[] {0.2, 1, 3, 40}) {
      for (double b : new double[] {0.5, 2, 7}) {
        List<Contender> two = List.of(contender("a", a, 1, 5), contender("b", b, 1, 5));
        assertThat(WinProbability.of(two, 0)).isCloseTo(a / (a + b), within(STATED / 2));
      }
    }
  }

  @Test
  void ofOneArmTheGreaterWorthAlwaysWins() {
    List<Contender> two = List.of(contender("a", 2, 98, 30), contender("a", 2, 98, 31));
    assertThat(all(two)).containsExactly(new double[] {0, 1}, within(1e-6));
    List<Contender> same = List.of(contender("a", 2, 98, 30), contender("a", 2, 98, 30));
    assertThat(all(same)).containsExactly(new double[] {1, 0}, within(1e-6));
  }

  @Test
  void whatIsCertainIsNotIntegrated() {
    List<Contender> never = List.of(contender("a", 0, 100, 30), contender("b", 2, 98, 1));
    assertThat(all(never)).containsExactly(new double[] {0, 1}, within(1e-6));
    List<Contender> always = List.of(contender("a", 100, 0, 30), contender("b", 2, 98, 29));
    assertThat(all(always)).containsExactly(new double[] {1, 0}, within(1e-6));
    List<Contender> neither = List.of(contender("a", 0, 100, 30), contender("b", 0, 9, 40));
    assertThat(all(neither)).containsExactly(1, 0);
  }

  @Test
  void aLossComesAfterAnythingElse() {
    List<Contender> two = List.of(contender("a", 2, 98, -0.3), contender("b", 2, 98, 5));
    assertThat(all(two)).containsExactly(new double[] {0, 1}, within(1e-6));
    List<Contender> losses = List.of(contender("a", 2, 98, -0.3), contender("b", 2, 98, -0.3));
    assertThat(all(losses)).containsExactly(new double[] {0.5, 0.5}, within(1e-5));
  }
}
