package io.offerflow.stock;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.statistics.Statistics;

/** Whatever crashes, restarts or is lost: never over, and nearly all is sold. */
class KeeperProperties {

  @Property(tries = 400)
  void stockIsNeverExceededAndNearlyAllOfItIsSold(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 400) int size,
      @ForAll @IntRange(min = 1, max = 6) int parallelism,
      @ForAll @IntRange(min = 1, max = 40) int customers) {
    Plant plant = new Plant(seed, size, parallelism, 1);
    for (int i = 0; i < 4; i++) {
      plant.demand(size, customers);
      plant.run(4 * size, 50 + size);
      assertThat(plant.peak()).isLessThanOrEqualTo(size);
    }
    plant.settle();
    sellRest(plant, size - size / 100, customers);
    assertThat(plant.peak()).isLessThanOrEqualTo(size);
    assertThat(plant.sold()).isGreaterThanOrEqualTo(size - size / 100);
    assertThat(plant.used()).isEqualTo(plant.sold());
    Statistics.label("crashed").collect(plant.crashes() > 0);
  }

  @Property(tries = 200)
  void costsNeverExceedABudgetAndLeaveNoContactOfIt(
      @ForAll long seed,
      @ForAll @LongRange(min = 1_000_000, max = 300_000_000) long size,
      @ForAll @IntRange(min = 1, max = 6) int parallelism) {
    Plant plant = new Plant(seed, size, parallelism, 300_000, 1_250_000);
    int contacts = (int) (size / 300_000);
    plant.demand(2 * contacts, 20);
    plant.run(8 * contacts, 50 + contacts);
    plant.settle();
    sellRest(plant, size - 299_999, 20);
    assertThat(plant.peak()).isLessThanOrEqualTo(size);
    assertThat(plant.sold()).isGreaterThan(size - 300_000);
  }

  /** Demand goes on, here and there, for a while. */
  private static void sellRest(Plant plant, long enough, int customers) {
    for (int i = 0; i < 400 && plant.sold() < enough; i++) {
      plant.demand(10, customers);
      plant.settle();
    }
  }
}
