package io.offerflow.pipeline.job;

import io.offerflow.decision.Outcome;
import io.offerflow.event.Event;
import io.offerflow.kafka.Topics;
import io.offerflow.pipeline.backend.Freeze;
import io.offerflow.pipeline.backend.FreezingKeyedBackend;
import io.offerflow.pipeline.job.Intake.Arrival;
import io.offerflow.pipeline.metrics.DecisionMetrics;
import io.offerflow.pipeline.state.SavedSerializer;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.CheckpointableKeyedStateBackend;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.IOUtils;

/**
 * Moves a customer's state in and out of the core, and what the core says to the sinks. It decides
 * nothing itself.
 *
 * <p><b>State.</b> One value per customer: at most one read and one write for each event, and
 * neither where she was met a moment ago ({@link Customers}).
 *
 * <p><b>Clock.</b> The stream's clock is the watermark plus one millisecond: a timer due at T fires
 * when the watermark reaches T, when the clock has passed T. While every feed is silent Flink
 * reports the input as idle, and the wall clock, less the disorder, moves the watermark instead. It
 * never moves back: events that come after such a silence with older times count as late.
 *
 * <p>This is an operator and not a process function because only an operator hears that its input
 * went idle.
 */
final class DecideOperator extends AbstractStreamOperator<Outgoing>
    implements OneInputStreamOperator<Arrival, Outgoing> {
  private static final long serialVersionUID = 1L;

  /** So many of those who are held may be newer than in the keyed state. */
  private static final int MOST_NEWER = 500;

  private static final String STATE_NAME = "customer";
  private static final String TIMERS_NAME = "wakeups";

  private final JobRules jobRules;
  private final Core.Factory cores;
  private final DecisionMetrics.Factory meters;
  private final String topicPrefix;
  private final StreamClock clock;
  private ModelFeed models = ModelFeed.NONE;
  private PushLog pushes = PushLog.NONE;
  private PastEvents past = PastEvents.NONE;
  private int mostHeld;

  private transient DecisionMetrics metrics;
  private transient Deciding deciding;
  private transient Customers customers;
  private transient Emitter emitter;
  private transient InFlight inFlight;
  private transient IdleTicks ticks;
  private transient Wakeups wakeups;
  private transient HeldBack heldBack;
  private transient TaskRules rules;
  private transient TaskLeases leases;
  private transient TakeOver takeOver;
  private transient MailboxExecutor mailbox;
  private transient Reviewing reviewing;
  private transient TaskBackfill backfill;
  private transient boolean restored;

  DecideOperator(
      JobRules rules,
      Core.Factory cores,
      DecisionMetrics.Factory meters,
      Topics topics,
      StreamClock clock) {
    this.jobRules = Objects.requireNonNull(rules);
    this.cores = Objects.requireNonNull(cores);
    this.meters = Objects.requireNonNull(meters);
    this.topicPrefix = topics.prefix();
    this.clock = Objects.requireNonNull(clock);
  }

  /** Before it starts: decisions are made with the newest version there. */
  void follow(ModelFeed published) {
    models = published;
  }

  /** Before it starts: what former runs put out counts, and is not put out again. */
  void takeOver(PushLog putOut) {
    pushes = putOut;
  }

  /** Before it starts: features that are deployed so are filled from there. */
  void fillFrom(PastEvents events) {
    past = events;
  }

  /** Before it starts: so many customers at most are held in memory between two events. */
  void hold(int most) {
    mostHeld = most;
  }

  /**
   * Before it starts: what is bounded over all customers is leased, and other rules come by mail.
   */
  void lease(TaskLeases ofTask, MailboxExecutor mailOfTask) {
    leases = ofTask;
    mailbox = mailOfTask;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    restored = context.isRestored();
    takeOver = new TakeOver(pushes);
    takeOver.restore(context);
    rules = new TaskRules(jobRules, cores);
    rules.restore(context);
    backfill = new TaskBackfill(past);
    backfill.restore(context, getRuntimeContext().getJobInfo().getJobId().toString());
    if (leases != null) {
      leases.restore(context, getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
    }
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) throws Exception {
    heldBack.release();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    // What the backend saves is what it has now: it is frozen until it has saved it.
    customers.flush();
    takeOver.snapshot(context.getCheckpointId(), wakeups.watermark());
    backfill.snapshot();
    if (leases != null) {
      leases.snapshot();
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    metrics = meters.open();
    Freeze freeze = freeze();
    deciding = new Deciding(models.open(), leases, metrics);
    ticks = new IdleTicks(clock, getProcessingTimeService(), this::processWatermark);
    emitter =
        new Emitter(
            output,
            new Topics(topicPrefix),
            takeOver,
            getProcessingTimeService(),
            clock.wallClock(),
            metrics);
    inFlight = new InFlight(rules, emitter, metrics);
    Core first = rules.open(metrics, leases == null ? null : leases.grants(), backfill.applied());
    customers =
        new Customers(
            getRuntimeContext()
                .getState(new ValueStateDescriptor<>(STATE_NAME, SavedSerializer.INSTANCE)),
            this::setCurrentKey,
            state -> backfill.known(state, deciding.core()),
            metrics,
            mostHeld,
            MOST_NEWER,
            freeze);
    wakeups = new Wakeups(customers, deciding, emitter, metrics, freeze);
    heldBack = new HeldBack(freeze, wakeups, backfill, getProcessingTimeService());
    wakeups.set(
        getInternalTimerService(TIMERS_NAME, VoidNamespaceSerializer.INSTANCE, wakeups),
        this::advance);
    use(first);
    backfill.open(filled(), getProcessingTimeService());
    takeOver();
    begin();
    pulse(0);
  }

  /** What happens beside the events. */
  private void begin() throws Exception {
    Core core = deciding.core();
    if (leases != null) {
      leases.begin(rules.inForce().number(), core.sizes(), this::settled);
    }
    tellRules();
    reviewing =
        new Reviewing(
            rules,
            getProcessingTimeService(),
            wakeups::isFrozen,
            wakeups::watermark,
            this::all,
            wakeups::review);
    if (!restored) {
      rules.reviewed(core.timing());
    }
    reviewing.look(core.timing());
    if (mailbox != null) {
      heldBack.goOn(mailbox);
      backfill.begin(leases, mailbox);
      rules.follow(mailbox, new Switching());
    }
  }

  /** Timers fire between two records: as long as this one does, the subtask is not stuck. */
  private void pulse(long wallClock) {
    metrics.pulse();
    long next =
        getProcessingTimeService().getCurrentProcessingTime() + DecisionMetrics.PULSE_MILLIS;
    getProcessingTimeService().registerTimer(next, this::pulse);
  }

  /** By mail, between two events: other rules are ready. */
  private final class Switching implements TaskRules.Taker {
    @Override
    public void take(Deployment next, Core ready) {
      Runnable switching = () -> mailbox.execute(() -> rules.change(next, ready), "rules");
      backfill.prepared(
          new TaskBackfill.Rules(
              next,
              () -> leases.adopt(next.number(), ready.sizes(), switching),
              () -> rules.drop(ready)));
    }

    @Override
    public void change(Deployment next, Core ready) throws Exception {
      if (ready.timing() != deciding.core().timing()) {
        rules.reviewed(TaskRules.NOT_YET);
      }
      replace(next, ready);
      backfill.switched(next);
      leases.switched(next.number(), ready.sizes());
      tellRules();
      reviewing.look(ready.timing());
    }

    @Override
    public void pause(Deployment other, Core ready) throws Exception {
      // What they bound and when they wake is the same: nobody else need know.
      replace(other, ready);
    }
  }

  /** From now on the other core decides, on the same state. */
  private void replace(Deployment next, Core ready) throws Exception {
    use(ready);
    rules.putInForce(next, ready);
  }

  private void use(Core core) throws Exception {
    customers.use(core);
    deciding.use(core);
  }

  private void settled(long number) {
    rules.settle(number);
    backfill.settled(number);
  }

  private void tellRules() {
    int task = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
    metrics.bundle(task, rules.inForce().number());
  }

  /** Of a backend that freezes; of others nothing is ever frozen. */
  private Freeze freeze() {
    return backend() instanceof FreezingKeyedBackend<String> freezing
        ? freezing.freeze()
        : new Freeze();
  }

  /** Everybody who is known, those too who are in memory alone. */
  private Review all() throws Exception {
    customers.flush();
    return Review.of(backend(), STATE_NAME);
  }

  private TaskBackfill.Task filled() {
    return new FillTask(
        getRuntimeContext().getTaskInfo(),
        backend(),
        getRuntimeContext()::getState,
        customers,
        wakeups,
        rules,
        metrics::bundleFailed);
  }

  private CheckpointableKeyedStateBackend<String> backend() {
    return (CheckpointableKeyedStateBackend<String>) this.<String>getKeyedStateBackend();
  }

  /** What earlier runs sent after what is restored was saved counts before anything is decided. */
  private void takeOver() throws Exception {
    KeyGroupRange mine = backend().getKeyGroupRange();
    int groups = getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks();
    takeOver.open(
        getRuntimeContext().getJobInfo().getJobId(),
        getRuntimeContext().getTaskInfo(),
        customer -> mine.contains(KeyGroupRangeAssignment.assignToKeyGroup(customer, groups)),
        wakeups::takeOver);
  }

  @Override
  public void processElement(StreamRecord<Arrival> element) throws Exception {
    Arrival read = element.getValue();
    Arrival arrival = takeOver.comesAgain(read.by()) ? null : inFlight.fitting(read);
    if (arrival == null) {
      return;
    }
    boolean keeps = deciding.core().keepsState();
    String id = arrival.customer();
    Customer customer = keeps ? customers.get(id) : new Customer(id, null);
    Core.Answer answer = deciding.call(customer, arrival.input());
    if (arrival.event() != null && answer.fate() != Outcome.Fate.PASSED_ON) {
      count(arrival.event());
    }
    metrics.handled(answer.fate(), answer.skipped());
    answer.reactions().forEach(metrics::reaction);
    if (keeps && wakeups.became(customer, answer, customer.wakeup())) {
      customers.hold(customer);
    }
    emitter.emit(id, answer, deciding.core(), arrival.appended());
    backfill.handled(arrival);
  }

  private void count(Event event) {
    metrics.event(event.type());
    if (event.time() <= wakeups.watermark()) {
      metrics.late();
    }
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    heldBack.watermark(mark);
  }

  private boolean advance(Watermark mark, BooleanSupplier stop) throws Exception {
    if (!timeServiceManager.tryAdvanceWatermark(mark, stop::getAsBoolean)) {
      return false;
    }
    output.emitWatermark(mark);
    return true;
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) throws Exception {
    super.processWatermarkStatus(status);
    if (status.isIdle()) {
      ticks.begin();
    } else {
      ticks.end();
    }
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    super.notifyCheckpointComplete(checkpointId);
    metrics.checkpointCompleted();
  }

  @Override
  public void finish() throws Exception {
    ticks.end();
    heldBack.finish();
    if (leases != null) {
      leases.finish();
    }
    super.finish();
  }

  @Override
  public void close() throws Exception {
    if (ticks != null) {
      ticks.end();
    }
    // A task that failed while it began has some of them only.
    IOUtils.closeAll(reviewing, leases, deciding, backfill, rules, metrics, super::close);
  }
}
