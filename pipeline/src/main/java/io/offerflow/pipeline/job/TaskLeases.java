package io.offerflow.pipeline.job;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.pipeline.job.StockMessage.Begun;
import io.offerflow.pipeline.job.StockMessage.Joined;
import io.offerflow.pipeline.job.StockMessage.Ordered;
import io.offerflow.pipeline.job.StockMessage.Reported;
import io.offerflow.policy.Contact;
import io.offerflow.stock.LeasedGrants;
import io.offerflow.stock.Report;
import io.offerflow.stock.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.runtime.operators.coordination.OperatorEvent;
import org.apache.flink.runtime.operators.coordination.OperatorEventGateway;
import org.apache.flink.runtime.state.StateInitializationContext;

/**
 * One subtask's leases of what is bounded: what is saved of them, and its talk with the keeper. It
 * waits for the keeper once, before the first event.
 */
final class TaskLeases {
  private static final String STATE_NAME = "used";
  private static final int VERSION = 1;

  /** How far the clocks of Kafka and of this machine may differ. */
  private static final long CLOCKS_DIFFER = 60_000;

  private final OperatorEventGateway keeper;
  private final MailboxExecutor mailbox;
  private final PushLog pushes;
  private ListState<byte[]> saved;
  private LeasedGrants grants;
  private boolean begun;
  private boolean restored;
  private long since = Long.MAX_VALUE;
  private long checkpoint;

  TaskLeases(OperatorEventGateway keeper, MailboxExecutor mailbox, PushLog pushes) {
    this.pushes = pushes;
    this.keeper = keeper;
    this.mailbox = mailbox;
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
      restored = true;
    }
    checkpoint = context.getRestoredCheckpointId().orElse(0);
    grants = new LeasedGrants(subtask == 0 ? used : Map.of());
  }

  private void read(BlobReader in, SortedMap<Resource, Long> used) {
    int version = in.readByte();
    if (version != VERSION) {
      throw new IllegalStateException("what was used is of version " + version);
    }
    since = Math.min(since, in.signed());
    for (int count = in.count(); count > 0; count--) {
      Resource resource = new Resource(Resource.Kind.values()[in.readByte()], in.text());
      used.merge(resource, in.signed(), Long::sum);
    }
  }

  /**
   * Saves what was used.
   *
   * @param now of the wall clock
   */
  void snapshot(long checkpointId, long now) throws Exception {
    BlobWriter out = new BlobWriter();
    out.writeByte(VERSION);
    out.signed(now - CLOCKS_DIFFER);
    SortedMap<Resource, Long> used = grants.used();
    out.unsigned(used.size());
    used.forEach(
        (resource, amount) -> {
          out.writeByte(resource.kind().ordinal());
          out.text(resource.id());
          out.signed(amount);
        });
    saved.update(List.of(out.toBytes()));
    checkpoint = checkpointId;
  }

  LeasedGrants grants() {
    return grants;
  }

  /** The contacts that earlier runs made after what is restored was saved, by customer. */
  Map<String, List<Contact>> contactsSince(Predicate<String> customers) {
    Map<String, List<Contact>> contacts = new TreeMap<>();
    if (restored) {
      pushes.read(
          since,
          checkpoint,
          push -> {
            if (customers.test(push.customer())) {
              contacts
                  .computeIfAbsent(push.customer(), unused -> new ArrayList<>())
                  .add(push.contact());
            }
          });
    }
    return contacts;
  }

  /** The last checkpoint that this task saved its state for. */
  long checkpoint() {
    return checkpoint;
  }

  /**
   * Says what is used and waits for the first leases, if there is anything to lease.
   *
   * @param sizes how much there is in all
   */
  void begin(SortedMap<Resource, Long> sizes) throws InterruptedException {
    Joined joined = new Joined(new TreeMap<>(grants.join()), new TreeMap<>(sizes));
    keeper.sendEventToCoordinator(joined);
    while (!begun && !sizes.isEmpty()) {
      mailbox.yield();
    }
  }

  void handle(OperatorEvent event) {
    if (event instanceof Ordered ordered) {
      grants.accept(ordered.order());
      report();
    } else if (event instanceof Begun) {
      begun = true;
    }
  }

  /** Tells the keeper what it must know; usually nothing. */
  void report() {
    if (!begun) {
      return;
    }
    for (Report report : grants.reports()) {
      keeper.sendEventToCoordinator(new Reported(report));
    }
  }

  /** Nothing will be decided any more. */
  void finish() {
    grants.returnAll();
    report();
  }
}
