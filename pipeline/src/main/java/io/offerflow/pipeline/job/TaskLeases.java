package io.offerflow.pipeline.job;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.pipeline.job.StockMessage.Adopted;
import io.offerflow.pipeline.job.StockMessage.Begun;
import io.offerflow.pipeline.job.StockMessage.Ending;
import io.offerflow.pipeline.job.StockMessage.Farewell;
import io.offerflow.pipeline.job.StockMessage.Joined;
import io.offerflow.pipeline.job.StockMessage.Left;
import io.offerflow.pipeline.job.StockMessage.Ordered;
import io.offerflow.pipeline.job.StockMessage.Reported;
import io.offerflow.pipeline.job.StockMessage.Resized;
import io.offerflow.pipeline.job.StockMessage.Settled;
import io.offerflow.pipeline.job.StockMessage.Switched;
import io.offerflow.pipeline.metrics.DecisionMetrics;
import io.offerflow.stock.LeasedGrants;
import io.offerflow.stock.Report;
import io.offerflow.stock.Resource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.apache.flink.runtime.state.StateInitializationContext;

/**
 * One subtask's leases of what is bounded: what is saved of them, and when a decision waits for the
 * keeper: when what it needs is not at hand here but may be elsewhere. It waits once before the
 * first event, too.
 */
final class TaskLeases implements AutoCloseable {
  private static final String STATE_NAME = "used";
  private static final int VERSION = 2;

  private final KeeperTalk keeper;
  private final long patienceMillis;
  private ListState<byte[]> saved;
  private LeasedGrants grants;
  private boolean begun;
  private boolean farewell;
  private SortedMap<Resource, Long> sizes;
  private LongConsumer settled;
  private Consumer<StockMessage> fills;

  /** What the keeper has not adopted yet, by the number of the rules. */
  private final Map<Long, Runnable> waiting = new HashMap<>();

  /**
   * @param patienceMillis how long a decision waits at most for what may be elsewhere
   */
  TaskLeases(KeeperTalk keeper, long patienceMillis) {
    this.keeper = keeper;
    this.patienceMillis = patienceMillis;
    keeper.listen(this::handle);
  }

  /** Every subtask sees what all had used; the first takes it over. */
  void restore(StateInitializationContext context, int subtask) throws Exception {
    saved =
        context
            .getOperatorStateStore()
            .getUnionListState(
                new ListStateDescriptor<>(STATE_NAME, BytePrimitiveArraySerializer.INSTANCE));
    SortedMap<Resource, Long> used = new TreeMap<>();
    for (byte[] bytes : saved.get()) {
      read(new BlobReader(bytes), used);
    }
    grants = new LeasedGrants(subtask == 0 ? used : Map.of());
  }

  private void read(BlobReader in, SortedMap<Resource, Long> used) {
    int version = in.readByte();
    if (version == 1) {
      // The time from which pushes were read back; TakeOver knows better.
      in.signed();
    } else if (version != VERSION) {
      throw new IllegalStateException("what was used is of version " + version);
    }
    for (int count = in.count(); count > 0; count--) {
      Resource resource = new Resource(Resource.Kind.values()[in.readByte()], in.text());
      used.merge(resource, in.signed(), Long::sum);
    }
  }

  /** Saves what was used. */
  void snapshot() throws Exception {
    BlobWriter out = new BlobWriter();
    out.writeByte(VERSION);
    SortedMap<Resource, Long> used = grants.used();
    out.unsigned(used.size());
    used.forEach(
        (resource, amount) -> {
          out.writeByte(resource.kind().ordinal());
          out.text(resource.id());
          out.signed(amount);
        });
    saved.update(List.of(out.toBytes()));
  }

  LeasedGrants grants() {
    return grants;
  }

