package io.offerflow.pipeline.job;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.kafka.LogEnds;
import io.offerflow.pipeline.job.PushLog.Found;
import io.offerflow.policy.Contact;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a push from being made twice: what former runs put out after the restored state was saved
 * is read back before anything is decided. It counts as contacts, and no push with one of its ids
 * is sent again.
 *
 * <p>What is saved is where the topics of offers ended, and who wrote what the state knows already.
 * While not all that was taken over has been decided again, the former place stays saved: a run
 * that breaks off in the middle has no less to read than this one.
 *
 * <p>What a former run passed on from one id to another after that is not taken over: the event
 * that it came from is handled once more, and it is passed on once more, in its place.
 */
final class TakeOver {
  private static final Logger LOG = LoggerFactory.getLogger(TakeOver.class);
  private static final String STATE_NAME = "put-out";
  private static final int VERSION = 1;

  /** How many pushes are held before they are handed to the customers' states. */
  static final int BATCH = 20_000;

  private final PushLog log;
  private final long run = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
  private ListState<byte[]> saved;
  private PushLog.Tail tail;

  /** Of each former task the checkpoint up to which its outputs are in the restored state. */
  private final Map<Long, Long> known = new HashMap<>();

  /** The same as they were restored. */
  private final Map<Long, Long> former = new HashMap<>();

  private LogEnds since;
  private long checkpoint;

  /** What stands in the topics and has not been decided again. */
  private final Set<UUID> out = new HashSet<>();

  private long lastDecided = Long.MIN_VALUE;

  TakeOver(PushLog log) {
    this.log = log;
  }

  /** A decision's id in two numbers: there may be millions. */
  private static UUID shortened(String decision) {
    return UUID.nameUUIDFromBytes(decision.getBytes(StandardCharsets.UTF_8));
  }

  /** Every subtask sees what all had saved. */
  void restore(StateInitializationContext context) throws Exception {
    saved =
        context
            .getOperatorStateStore()
            .getUnionListState(
                new ListStateDescriptor<>(STATE_NAME, BytePrimitiveArraySerializer.INSTANCE));
    List<LogEnds> ends = new ArrayList<>();
    for (byte[] bytes : saved.get()) {
      ends.add(read(new BlobReader(bytes)));
    }
    former.putAll(known);
    since = ends.isEmpty() ? null : LogEnds.least(ends);
    checkpoint = context.getRestoredCheckpointId().orElse(0);
  }

  private LogEnds read(BlobReader in) {
    int version = in.readByte();
    if (version != VERSION) {
      throw new IllegalStateException("what was put out is of version " + version);
    }
    for (int count = in.count(); count > 0; count--) {
      known.merge(in.fixedLong(), in.unsigned(), Math::max);
    }
    return LogEnds.read(in);
  }

  /** Takes in contacts of one customer, in order. */
  interface Customers {
    void takeOver(String customer, List<Contact> contacts) throws Exception;
  }

  /**
   * Reads what former runs put out; nobody else can put out anything for these customers any more.
   */
  void open(JobID job, TaskInfo task, Predicate<String> mine, Customers customers)
      throws Exception {
    tail = log.open(job, task);
    if (tail == null) {
      return;
    }
    if (since == null) {
      since = tail.since();
    }
    if (since != null) {
      long begun = System.nanoTime();
      int taken = takeOver(mine, customers);
      LOG.info("took over {} pushes in {} ms", taken, (System.nanoTime() - begun) / 1_000_000);
    }
    tail.follow();
  }

  private int takeOver(Predicate<String> mine, Customers customers) throws Exception {
    Batch batch = new Batch(customers);
    try {
      tail.read(since, mine, batch::add);
    } catch (BatchFailed e) {
      throw e.cause();
    }
    batch.hand();
    return batch.all;
  }

  /** So many at a time, each customer's together. */
  private final class Batch {
    private final Customers customers;
    private final Map<String, List<Contact>> held = new TreeMap<>();
    private int size;
    private int all;

    Batch(Customers customers) {
      this.customers = customers;
    }

    void add(Found found) {
      if (found.checkpoint() < known.getOrDefault(found.run(), Long.MIN_VALUE)) {
        return;
      }
      Contact contact = found.push().contact();
      if (!contact.control()) {
        out.add(shortened(contact.decision()));
        lastDecided = Math.max(lastDecided, contact.time());
      }
      held.computeIfAbsent(found.push().customer(), unused -> new ArrayList<>()).add(contact);
      all++;
      if (++size == BATCH) {
        hand();
      }
    }

    void hand() {
      try {
        for (Map.Entry<String, List<Contact>> hers : held.entrySet()) {
          customers.takeOver(hers.getKey(), hers.getValue());
        }
      } catch (Exception e) {
        throw new BatchFailed(e);
      }
      held.clear();
      size = 0;
    }
  }

  /** Carries an exception through the reader. */
  private static final class BatchFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BatchFailed(Exception cause) {
      super(cause);
    }

    Exception cause() {
      return (Exception) getCause();
    }
  }

  /** Whether the push of that decision stands in its topic already. Asked once of each. */
  boolean isOut(String decision) {
    return !out.isEmpty() && out.remove(shortened(decision));
  }

  /** Whether what a task passed on is passed on again, because the restored state is older. */
  boolean comesAgain(WrittenBy by) {
    return by.checkpoint() >= former.getOrDefault(by.run(), Long.MAX_VALUE);
  }

  /**
   * Saves where a run that begins from here has to read on.
   *
   * @param watermark what lies before it has been decided
   */
  void snapshot(long checkpointId, long watermark) throws Exception {
    if (tail == null) {
      saved.clear();
      return;
    }
    LogEnds ends = tail.ends();
    if (!out.isEmpty() && watermark > lastDecided) {
      // What did not come again by now comes no more.
      out.clear();
    }
    if (out.isEmpty()) {
      since = null;
      known.clear();
    }
    known.put(run, checkpointId);
    BlobWriter blob = new BlobWriter();
    blob.writeByte(VERSION);
    blob.unsigned(known.size());
    known.forEach(
        (task, until) -> {
          blob.fixedLong(task);
          blob.unsigned(until);
        });
    (since == null ? ends : since).write(blob);
    saved.update(List.of(blob.toBytes()));
    checkpoint = checkpointId;
  }

  /** The record, with who put it out and since when. */
  Outgoing signed(Outgoing record) {
    return tail == null ? record : record.by(run, checkpoint);
  }
}
