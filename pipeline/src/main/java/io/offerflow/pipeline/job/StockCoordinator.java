package io.offerflow.pipeline.job;

import io.offerflow.pipeline.job.StockMessage.Adopted;
import io.offerflow.pipeline.job.StockMessage.AllFilled;
import io.offerflow.pipeline.job.StockMessage.Begun;
import io.offerflow.pipeline.job.StockMessage.Ending;
import io.offerflow.pipeline.job.StockMessage.Farewell;
import io.offerflow.pipeline.job.StockMessage.Filled;
import io.offerflow.pipeline.job.StockMessage.Joined;
import io.offerflow.pipeline.job.StockMessage.Left;
import io.offerflow.pipeline.job.StockMessage.Listening;
import io.offerflow.pipeline.job.StockMessage.Ordered;
import io.offerflow.pipeline.job.StockMessage.Reported;
import io.offerflow.pipeline.job.StockMessage.Resized;
import io.offerflow.pipeline.job.StockMessage.Settled;
import io.offerflow.pipeline.job.StockMessage.Shared;
import io.offerflow.pipeline.job.StockMessage.Switched;
import io.offerflow.stock.Keeper;
import io.offerflow.stock.Order;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.runtime.jobgraph.OperatorID;
import org.apache.flink.runtime.operators.coordination.CoordinationRequest;
import org.apache.flink.runtime.operators.coordination.CoordinationRequestHandler;
import org.apache.flink.runtime.operators.coordination.CoordinationResponse;
import org.apache.flink.runtime.operators.coordination.OperatorCoordinator;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;

/**
 * The keeper of what is bounded, in the job manager: Flink carries what tasks tell it, and restarts
 * them when one is lost. It has no state of its own: when tasks fail, all of them do, since one
 * shuffle binds them, and a run with new leases begins.
 *
 * <p>Called by the job manager's one thread.
 */
final class StockCoordinator implements OperatorCoordinator, CoordinationRequestHandler {
  private static final byte[] NO_STATE = {};
  private static final long NEVER = -1;

  private final int tasks;

  private final Map<Integer, KeeperLine> lines = new HashMap<>();
  private final Map<Integer, Joined> joined = new TreeMap<>();

  /** The first attempt of each task that is not known to have failed. */
  private final int[] attempts;

  private Keeper keeper;

  /** The newest rules whose sizes the keeper goes by. */
  private long rules;

  /** What tasks wanted before all had joined. */
  private final Map<Integer, Resized> early = new TreeMap<>();

  /** The number of what each task decides by, and the least of which all know. */
  private final Map<Integer, Long> inForce = new TreeMap<>();

  private long settled = NEVER;

  /** What each task has filled last. */
  private final Map<Integer, Long> filled = new TreeMap<>();

  private final List<Runnable> fills = new ArrayList<>();

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
    // A task listens when it can be told something.
  }

  @Override
  public void handleEventFromOperator(int task, int attempt, OperatorEvent event) {
    if (attempt < attempts[task]) {
      return;
    }
    if (event instanceof Joined arrived) {
      line(task, attempt);
      joined.put(task, arrived);
      begin();
    } else if (keeper != null && event instanceof Reported reported) {
      send(keeper.report(task, reported.report()));
    } else if (keeper != null && event instanceof Ending) {
      keeper.end(task);
      lines.get(task).say(new Farewell());
    } else if (keeper != null && event instanceof Left) {
      send(keeper.leave(task));
    } else if (event instanceof Resized resized) {
      resize(task, resized);
    } else if (event instanceof Switched switched) {
      inForce.put(task, switched.rules());
      settle();
    } else if (event instanceof Shared || event instanceof Filled) {
      fills.add(() -> fill(task, event));
      passOnFills();
    }
  }

  /** What tasks say of features that are filled, in that order, once all have joined. */
  private void passOnFills() {
    if (keeper != null) {
      fills.forEach(Runnable::run);
      fills.clear();
    }
  }

  private void fill(int task, OperatorEvent event) {
    if (event instanceof Shared shared) {
      lines.get(shared.task()).say(shared);
    } else if (event instanceof Filled done) {
      filled.put(task, done.fill());
      if (filled.size() == tasks && Set.copyOf(filled.values()).size() == 1) {
        lines.values().forEach(line -> line.say(new AllFilled(done.fill())));
      }
    }
  }

  /** What tasks want before all have joined waits for the others. */
  private void resize(int task, Resized resized) {
    if (keeper == null) {
      early.put(task, resized);
      return;
    }
    if (resized.rules() > rules) {
      rules = resized.rules();
      send(keeper.resize(resized.sizes()));
    }
    lines.get(task).say(new Adopted(resized.rules()));
  }

  /** Says so when all tasks have come to the same rules, or past them. */
  private void settle() {
    long least = inForce.values().stream().mapToLong(Long::longValue).min().orElse(NEVER);
    if (keeper != null && inForce.size() == tasks && least > settled) {
      settled = least;
      lines.values().forEach(line -> line.say(new Settled(least)));
    }
  }

  @Override
  public CompletableFuture<CoordinationResponse> handleCoordinationRequest(
      CoordinationRequest request) {
    Listening listening = (Listening) request;
    KeeperLine line = line(listening.task(), listening.attempt());
    return line.attempt() == listening.attempt()
        ? line.listen(listening.heard())
        : CompletableFuture.completedFuture(KeeperLine.nothing());
  }

  /** To that attempt, or to a later one that is known already. */
  private KeeperLine line(int task, int attempt) {
    KeeperLine known = lines.get(task);
    if (known == null || known.attempt() < attempt) {
      if (known != null) {
        known.close();
      }
      known = new KeeperLine(attempt);
      lines.put(task, known);
    }
    return known;
  }

  /** Once all have joined. */
  private void begin() {
    if (keeper != null || joined.size() < tasks) {
      return;
    }
    Joined newest = Collections.max(joined.values(), Comparator.comparingLong(Joined::rules));
    rules = newest.rules();
    keeper = new Keeper(newest.sizes(), tasks);
    joined.forEach((task, arrived) -> send(keeper.join(task, arrived.used())));
    lines.values().forEach(line -> line.say(new Begun()));
    joined.forEach((task, arrived) -> inForce.merge(task, arrived.rules(), Math::max));
    settle();
    early.forEach(this::resize);
    early.clear();
    passOnFills();
  }

  private void send(List<Order> orders) {
    orders.forEach(order -> lines.get(order.task()).say(new Ordered(order)));
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
    early.clear();
    inForce.clear();
    filled.clear();
    fills.clear();
    settled = NEVER;
    lines.values().forEach(KeeperLine::close);
    lines.clear();
  }

  @Override
  public void checkpointCoordinator(long checkpoint, CompletableFuture<byte[]> result) {
    result.complete(NO_STATE);
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