  /**
   * Says what is used and waits for the first leases, if there is anything to lease.
   *
   * @param rules the number of what it decides by
   * @param bounded how much there is in all by these rules
   * @param whenSettled hears of the rules that all tasks decide by at least
   */
  void begin(long rules, SortedMap<Resource, Long> bounded, LongConsumer whenSettled)
      throws InterruptedException {
    sizes = bounded;
    settled = whenSettled;
    keeper.tell(new Joined(new TreeMap<>(grants.join()), rules, new TreeMap<>(sizes)));
    while (!begun && !sizes.isEmpty()) {
      keeper.hear();
    }
  }

  /** What is said of features that are filled goes there. */
  void listenToFills(Consumer<StockMessage> to) {
    fills = to;
  }

  /** Tells the keeper of features that are filled. */
  <M extends StockMessage & OperatorEvent> void tell(M message) {
    keeper.tell(message);
  }

  private void handle(StockMessage message) {
    if (message instanceof Ordered ordered) {
      grants.accept(ordered.order());
      report();
    } else if (message instanceof Begun) {
      begun = true;
    } else if (message instanceof Farewell) {
      farewell = true;
    } else if (message instanceof Adopted adopted) {
      waiting.remove(adopted.rules()).run();
    } else if (message instanceof Settled now) {
      settled.accept(now.rules());
    } else {
      fills.accept(message);
    }
  }

  /**
   * Makes way for other rules: what they bound is known to the keeper, and leased as far as it is
   * there, before the first decision by them.
   *
   * @param then when that is so, perhaps while a decision waits: at once if nothing changes
   */
  void adopt(long rules, SortedMap<Resource, Long> wanted, Runnable then) {
    if (waiting.isEmpty() && wanted.equals(sizes)) {
      then.run();
      return;
    }
    waiting.put(rules, then);
    keeper.tell(new Resized(rules, new TreeMap<>(wanted)));
  }

  /** These rules are in force here. What is leased of that of which there is less goes back. */
  void switched(long rules, SortedMap<Resource, Long> bounded) {
    sizes.forEach(
        (resource, size) -> {
          if (bounded.getOrDefault(resource, 0L) < size) {
            grants.returnLease(resource);
          }
        });
    sizes = bounded;
    report();
    keeper.tell(new Switched(rules));
  }

  /** Whether a decision may have to be made more than once. */
  boolean mayLack() {
    return begun && !sizes.isEmpty();
  }

  /**
   * Decides. What is not at hand but may be elsewhere is waited for, and then it is decided once
   * more: as if nothing had happened, since of a decision that does not stand nothing is kept.
   */
  Core.Answer decide(Supplier<Core.Answer> decision, DecisionMetrics metrics)
      throws InterruptedException {
    Core.Answer answer = decision.get();
    if (begun && grants.lacks()) {
      long start = System.nanoTime();
      answer = decideAgain(decision);
      metrics.stockWaited(System.nanoTime() - start);
    }
    grants.settle(metrics::stock);
    report();
    return answer;
  }

  private Core.Answer decideAgain(Supplier<Core.Answer> decision) throws InterruptedException {
    try (KeeperTalk.Patience patience = keeper.patience(patienceMillis)) {
      Core.Answer answer;
      do {
        grants.undo();
        report();
        while (grants.lacks()) {
          if (patience.isOver()) {
            grants.giveUp();
          } else {
            keeper.hear();
          }
        }
        grants.again();
        answer = decision.get();
      } while (grants.lacks());
      return answer;
    }
  }

  /** Tells the keeper what it must know; usually nothing. */
  private void report() {
    if (!begun) {
      return;
    }
    for (Report report : grants.reports()) {
      keeper.tell(new Reported(report));
    }
  }

  /** Nothing will be decided any more. What is on the way here is not lost to the others. */
  void finish() throws InterruptedException {
    grants.returnAll();
    report();
    if (begun) {
      keeper.tell(new Ending());
      try (KeeperTalk.Patience patience = keeper.patience(patienceMillis)) {
        while (!farewell && !patience.isOver()) {
          keeper.hear();
        }
      }
      keeper.tell(new Left());
    }
  }

  @Override
  public void close() {
    keeper.close();
  }
}
