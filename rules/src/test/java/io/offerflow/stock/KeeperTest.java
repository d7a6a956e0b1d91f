package io.offerflow.stock;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.stock.Order.What;
import io.offerflow.stock.Resource.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The keeper and its tasks, with nothing lost and nothing late. */
class KeeperTest {
  private static final Resource STOCK = new Resource(Kind.STOCK, "pack");
  private static final Resource ACCEPTED = new Resource(Kind.ACCEPTED, "pack");

  private Keeper keeper;
  private final List<LeasedGrants> tasks = new ArrayList<>();

  private void begin(Resource resource, long size, long... used) {
    keeper = new Keeper(new TreeMap<>(Map.of(resource, size)), used.length);
    for (int i = 0; i < used.length; i++) {
      tasks.add(new LeasedGrants(Map.of(resource, used[i])));
      assertThat(keeper.isComplete()).isFalse();
      deliver(keeper.join(i, tasks.get(i).join()));
    }
    assertThat(keeper.isComplete()).isTrue();
  }

  private void deliver(List<Order> orders) {
    orders.forEach(order -> tasks.get(order.task()).accept(order));
  }

  /** Until nobody has anything to say. */
  private void exchange() {
    boolean moved = true;
    while (moved) {
      moved = false;
      for (int i = 0; i < tasks.size(); i++) {
        for (Report report : tasks.get(i).reports()) {
          moved = true;
          deliver(keeper.report(i, report));
        }
      }
    }
  }

  private boolean sell(int task, Resource resource) {
    boolean has = tasks.get(task).has("d", resource, 1);
    if (has) {
      tasks.get(task).use(resource, 1);
    }
    exchange();
    return has;
  }

  @Test
  void oneTaskSellsWhatWasLeasedToTheOthers() {
    begin(STOCK, 100, 0, 0, 0, 0);
    int sold = 0;
    int refused = 0;
    for (int i = 0; i < 120; i++) {
      if (sell(2, STOCK)) {
        sold++;
      } else {
        refused++;
      }
    }
    assertThat(sold).isEqualTo(100);
    assertThat(refused).isEqualTo(20);
    assertThat(keeper.free(STOCK)).isZero();
  }

  @Test
  void whatIsGivenBackGoesToWhoeverWaits() {
    begin(STOCK, 1, 0, 0);
    assertThat(sell(0, STOCK)).isTrue();
    assertThat(sell(1, STOCK)).isFalse();
    tasks.get(0).giveBack(STOCK, 1);
    exchange();
    assertThat(sell(1, STOCK)).isTrue();
    assertThat(sell(0, STOCK)).isFalse();
  }

  @Test
  void whatWasUsedBeforeTheRunIsNotLeased() {
    begin(STOCK, 10, 6, 4);
    assertThat(sell(0, STOCK)).isFalse();
    assertThat(sell(1, STOCK)).isFalse();
    assertThat(tasks.get(0).used()).containsEntry(STOCK, 6L);
  }

  @Test
  void tooMuchUsedIsMadeUpForBeforeAnythingIsLeased() {
    begin(STOCK, 10, 6, 5);
    assertThat(keeper.free(STOCK)).isEqualTo(-1);
    assertThat(sell(0, STOCK)).isFalse();
    tasks.get(1).giveBack(STOCK, 1);
    exchange();
    assertThat(sell(0, STOCK)).isFalse();
    tasks.get(1).giveBack(STOCK, 1);
    exchange();
    assertThat(sell(0, STOCK)).isTrue();
  }

  @Test
  void acceptancesCloseAnOfferForAllTasksAndAFailureOpensIt() {
    begin(ACCEPTED, 2, 0, 1);
    assertThat(tasks.get(0).has("d", ACCEPTED, 1)).isTrue();
    tasks.get(0).use(ACCEPTED, 1);
    exchange();
    assertThat(tasks.get(0).has("d", ACCEPTED, 1)).isFalse();
    assertThat(tasks.get(1).has("d", ACCEPTED, 1)).isFalse();
    // Nobody can refuse an acceptance.
    tasks.get(1).use(ACCEPTED, 1);
    exchange();
    assertThat(keeper.free(ACCEPTED)).isEqualTo(-1);
    tasks.get(1).giveBack(ACCEPTED, 1);
    tasks.get(1).giveBack(ACCEPTED, 1);
    exchange();
    assertThat(tasks.get(0).has("d", ACCEPTED, 1)).isTrue();
  }

  @Test
  void aRecallTakesHalf() {
    begin(STOCK, 100, 0, 0);
    LeasedGrants task = tasks.get(0);
    task.accept(new Order(0, STOCK, What.RECALL, 0));
    Report report = task.reports().get(0);
    assertThat(report.credit()).isEqualTo(13);
    assertThat(report.left()).isEqualTo(12);
    assertThat(report.answer()).isTrue();
    assertThat(task.reports()).isEmpty();
  }

  @Test
  void aTaskThatEndsReturnsAll() {
    begin(STOCK, 100, 0, 0);
    tasks.forEach(LeasedGrants::returnAll);
    exchange();
    assertThat(keeper.free(STOCK)).isEqualTo(100);
  }
}
