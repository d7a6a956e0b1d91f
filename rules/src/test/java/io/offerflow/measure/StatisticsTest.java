package io.offerflow.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatisticsTest {

  /** Newcombe 1998, table II, method 10. */
  @ParameterizedTest
  @CsvSource({
    "56, 70, 48, 80, 0.0524, 0.3339",
    "9, 10, 3, 10, 0.1705, 0.8090",
    "6, 7, 2, 7, 0.0582, 0.8062",
    "5, 56, 0, 29, -0.0381, 0.1926",
    "0, 10, 0, 20, -0.1611, 0.2775",
    "0, 10, 0, 10, -0.2775, 0.2775",
    "10, 10, 0, 20, 0.6791, 1.0000",
    "10, 10, 0, 10, 0.6075, 1.0000"
  })
  void intervalsAreThoseThatNewcombePrints(
      int hits1, int size1, int hits2, int size2, double low, double high) {
    Interval interval = Interval.difference(hits1, size1, hits2, size2);
    assertThat(interval.low()).isEqualTo(low, within(0.00006));
    assertThat(interval.high()).isEqualTo(high, within(0.00006));
  }

  @Property
  void anIntervalContainsTheDifferenceAndTurnsRoundWithIt(
      @ForAll @IntRange(min = 1, max = 5000) int size1,
      @ForAll @IntRange(min = 1, max = 5000) int size2,
      @ForAll @IntRange(min = 0, max = 5000) int hits1,
      @ForAll @IntRange(min = 0, max = 5000) int hits2) {
    int some1 = hits1 % (size1 + 1);
    int some2 = hits2 % (size2 + 1);
    Interval interval = Interval.difference(some1, size1, some2, size2);
    Interval turned = Interval.difference(some2, size2, some1, size1);
    double difference = (double) some1 / size1 - (double) some2 / size2;
    assertThat(difference).isBetween(interval.low() - 1e-12, interval.high() + 1e-12);
    assertThat(interval.low()).isGreaterThanOrEqualTo(-1 - 1e-12);
    assertThat(interval.high()).isLessThanOrEqualTo(1 + 1e-12);
    assertThat(turned.low()).isEqualTo(-interval.high(), within(1e-12));
  }

  /** Of a hundred such intervals about five miss the truth. */
  @Test
  void nineteenOfTwentyIntervalsHoldTheTruth() {
    Random random = new Random(7);
    int held = 0;
    for (int i = 0; i < 4000; i++) {
      int first = hits(random, 800, 0.06);
      int second = hits(random, 90, 0.03);
      Interval interval = Interval.difference(first, 800, second, 90);
      held += interval.low() <= 0.03 && 0.03 <= interval.high() ? 1 : 0;
    }
    assertThat(held / 4000.0).isBetween(0.93, 0.98);
  }

  private static int hits(Random random, int size, double share) {
    int hits = 0;
    for (int i = 0; i < size; i++) {
      hits += random.nextDouble() < share ? 1 : 0;
    }
    return hits;
  }

  /** Critical values as every table of the distribution prints them. */
  @ParameterizedTest
  @CsvSource({
    "3.8415, 1, 0.05",
    "6.6349, 1, 0.01",
    "10.8276, 1, 0.001",
    "12.1157, 1, 0.0005",
    "0.4549, 1, 0.5",
    "5.9915, 2, 0.05",
    "15.2018, 2, 0.0005",
    "1.3863, 2, 0.5",
    "7.8147, 3, 0.05",
    "11.0705, 5, 0.05",
    "18.3070, 10, 0.05",
    "29.5883, 10, 0.001",
    "124.3421, 100, 0.05",
    "0, 4, 1"
  })
  void tailsAreThoseOfTheTables(double statistic, int degrees, double p) {
    assertThat(ChiSquared.tail(statistic, degrees)).isEqualTo(p, within(p * 0.0005));
  }

  @Test
  void chanceAloneSetsOffNoAlarm() {
    Map<String, Double> shares = Map.of("contacted", 0.95, "control", 0.05);
    ShareCheck fair =
        ShareCheck.of("a", "arms", shares, Map.of("contacted", 9_450L, "control", 550L));
    assertThat(fair.p()).isBetween(0.01, 0.05);
    assertThat(fair.alarm()).isFalse();
  }

  @Test
  void aGroupThatIsTooSmallSetsItOff() {
    Map<String, Double> shares = Map.of("contacted", 0.95, "control", 0.05);
    ShareCheck unfair =
        ShareCheck.of("a", "arms", shares, Map.of("contacted", 9_600L, "control", 400L));
    assertThat(unfair.p()).isLessThan(ShareCheck.THRESHOLD);
    assertThat(unfair.alarm()).isTrue();
  }

  @Test
  void aGroupThatNobodyAskedForSetsItOff() {
    Map<String, Double> shares = Map.of("a", 0.5, "b", 0.5);
    assertThat(ShareCheck.of("x", "variants", shares, Map.of("a", 50L, "b", 50L, "c", 1L)).alarm())
        .isTrue();
  }

  @Test
  void fewCustomersSayNothing() {
    Map<String, Double> shares = Map.of("contacted", 0.95, "control", 0.05);
    assertThat(ShareCheck.of("a", "arms", shares, Map.of("contacted", 60L)).p()).isNull();
    assertThat(ShareCheck.of("a", "arms", Map.of("contacted", 1.0), Map.of())).isNull();
  }
}
