package io.offerflow.pipeline.job;

import io.offerflow.pipeline.job.StockMessage.Begun;
import io.offerflow.pipeline.job.StockMessage.Joined;
import io.offerflow.pipeline.job.StockMessage.Ordered;
import io.offerflow.pipeline.job.StockMessage.Reported;
import io.offerflow.stock.Keeper;
import io.offerflow.stock.Order;
import io.offerflow.stock.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;

/**
 * The keeper of what is bounded, in the job manager: Flink carries its messages in order and
 * restarts the tasks when one is lost. It has no state of its own: when tasks fail, all of them do,
 * since one shuffle binds them, and a run with new leases begins.
 *
 * <p>Called by the job manager's one thread.
 */
final class StockCoordinator implements OperatorCoordinator {
  private static final byte[] NO_STATE = {};

  private final int tasks;

  private final Map<Integer, SubtaskGateway> gateways = new HashMap<>();
  private final Map<Integer, Joined> joined = new TreeMap<>();

  /** The first attempt of each task that is not known to have failed. */
  private final int[] attempts;

  private final List<CompletableFuture<byte[]>> checkpoints = new ArrayList<>();
  private Keeper keeper;

  StockCoordinator(int tasks) {
    this.tasks = tasks;
    this.attempts = new int[tasks];
  }

  /** Makes one in the job manager. */
  record Provider(OperatorID id) implements OperatorCoordinator.Provider {
    private static final long serialVersionUID = 1L;

    @Override
    public OperatorID getOperatorId() {
      return id;
    }

    @Override
    public OperatorCoordinator create(Context context) {
      return new StockCoordinator(context.currentParallelism());
    }
  }

  @Override
  public void start() {
    // It waits for the tasks.
  }

  @Override
  public void executionAttemptReady(int task, int attempt, SubtaskGateway gateway) {
    if (attempt >= attempts[task]) {
      gateways.put(task, gateway);
      begin();
    }
  }

  @Override
  public void handleEventFromOperator(int task, int attempt, OperatorEvent event) {
    if (attempt < attempts[task]) {
      return;
    }
    if (event instanceof Joined arrived) {
      joined.put(task, arrived);
      begin();
    } else if (event instanceof Reported reported && keeper != null) {
      send(keeper.report(task, reported.report()));
    }
  }

  /** Once all have joined and can be reached. */
  private void begin() {
    if (keeper != null || joined.size() < tasks || gateways.size() < tasks) {
      return;
    }
    SortedMap<Resource, Long> sizes = new TreeMap<>();
    joined.values().forEach(arrived -> sizes.putAll(arrived.sizes()));
    keeper = new Keeper(sizes, tasks);
    joined.forEach((task, arrived) -> send(keeper.join(task, arrived.used())));
    gateways.values().forEach(gateway -> gateway.sendEvent(new Begun()));
    release();
  }

  private void send(List<Order> orders) {
    orders.forEach(order -> gateways.get(order.task()).sendEvent(new Ordered(order)));
  }

  @Override
  public void executionAttemptFailed(int task, int attempt, Throwable reason) {
    attempts[task] = Math.max(attempts[task], attempt + 1);
    breakOff();
  }

  @Override
  public void subtaskReset(int task, long checkpoint) {
    breakOff();
  }

  @Override
  public void resetToCheckpoint(long checkpoint, byte[] state) {
    breakOff();
  }

  private void breakOff() {
    keeper = null;
    joined.clear();
    gateways.clear();
    release();
  }

  /**
   * What is sent after its state is saved waits for the tasks to save theirs: not the first leases,
   * without which tasks save nothing.
   */
  @Override
  public void checkpointCoordinator(long checkpoint, CompletableFuture<byte[]> result) {
    checkpoints.add(result);
    if (keeper != null) {
      release();
    }
  }

  private void release() {
    checkpoints.forEach(result -> result.complete(NO_STATE));
    checkpoints.clear();
  }

  @Override
  public void notifyCheckpointComplete(long checkpoint) {
    // Leases do not depend on it.
  }

  @Override
  public void close() {
    breakOff();
  }
}
