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
    return sell(task, resource, 1);
  }

  /** As a task does that waits for what is elsewhere. */
  private boolean sell(int task, Resource resource, long amount) {
    LeasedGrants grants = tasks.get(task);
    boolean has = attempt(grants, resource, amount);
    while (grants.lacks()) {
      grants.undo();
      exchange();
      assertThat(grants.lacks()).as("answered").isFalse();
      grants.again();
      has = attempt(grants, resource, amount);
    }
    grants.settle((settled, granted, denied, free) -> {});
    exchange();
    return has;
  }

  private static boolean attempt(LeasedGrants grants, Resource resource, long amount) {
    boolean has = grants.has("d", resource, amount);
    if (has) {
      grants.use(resource, amount);
    }
    return has;
  }

  @Test
  void oneTaskSellsWhatWasLeasedToTheOthers() {
    begin(STOCK, 100, 0, 0, 0, 0);
    int sold = 0;
    int refused = 0;
    for (int i = 0; i < 120; i++) {
      if (sell(2, STOCK)) {
        assertThat(refused).as("nobody goes without before all is sold").isZero();
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
  void whatIsGivenBackGoesToWhoeverComesNext() {
    begin(STOCK, 1, 0, 0);
    assertThat(sell(0, STOCK)).isTrue();
    assertThat(sell(1, STOCK)).isFalse();
    giveBack(0, STOCK);
    assertThat(sell(1, STOCK)).isTrue();
    assertThat(sell(0, STOCK)).isFalse();
  }

  private void giveBack(int task, Resource resource) {
    tasks.get(task).giveBack(resource, 1);
    tasks.get(task).settle((settled, granted, denied, free) -> {});
    exchange();
  }

  @Test
  void theLastUnitIsFoundWhereverItIs() {
    begin(STOCK, 3, 0, 0, 0, 0);
    assertThat(sell(3, STOCK)).isTrue();
    assertThat(sell(3, STOCK)).isTrue();
    assertThat(sell(2, STOCK)).isTrue();
    assertThat(sell(0, STOCK)).isFalse();
  }

  @Test
  void whatManyHaveTooLittleOfIsEnoughForOne() {
    begin(STOCK, 10, 0, 0, 0, 0);
    assertThat(sell(1, STOCK, 7)).isTrue();
    assertThat(sell(2, STOCK, 7)).isFalse();
    assertThat(sell(3, STOCK, 3)).isTrue();
    assertThat(sell(0, STOCK, 1)).isFalse();
  }

  @Test
  void aDecisionThatUsedTheLastItselfDoesNotWaitForMore() {
    begin(STOCK, 1, 0, 0);
    LeasedGrants task = tasks.get(0);
    int sold = sellTwo(task);
    for (int i = 0; i < 5 && task.lacks(); i++) {
      task.undo();
      exchange();
      task.again();
      sold = sellTwo(task);
    }
    assertThat(task.lacks()).isFalse();
    assertThat(sold).isEqualTo(1);
  }

  private static int sellTwo(LeasedGrants task) {
    return (attempt(task, STOCK, 1) ? 1 : 0) + (attempt(task, STOCK, 1) ? 1 : 0);
  }

  @Test
  void nobodyWaitsForWhatTheKeeperDoesNotAnswer() {
    begin(STOCK, 1, 0, 0);
    LeasedGrants task = tasks.get(1);
    assertThat(attempt(task, STOCK, 1)).isFalse();
    task.undo();
    task.giveUp();
    task.again();
    assertThat(attempt(task, STOCK, 1)).isFalse();
    assertThat(task.lacks()).isFalse();
    task.settle((settled, granted, denied, free) -> assertThat(denied).isTrue());
    exchange();
    assertThat(sell(1, STOCK)).isTrue();
  }

  @Test
  void whatATaskThatEndedHadIsSoldByTheOthers() {
    begin(STOCK, 8, 0, 0);
    tasks.get(0).returnAll();
    keeper.end(0);
    exchange();
    deliver(keeper.leave(0));
    for (int i = 0; i < 8; i++) {
      assertThat(sell(1, STOCK)).isTrue();
    }
    assertThat(sell(1, STOCK)).isFalse();
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
    giveBack(1, STOCK);
    assertThat(sell(0, STOCK)).isFalse();
    giveBack(1, STOCK);
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
    task.accept(new Order(0, STOCK, What.RECALL, 12, 0));
    Report report = task.reports().get(0);
    assertThat(report.credit()).isEqualTo(13);
    assertThat(report.left()).isEqualTo(12);
    assertThat(report.answer()).isTrue();
    assertThat(task.reports()).isEmpty();
  }

  @Test
  void aRecallTakesAllWhereHalfIsTooLittle() {
    begin(STOCK, 100, 0, 0);
    LeasedGrants task = tasks.get(0);
    task.accept(new Order(0, STOCK, What.RECALL, 13, 0));
    Report report = task.reports().get(0);
    assertThat(report.credit()).isEqualTo(25);
    assertThat(report.left()).isZero();
  }

  @Test
  void aTaskThatEndsReturnsAll() {
    begin(STOCK, 100, 0, 0);
    tasks.forEach(LeasedGrants::returnAll);
    exchange();
    assertThat(keeper.free(STOCK)).isEqualTo(100);
  }

  @Test
  void moreStockIsSoldAndLessIsNotExceededOnceLeasesAreBack() {
    begin(STOCK, 10, 0, 0);
    for (int i = 0; i < 10; i++) {
      assertThat(sell(i % 2, STOCK)).isTrue();
    }
    assertThat(sell(0, STOCK)).isFalse();
    deliver(keeper.resize(new TreeMap<>(Map.of(STOCK, 12L))));
    exchange();
    assertThat(sell(1, STOCK)).isTrue();
    deliver(keeper.resize(new TreeMap<>(Map.of(STOCK, 11L))));
    tasks.forEach(task -> task.returnLease(STOCK));
    exchange();
    assertThat(sell(0, STOCK)).isFalse();
    assertThat(sell(1, STOCK)).isFalse();
    assertThat(keeper.free(STOCK)).isZero();
  }

  @Test
  void whatIsBoundedForATimeIsRememberedForLater() {
    begin(STOCK, 5, 2, 1);
    deliver(keeper.resize(new TreeMap<>()));
    tasks.forEach(task -> task.returnLease(STOCK));
    exchange();
    deliver(keeper.resize(new TreeMap<>(Map.of(STOCK, 4L, ACCEPTED, 3L))));
    exchange();
    assertThat(sell(0, STOCK)).isTrue();
    assertThat(sell(0, STOCK)).isFalse();
    assertThat(tasks.get(1).has("d", ACCEPTED, 1)).isTrue();
  }
}
