package io.offerflow.pipeline.job;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.blob.Fingerprint;
import io.offerflow.decision.Backfill;
import io.offerflow.decision.Input;
import io.offerflow.pipeline.job.Intake.Arrival;
import io.offerflow.pipeline.job.StockMessage.AllFilled;
import io.offerflow.pipeline.job.StockMessage.Filled;
import io.offerflow.pipeline.job.StockMessage.Shared;
import io.offerflow.pipeline.state.Saved;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.runtime.tasks.ProcessingTimeService;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one subtask does for rules that are deployed with a back-fill: their features are filled
 * beside the customers' states while the rules before decide on; once those of all subtasks are,
 * each switches, and puts what was made of a customer into her state when it next looks at it, at
 * the latest in a walk over all.
 *
 * <p>What is made of a customer carries the number of the attempt. A run that is restored before
 * the switch begins anew, and pays no heed to what former attempts made; one that is restored after
 * it goes on with what is there: a checkpoint of any subtask that had switched says that those of
 * all were filled.
 */
final class TaskBackfill implements AutoCloseable, Filling.Subtask {
  private static final Logger LOG = LoggerFactory.getLogger(TaskBackfill.class);

  private static final String STATE_NAME = "backfill";
  private static final String CUSTOMERS_NAME = "backfilled";
  private static final int VERSION = 1;

  /** No attempt. */
  private static final long NONE = 0;

  private final PastEvents past;
  private final Positions positions = new Positions();
  private ListState<byte[]> saved;
  private Task task;
  private TaskLeases leases;
  private MailboxExecutor mailbox;
  private ProcessingTimeService time;
  private long run;
  private boolean beating;

  private ValueState<byte[]> made;

  /** The attempt whose features are put into states, and the rules that they are of. */
  private long applying = NONE;

  private Deployment applied;

  /** The attempt of these; saved until all subtasks are known to have switched. */
  private long appliedBy = NONE;

  /** Whether there may be something left of an attempt that came to nothing. */
  private boolean unfinished;

  private Review walk;
  private Filling filling;
  private Rules ready;

  /** Rules that are filled once what was filled before is put in. */
  private Rules waiting;

  /** What other subtasks shared before this one had begun. */
  private final List<Shared> early = new ArrayList<>();

  /** The operator. */
  interface Task {
    /** Makes her the one whose state is at hand. */
    void look(String customer);

    /** Her state as the rules in force keep it; null when nothing is known of her. */
    byte[] state() throws Exception;

    /** Everybody of whom something was made. */
    Review all(String stateName);

    ValueState<byte[]> state(ValueStateDescriptor<byte[]> descriptor);

    /** Puts in what was made of her, if anything, and what another id left, unless it is null. */
    void settle(String customer, Input.Joining late) throws Exception;

    boolean isHere(String customer);

    /** The subtask that she belongs to. */
    int subtask(String customer);

    Deployment inForce();

    /** Whether the stream's clock is known: what it has passed must not occur any more. */
    boolean hasClock();

    void failed();
  }

  TaskBackfill(PastEvents past) {
    this.past = past;
  }

  /** Every subtask sees what all had saved. */
  void restore(StateInitializationContext context, String job) throws Exception {
    saved =
        context
            .getOperatorStateStore()
            .getUnionListState(
                new ListStateDescriptor<>(STATE_NAME, BytePrimitiveArraySerializer.INSTANCE));
    run = Fingerprint.of(job, Long.toString(context.getRestoredCheckpointId().orElse(0)));
    for (byte[] bytes : saved.get()) {
      BlobReader in = new BlobReader(bytes);
      int version = in.readByte();
      if (version != VERSION) {
        throw new IllegalStateException("what was filled is of version " + version);
      }
      positions.read(in, past.topics());
      unfinished |= in.bool();
      if (in.bool()) {
        applying = in.fixedLong();
        appliedBy = applying;
        byte[] rules = new byte[in.count()];
        System.arraycopy(in.bytes(), in.position(), rules, 0, rules.length);
        in.skip(rules.length);
        applied = Deployment.read(rules);
      }
    }
  }

  void snapshot() throws Exception {
    if (past.topics().isEmpty()) {
      saved.clear();
      return;
    }
    BlobWriter out = new BlobWriter();
    out.writeByte(VERSION);
    positions.write(out, past.topics());
    out.bool(unfinished || filling != null);
    boolean isOpen = applying != NONE || appliedBy != NONE;
    out.bool(isOpen);
    if (isOpen) {
      out.fixedLong(applying != NONE ? applying : appliedBy);
      byte[] rules = applied.toBytes();
      out.unsigned(rules.length);
      out.raw(rules, 0, rules.length);
    }
    saved.update(List.of(out.toBytes()));
  }

