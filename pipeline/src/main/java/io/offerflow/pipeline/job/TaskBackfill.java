package io.offerflow.pipeline.job;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.blob.Fingerprint;
import io.offerflow.decision.Backfill;
import io.offerflow.decision.Input;
import io.offerflow.pipeline.job.Intake.Arrival;
import io.offerflow.pipeline.job.StockMessage.AllFilled;
import io.offerflow.pipeline.job.StockMessage.Shared;
import io.offerflow.pipeline.state.Saved;
import java.util.ArrayList;
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
final class TaskBackfill implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TaskBackfill.class);

  private static final String STATE_NAME = "backfill";
  private static final int VERSION = 1;

  private final PastEvents past;
  private final Positions positions = new Positions();
  private final FoldedFeatures folded = new FoldedFeatures();
  private final PuttingIn puttingIn = new PuttingIn(folded);
  private ListState<byte[]> saved;
  private Task task;
  private TaskLeases leases;
  private MailboxExecutor mailbox;
  private Background background;
  private long run;

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

    /** Whose state is at hand. */
    String atHand();

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

    /** Whether a state that is written now is waited for. */
    boolean isFrozen();

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
      puttingIn.read(in);
    }
  }

  /** What could not be written while the state was frozen is written now. */
  void writeLater() throws Exception {
    folded.writeLater();
  }

  void snapshot() throws Exception {
    if (past.topics().isEmpty()) {
      saved.clear();
      return;
    }
    BlobWriter out = new BlobWriter();
    out.writeByte(VERSION);
    positions.write(out, past.topics());
    puttingIn.write(out, filling != null);
    saved.update(List.of(out.toBytes()));
  }

  /** The rules that were being filled in when the state was saved; null when none were. */
  Deployment applied() {
    return puttingIn.rules();
  }

  /** Before anything is looked at. */
  void open(Task ofOperator, ProcessingTimeService timers) {
    task = ofOperator;
    background = new Background(timers, task::isFrozen, this::pause, this::goOn);
    puttingIn.open(task);
  }

  /** From now on there may be something to fill. */
  void begin(TaskLeases ofTask, MailboxExecutor mailOfTask) throws Exception {
    leases = ofTask;
    mailbox = mailOfTask;
    leases.listenToFills(this::hear);
    if (puttingIn.isNeeded()) {
      walk();
    }
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
    } else if (puttingIn.isPuttingIn()) {
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
    puttingIn.settled(number);
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
        new Filling(
            next,
            new FillAttempt(
                id(next), attempt(next), task, folded, positions, leases, FillAttempt.MOST_BYTES),
            reader,
            same ? null : new StrayEvents(next.files().workspace()));
    own[0] = filling;
    ready = rules;
    folded.open(task);
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
    background.begin();
  }

  private void abandon() {
    if (filling != null) {
      overtake();
      filling.close();
      filling = null;
      puttingIn.leftOver();
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
      } else if (puttingIn.rules() != null && id(puttingIn.rules()) == share.fill()) {
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
  void switched(Deployment next) throws Exception {
    if (filling == null || id(next) != id(filling.next())) {
      if (puttingIn.hasLeftOvers()) {
        walk();
      }
      return;
    }
    puttingIn.begin(attempt(next), next);
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
  private void walk() throws Exception {
    puttingIn.walk();
    background.begin();
  }

  private long pause() {
    return puttingIn.isWalking() ? Review.MILLIS : Filling.BEAT_MILLIS;
  }

  private boolean goOn() throws Exception {
    if (puttingIn.isWalking()) {
      walkOn();
    } else if (filling != null && !filling.isCurrent()) {
      filling.goOn();
    } else {
      return false;
    }
    return true;
  }

  private void walkOn() throws Exception {
    long stays = filling == null ? FoldedFeatures.NONE : attempt(filling.next());
    if (puttingIn.walkOn(stays) && waiting != null) {
      Rules next = waiting;
      waiting = null;
      fill(next);
    }
  }

  /** Her state with what was made of her, who is the one at hand. */
  Saved known(Saved state, Core core) throws Exception {
    return puttingIn.known(state, core);
  }

  /** It was, just now. */
  void handled(Arrival arrival) throws Exception {
    positions.handled(arrival.origin());
    if (filling != null && arrival.event() != null) {
      filling.handled(arrival.event());
    }
  }

  @Override
  public void close() {
    if (filling != null) {
      filling.close();
    }
    puttingIn.close();
  }
}
