package io.offerflow.stock;

import static io.offerflow.stock.Plant.STOCK;
import static io.offerflow.stock.Plant.TOTAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.stock.Plant.Basket;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.statistics.Statistics;

/** Whatever crashes, restarts or is lost: never over, and all is sold that is asked for. */
class KeeperProperties {

  /** However little more is asked for, and by whomever. */
  @Property(tries = 400)
  void allIsSoldWhenMoreIsAskedFor(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 400) int size,
      @ForAll @IntRange(min = 0, max = 20) int excess,
      @ForAll @IntRange(min = 1, max = 6) int parallelism,
      @ForAll @IntRange(min = 1, max = 40) int customers,
      @ForAll boolean crashing) {
    Plant plant =
        new Plant(seed, Map.of(STOCK, (long) size), parallelism, Basket.of(STOCK, 1))
            .withoutFailures();
    plant.demand(size + excess, customers);
    plant.run(4 * size, crashing ? 50 + size : Integer.MAX_VALUE);
    plant.settle();
    assertThat(plant.sold(STOCK)).isEqualTo(size);
    assertThat(plant.over()).isZero();
    assertThat(plant.used(STOCK)).isEqualTo(size);
    Statistics.label("crashed").collect(plant.crashes() > 0);
  }

  @Property(tries = 300)
  void stockIsNeverExceededAlsoWhenPushesFailAndTasksGiveUp(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 400) int size,
      @ForAll @IntRange(min = 1, max = 6) int parallelism,
      @ForAll @IntRange(min = 1, max = 40) int customers) {
    Plant plant =
        new Plant(seed, Map.of(STOCK, (long) size), parallelism, Basket.of(STOCK, 1)).impatient();
    for (int i = 0; i < 4; i++) {
      plant.demand(size, customers);
      plant.run(4 * size, 50 + size);
      assertThat(plant.over()).isLessThanOrEqualTo(0);
    }
    plant.settle();
    sellRest(plant, STOCK, size, customers);
    assertThat(plant.over()).isLessThanOrEqualTo(0);
    assertThat(plant.sold(STOCK)).isEqualTo(size);
    assertThat(plant.used(STOCK)).isEqualTo(size);
  }

  /** A contact of both, and contacts of each: who waits for one keeps the other. */
  @Property(tries = 300)
  void whatAContactNeedsOfTwoIsFoundTogether(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 100) int stock,
      @ForAll @IntRange(min = 1, max = 100) int total,
      @ForAll @IntRange(min = 1, max = 6) int parallelism) {
    Basket both = new Basket(new TreeMap<>(Map.of(STOCK, 1L, TOTAL, 1L)));
    Plant plant =
        new Plant(
                seed,
                Map.of(STOCK, (long) stock, TOTAL, (long) total),
                parallelism,
                both,
                Basket.of(STOCK, 1))
            .withoutFailures();
    plant.demand(4 * (stock + total), 20);
    plant.settle();
    assertThat(plant.over()).isLessThanOrEqualTo(0);
    assertThat(plant.sold(STOCK)).isEqualTo(stock);
  }

  @Property(tries = 200)
  void costsNeverExceedABudgetAndLeaveNoContactOfIt(
      @ForAll long seed,
      @ForAll @LongRange(min = 1_000_000, max = 300_000_000) long size,
      @ForAll @IntRange(min = 1, max = 6) int parallelism) {
    Plant plant =
        new Plant(
            seed,
            Map.of(STOCK, size),
            parallelism,
            Basket.of(STOCK, 300_000),
            Basket.of(STOCK, 1_250_000));
    int contacts = (int) (size / 300_000);
    plant.demand(2 * contacts, 20);
    plant.run(8 * contacts, 50 + contacts);
    plant.settle();
    sellRest(plant, STOCK, size - 299_999, 20);
    assertThat(plant.over()).isLessThanOrEqualTo(0);
    assertThat(plant.sold(STOCK)).isGreaterThan(size - 300_000);
  }

  /** What failed pushes gave back is asked for again. */
  private static void sellRest(Plant plant, Resource resource, long enough, int customers) {
    for (int i = 0; i < 400 && plant.sold(resource) < enough; i++) {
      plant.demand(10, customers);
      plant.settle();
    }
  }
}