  /** The rules that were being filled in when the state was saved; null when none were. */
  Deployment applied() {
    return applied;
  }

  /** Before anything is looked at. */
  void open(Task ofOperator, ProcessingTimeService timers) {
    task = ofOperator;
    time = timers;
    if (applying != NONE || unfinished) {
      made();
    }
  }

  /** From now on there may be something to fill. */
  void begin(TaskLeases ofTask, MailboxExecutor mailOfTask) {
    leases = ofTask;
    mailbox = mailOfTask;
    leases.listenToFills(this::hear);
    if (applying != NONE || unfinished) {
      walk();
    }
  }

  private ValueState<byte[]> made() {
    if (made == null) {
      made =
          task.state(
              new ValueStateDescriptor<>(CUSTOMERS_NAME, BytePrimitiveArraySerializer.INSTANCE));
    }
    return made;
  }

  /**
   * Rules that are ready.
   *
   * @param take has the subtask switch to them
   * @param drop has it never do so
   */
  record Rules(Deployment next, Runnable take, Runnable drop) {}

  /**
   * Other rules are ready. They are taken at once where nothing is to be filled, and dropped when
   * others come before they are filled.
   */
  void prepared(Rules next) {
    if (waiting != null) {
      waiting.drop().run();
      waiting = null;
    }
    if (isFilling(id(next.next()))) {
      overtake();
      ready = next;
      filling.retarget(next.next());
      return;
    }
    abandon();
    if (next.next().backfill() <= task.inForce().number() || past.topics().isEmpty()) {
      next.take().run();
    } else if (applying != NONE) {
      waiting = next;
    } else {
      fill(next);
    }
  }

  /** Of one deployment with a back-fill, whatever is paused meanwhile. */
  private static long id(Deployment rules) {
    return Fingerprint.of(rules.files().version(), Long.toString(rules.backfill()));
  }

  /** All subtasks decide by that or something newer. */
  void settled(long number) {
    if (applied != null && number >= applied.number()) {
      appliedBy = NONE;
    }
  }

  private long attempt(Deployment rules) {
    return Fingerprint.of(Long.toString(run), Long.toString(id(rules))) | 1;
  }

  private void fill(Rules rules) {
    Deployment next = rules.next();
    Deployment inForce = task.inForce();
    boolean same = next.files().workspace().schema().equals(inForce.files().workspace().schema());
    Filling[] own = new Filling[1];
    FillReader reader =
        new FillReader(
            past,
            inForce,
            next,
            task::isHere,
            (backfill, failure) -> mail(() -> opened(own[0], backfill, failure)));
    filling =
        new Filling(next, this, reader, same ? null : new StrayEvents(next.files().workspace()));
    own[0] = filling;
    ready = rules;
    made();
    reader.start();
  }

  private interface Mail {
    void read() throws Exception;
  }

  private void mail(Mail mail) {
    try {
      mailbox.execute(mail::read, "features are filled");
    } catch (RejectedExecutionException closed) {
      LOG.debug("the subtask ends; nothing is filled any more");
    }
  }

  private void opened(Filling of, Backfill backfill, Exception failure) throws Exception {
    if (of != filling) {
      if (backfill != null) {
        backfill.close();
      }
      return;
    }
    if (failure != null) {
      LOG.error("{} cannot be filled; what is in force stays", of.next(), failure);
      abandon();
      task.failed();
      return;
    }
    if (backfill == null) {
      Rules filled = ready;
      ready = null;
      abandon();
      filled.take().run();
      return;
    }
    of.begin(backfill);
    List<Shared> sent = List.copyOf(early);
    early.clear();
    for (Shared share : sent) {
      heard(share);
    }
    beat();
  }

  private void abandon() {
    if (filling != null) {
      overtake();
      filling.close();
      filling = null;
      unfinished = true;
    }
  }

  private void overtake() {
    if (ready != null) {
      ready.drop().run();
      ready = null;
    }
  }

  private void hear(StockMessage message) {
    mail(() -> heard(message));
  }

  private void heard(StockMessage message) throws Exception {
    if (message instanceof AllFilled all) {
      if (isFilling(all.fill())) {
        take();
      }
    } else if (message instanceof Shared share) {
      Input.Joining joining = JoiningForm.read(share.joining());
      if (isFilling(share.fill())) {
        filling.joined(joining);
      } else if (applied != null && id(applied) == share.fill()) {
        task.settle(joining.customer(), joining);
      } else {
        early.add(share);
      }
    }
  }

  private void take() {
    Rules filled = ready;
    ready = null;
    if (filled != null) {
      filled.take().run();
    }
  }

  private boolean isFilling(long fill) {
    return filling != null && id(filling.next()) == fill;
  }

  /** Those rules are in force from now on. */
  void switched(Deployment next) {
    if (filling == null || id(next) != id(filling.next())) {
      if (unfinished) {
        walk();
      }
      return;
    }
    applying = attempt(next);
    appliedBy = applying;
    applied = next;
    filling.close();
    filling = null;
    early.clear();
    walk();
    if (ready != null) {
      // The same with other campaigns paused came while this was on its way.
      take();
    }
  }

  /** All of whom something was made are looked at. */
  private void walk() {
    if (walk != null) {
      walk.close();
    }
    walk = task.all(CUSTOMERS_NAME);
    beat();
  }

  private void beat() {
    if (!beating) {
      beating = true;
      nextBeat();
    }
  }

  private void nextBeat() {
    time.registerTimer(
        time.getCurrentProcessingTime() + Filling.BEAT_MILLIS,
        due -> {
          if (walk != null) {
            walkOn();
          } else if (filling != null && !filling.isCurrent()) {
            filling.goOn();
          } else {
            beating = false;
            return;
          }
          nextBeat();
        });
  }

  private void walkOn() throws Exception {
    if (applying != NONE && !task.hasClock()) {
      return;
    }
    long end = System.nanoTime() + Filling.BUSY_NANOS;
    boolean more = true;
    while (more && System.nanoTime() < end) {
      more = walk.next(this::settle);
    }
    if (!more) {
      walk.close();
      walk = null;
      applying = NONE;
      unfinished = false;
      if (waiting != null) {
        Rules next = waiting;
        waiting = null;
        fill(next);
      }
    }
  }

  private void settle(String customer) throws Exception {
    task.look(customer);
    byte[] value = made.value();
    if (value == null || filling != null && attemptOf(value) == attempt(filling.next())) {
      return;
    }
    if (applying != NONE && attemptOf(value) == applying) {
      task.settle(customer, null);
    } else {
      made.clear();
    }
  }

  private static long attemptOf(byte[] value) {
    return ByteBuffer.wrap(value).getLong();
  }

  /**
   * Her state with what was made of her, who is the one at hand; from then on that is gone.
   *
   * @return the same where nothing was
   */
  Saved known(Saved state, Core core) throws Exception {
    if (applying == NONE) {
      return state;
    }
    byte[] value = made.value();
    if (value == null || attemptOf(value) != applying) {
      return state;
    }
    made.clear();
    if (state == null) {
      return null;
    }
    byte[] folded = Arrays.copyOfRange(value, Long.BYTES, value.length);
    return new Saved(core.filled(state.blob(), folded), state.due(), state.wakeup());
  }

  /** It was, just now. */
  void handled(Arrival arrival) throws Exception {
    positions.handled(arrival.origin());
    if (filling != null && arrival.event() != null) {
      filling.handled(arrival.event());
    }
  }

  @Override
  public Positions positions() {
    return positions.copy();
  }

  @Override
  public void look(String customer) {
    task.look(customer);
  }

  @Override
  public byte[] state() throws Exception {
    return task.state();
  }

  @Override
  public byte[] folded() throws Exception {
    byte[] value = made.value();
    return value == null || attemptOf(value) != attempt(filling.next())
        ? null
        : Arrays.copyOfRange(value, Long.BYTES, value.length);
  }

  @Override
  public void fold(byte[] folded) throws Exception {
    if (folded == null) {
      made.clear();
      return;
    }
    made.update(
        ByteBuffer.allocate(Long.BYTES + folded.length)
            .putLong(attempt(filling.next()))
            .put(folded)
            .array());
  }

  @Override
  public void share(Input.Joining joining) {
    int to = task.subtask(joining.customer());
    leases.tell(new Shared(id(filling.next()), to, JoiningForm.write(joining)));
  }

  @Override
  public void filled() {
    leases.tell(new Filled(id(filling.next())));
  }

  @Override
  public void close() {
    if (filling != null) {
      filling.close();
    }
    if (walk != null) {
      walk.close();
    }
  }
}
