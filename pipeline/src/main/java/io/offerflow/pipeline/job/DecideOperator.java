package io.offerflow.pipeline.job;

import io.offerflow.codec.DeadLetter;
import io.offerflow.codec.DecisionEncoder;
import io.offerflow.codec.Decoded;
import io.offerflow.codec.EventEncoder;
import io.offerflow.decision.Broken;
import io.offerflow.decision.Decision;
import io.offerflow.decision.Input;
import io.offerflow.decision.Outcome;
import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.kafka.Topics;
import io.offerflow.learning.Lesson;
import io.offerflow.learning.Model;
import io.offerflow.pipeline.job.Intake.Arrival;
import io.offerflow.pipeline.metrics.DecisionMetrics;
import io.offerflow.pipeline.state.Saved;
import io.offerflow.pipeline.state.SavedSerializer;
import io.offerflow.policy.Contact;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.runtime.state.CheckpointableKeyedStateBackend;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;

/**
 * Moves a customer's state in and out of the core, and what the core says to the sinks. It decides
 * nothing itself.
 *
 * <p><b>State.</b> One value per customer: one read and at most one write for each event.
 *
 * <p><b>Wake-ups.</b> A customer's timers are data in her state; Flink holds at most one live timer
 * for her. It is set only when what is due next is earlier than the one it holds, which {@link
 * Saved#wakeup} remembers, so that the usual event touches no timer. A timer that finds nothing due
 * sets itself anew; one that an earlier one replaced finds nothing due and is forgotten.
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
    implements OneInputStreamOperator<Arrival, Outgoing>, Triggerable<String, VoidNamespace> {
  private static final long serialVersionUID = 1L;

  /** How often the wall clock is looked at while all feeds are silent. */
  static final long TICK_MILLIS = 200;

  /** What the learner is to know; nothing where nothing is learned. */
  static final OutputTag<Lesson> LESSONS = new OutputTag<>("lessons", LessonSerializer.TYPE);

  /** The position of an event that is no longer one; where it stood is not known any more. */
  private static final String IN_FLIGHT = "in flight";

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

  private transient Core core;
  private transient ModelFeed.Following following;
  private transient Model model;
  private transient DecisionMetrics metrics;
  private transient Topics topics;
  private transient ValueState<Saved> state;
  private transient InternalTimerService<VoidNamespace> timers;
  private transient ScheduledFuture<?> ticker;
  private transient StreamRecord<Outgoing> out;
  private transient TaskRules rules;
  private transient TaskLeases leases;
  private transient TakeOver takeOver;
  private transient MailboxExecutor mailbox;
  private transient Reviewing reviewing;
  private transient TaskBackfill backfill;
  private transient boolean restored;
  private transient Set<Broken> told;
  private transient BelievedClock wall;

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
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    takeOver.snapshot(context.getCheckpointId(), timers.currentWatermark());
    backfill.snapshot();
    if (leases != null) {
      leases.snapshot();
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    told = new HashSet<>();
    wall =
        new BelievedClock(
            getProcessingTimeService().getCurrentProcessingTime(), clock.reach().now());
    following = models.open();
    model = Model.EMPTY;
    topics = new Topics(topicPrefix);
    metrics = meters.open();
    core = rules.open(metrics, leases == null ? null : leases.grants(), backfill.applied());
    state =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>(STATE_NAME, SavedSerializer.INSTANCE));
    timers = getInternalTimerService(TIMERS_NAME, VoidNamespaceSerializer.INSTANCE, this);
    out = new StreamRecord<>(null);
    backfill.open(new Filled(), getProcessingTimeService());
    takeOver();
    if (leases != null) {
      leases.begin(rules.inForce().number(), core.sizes(), this::settled);
    }
    tellRules();
    reviewing =
        new Reviewing(
            rules, getProcessingTimeService(), timers::currentWatermark, this::all, this::review);
    if (!restored) {
      rules.reviewed(core.timing());
    }
    reviewing.look(core.timing());
    if (mailbox != null) {
      backfill.begin(leases, mailbox);
      rules.follow(mailbox, new Switching());
    }
    pulse(0);
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
      Runnable switching = () -> mailbox.execute(() -> change(next, ready), "rules");
      backfill.prepared(
          new TaskBackfill.Rules(
              next,
              () -> leases.adopt(next.number(), ready.sizes(), switching),
              () -> rules.drop(ready)));
    }

    @Override
    public void pause(Deployment other, Core ready) throws Exception {
      // What they bound and when they wake is the same: nobody else need know.
      replace(other, ready);
    }
  }

  /** From now on the other core decides, on the same state. */
  private void change(Deployment next, Core ready) throws Exception {
    if (ready.timing() != core.timing()) {
      rules.reviewed(TaskRules.NOT_YET);
    }
    replace(next, ready);
    backfill.switched(next);
    leases.switched(next.number(), core.sizes());
    tellRules();
    reviewing.look(core.timing());
  }

  private void replace(Deployment next, Core ready) throws Exception {
    Core before = core;
    core = ready;
    core.use(model);
    before.close();
    rules.putInForce(next, ready);
  }

  private void settled(long number) {
    rules.settle(number);
    backfill.settled(number);
  }

  private void tellRules() {
    int task = getRuntimeContext().getTaskInfo().getIndexOfThisSubtask();
    metrics.bundle(task, rules.inForce().number());
  }

  private Review all() {
    return Review.of(this.<String>getKeyedStateBackend(), STATE_NAME);
  }

  private void review(String customer) throws Exception {
    setCurrentKey(customer);
    review(customer, known());
  }

  private void review(String customer, Saved saved) throws Exception {
    if (saved != null) {
      long clock = timers.currentWatermark() + 1;
      save(saved, saved.wakeup(), call(saved, new Input.Reviewed(customer, clock)));
    }
  }

  /** The state of the customer at hand, with what was made of her before these rules. */
  private Saved known() throws Exception {
    Saved saved = state.value();
    Saved filled = backfill.known(saved, core);
    if (filled != saved) {
      state.update(filled);
    }
    return filled;
  }

  /** What is filled here. */
  private final class Filled implements TaskBackfill.Task {
    private final KeyGroupRange groups = groups();
    private final int all = getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks();
    private final int subtasks = getRuntimeContext().getTaskInfo().getNumberOfParallelSubtasks();

    @Override
    public void look(String customer) {
      setCurrentKey(customer);
    }

    @Override
    public Saved state() throws Exception {
      return state.value();
    }

    @Override
    public Review all(String stateName) {
      return Review.of(DecideOperator.this.<String>getKeyedStateBackend(), stateName);
    }

    @Override
    public ValueState<byte[]> state(ValueStateDescriptor<byte[]> descriptor) {
      return getRuntimeContext().getState(descriptor);
    }

    @Override
    public void settle(String customer, Input.Joining late) throws Exception {
      setCurrentKey(customer);
      Saved saved = known();
      if (saved != null && late != null) {
        saved = new Saved(core.joined(saved.blob(), late), saved.due(), saved.wakeup());
        state.update(saved);
      }
      if (hasClock()) {
        review(customer, saved);
      }
    }

    @Override
    public boolean hasClock() {
      return timers.currentWatermark() != Long.MIN_VALUE;
    }

    @Override
    public boolean isHere(String customer) {
      return groups.contains(KeyGroupRangeAssignment.assignToKeyGroup(customer, all));
    }

    @Override
    public int subtask(String customer) {
      return KeyGroupRangeAssignment.assignKeyToParallelOperator(customer, all, subtasks);
    }

    @Override
    public Deployment inForce() {
      return rules.inForce();
    }

    @Override
    public void failed() {
      metrics.bundleFailed();
    }
  }

  private KeyGroupRange groups() {
    return ((CheckpointableKeyedStateBackend<String>) this.<String>getKeyedStateBackend())
        .getKeyGroupRange();
  }

  /** What earlier runs sent after what is restored was saved counts before anything is decided. */
  private void takeOver() throws Exception {
    KeyGroupRange mine = groups();
    int groups = getRuntimeContext().getTaskInfo().getMaxNumberOfParallelSubtasks();
    takeOver.open(
        getRuntimeContext().getJobInfo().getJobId(),
        getRuntimeContext().getTaskInfo(),
        customer -> mine.contains(KeyGroupRangeAssignment.assignToKeyGroup(customer, groups)),
        this::takeOver);
  }

  private void takeOver(String customer, List<Contact> contacts) throws Exception {
    setCurrentKey(customer);
    Saved saved = known();
    Core.Answer answer = call(saved, new Input.TakenOver(customer, contacts));
    save(saved, saved == null ? Saved.NEVER : saved.wakeup(), answer);
  }

  @Override
  public void processElement(StreamRecord<Arrival> element) throws Exception {
    Arrival arrival = element.getValue();
    if (rules.hasStrays() && arrival.event() != null) {
      arrival = fitting(arrival);
      if (arrival == null) {
        return;
      }
    }
    Saved saved = core.keepsState() ? known() : null;
    Core.Answer answer = call(saved, arrival.input());
    if (arrival.event() != null && answer.fate() != Outcome.Fate.PASSED_ON) {
      count(arrival.event());
    }
    metrics.handled(answer.fate(), answer.skipped());
    answer.reactions().forEach(metrics::reaction);
    answer.broken().forEach(this::leftOut);
    save(saved, saved == null ? Saved.NEVER : saved.wakeup(), answer);
    emit(arrival.customer(), answer, arrival.appended());
    backfill.handled(arrival);
  }

  /** The log has the reason, once; the metric has all of them. */
  private void leftOut(Broken part) {
    metrics.broken(part);
    if (told.add(part)) {
      LOG.warn("Left out, {} {}: {}", part.part(), part.name(), part.reason());
    }
  }

  private void count(Event event) {
    metrics.event(event.type());
    if (event.time() <= timers.currentWatermark()) {
      metrics.late();
    }
  }

  /** By the schema of now; null for one that is no event any more. */
  private Arrival fitting(Arrival arrival) {
    Decoded decoded = rules.fit(arrival.event());
    if (decoded instanceof Decoded.Good good) {
      return new Arrival(new Input.Arrived(good.event()), arrival.appended(), arrival.origin());
    }
    Decoded.Bad bad = (Decoded.Bad) decoded;
    metrics.deadLetter(bad.code());
    byte[] original = EventEncoder.encode(arrival.event());
    byte[] letter = new DeadLetter(bad.reason(), IN_FLIGHT, original).toJson();
    send(topics.deadLetters(), null, letter, Outgoing.NO_EVENT);
    return null;
  }

  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    Saved saved = known();
    if (saved == null) {
      return;
    }
    long instant = timer.getTimestamp();
    long wakeup = saved.wakeup() == instant ? Saved.NEVER : saved.wakeup();
    if (saved.due() > instant) {
      long moved = register(saved.due(), wakeup);
      if (moved != saved.wakeup()) {
        state.update(saved.withWakeup(moved));
      }
      return;
    }
    metrics.wakeup();
    Core.Answer answer = call(saved, new Input.Wakeup(timer.getKey(), instant));
    answer.broken().forEach(this::leftOut);
    save(saved, wakeup, answer);
    emit(timer.getKey(), answer, Outgoing.NO_EVENT);
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("no timer by processing time is ever set");
  }

  private Core.Answer call(Saved saved, Input input) throws InterruptedException {
    Model latest = following.latest();
    if (latest != model) {
      core.use(latest);
      model = latest;
    }
    byte[] before = saved == null ? null : saved.blob();
    return leases == null
        ? timed(before, input)
        : leases.decide(() -> timed(before, input), metrics);
  }

  private Core.Answer timed(byte[] before, Input input) {
    long start = System.nanoTime();
    Core.Answer answer = core.handle(before, input);
    metrics.decisionTook(System.nanoTime() - start);
    return answer;
  }

  private void save(Saved saved, long wakeup, Core.Answer answer) throws Exception {
    if (!core.keepsState()) {
      return;
    }
    if (answer.state() == null) {
      if (saved != null) {
        state.clear();
      }
      return;
    }
    long registered = register(answer.nextDue(), wakeup);
    boolean same =
        saved != null
            && answer.state() == saved.blob()
            && answer.nextDue() == saved.due()
            && registered == saved.wakeup();
    if (!same) {
      state.update(new Saved(answer.state(), answer.nextDue(), registered));
      metrics.stateBytes(answer.state().length);
    }
  }

  /** Sets a timer when none is set that is early enough; returns the earliest that is set now. */
  private long register(long due, long wakeup) {
    if (due >= wakeup) {
      return wakeup;
    }
    timers.registerEventTimeTimer(VoidNamespace.INSTANCE, due);
    return due;
  }

  private void emit(String customer, Core.Answer answer, long appended) {
    for (Input next : answer.onward()) {
      byte[] form =
          next instanceof Input.Joining joining
              ? JoiningForm.write(joining)
              : EventEncoder.encode(((Input.Arrived) next).event());
      send(topics.merges(), next.customer(), form, appended);
    }
    for (Lesson lesson : answer.lessons()) {
      output.collect(LESSONS, new StreamRecord<>(lesson));
    }
    for (Decision decision : answer.decisions()) {
      metrics.decision(decision);
      // The push of a repeated decision is known to be there; its record may have been lost.
      boolean isOut = takeOver.isOut(decision.id()) || decision.repeated();
      if (decision.outcome() == Decision.Kind.OFFERED && !isOut) {
        push(customer, decision, appended);
      }
      if (decision.answer() != null) {
        send(topics.answers(), customer, DecisionEncoder.answer(decision), appended);
      }
      if (decision.outcome() != Decision.Kind.NONE || core.recordsNone(customer)) {
        send(topics.decisions(), customer, DecisionEncoder.decision(decision), appended);
      }
    }
  }

  private void push(String customer, Decision decision, long appended) {
    if (isTooLate(decision)) {
      refuse(decision, appended);
      return;
    }
    String channel = decision.choice().channel();
    send(topics.offers(channel), customer, DecisionEncoder.offer(decision), appended);
    metrics.offer(channel);
    if (appended != Outgoing.NO_EVENT) {
      metrics.latency(getProcessingTimeService().getCurrentProcessingTime() - appended);
    }
  }

  /** Events of the past are decided on as if it were then: their deadlines have all passed. */
  private boolean isTooLate(Decision decision) {
    return clock.wallClock()
        && getProcessingTimeService().getCurrentProcessingTime() > decision.choice().deadline();
  }

  /**
   * What is worth nothing any more is not handed on: the stream hears that it failed. The response
   * has the time of the decision, so that a job that catches up does not push her clock ahead of
   * the events that it still has to read; its id is the decision's, so that saying it twice counts
   * once.
   */
  private void refuse(Decision decision, long appended) {
    Fields late =
        new Fields.Builder()
            .put("decision", decision.id())
            .put("kind", "failed")
            .put("reason", "late")
            .build();
    Event failed =
        Event.of("response", "late-" + decision.id(), decision.customer(), decision.time(), late);
    send(topics.events(), decision.customer(), EventEncoder.encode(failed), appended);
    metrics.refused(decision.choice().channel());
  }

  private void send(String topic, String customer, byte[] value, long appended) {
    Outgoing record = new Outgoing(topic, customer, value, appended);
    output.collect(out.replace(takeOver.signed(record)));
  }

  @Override
  public void processWatermark(Watermark mark) throws Exception {
    if (mark.getTimestamp() > timers.currentWatermark()) {
      super.processWatermark(mark);
    }
  }

  @Override
  public void processWatermarkStatus(WatermarkStatus status) throws Exception {
    super.processWatermarkStatus(status);
    stopTicking();
    if (status.isIdle() && clock.wallClock()) {
      ticker =
          getProcessingTimeService().scheduleWithFixedDelay(this::tick, TICK_MILLIS, TICK_MILLIS);
    }
  }

  private void tick(long scheduled) throws Exception {
    long wallClock = getProcessingTimeService().getCurrentProcessingTime();
    long believed = wall.at(wallClock, clock.reach().now());
    processWatermark(new Watermark(clock.watermark(believed)));
  }

  private void stopTicking() {
    if (ticker != null) {
      ticker.cancel(false);
      ticker = null;
    }
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) throws Exception {
    super.notifyCheckpointComplete(checkpointId);
    metrics.checkpointCompleted();
  }

  @Override
  public void finish() throws Exception {
    stopTicking();
    if (leases != null) {
      leases.finish();
    }
    super.finish();
  }

  @Override
  public void close() throws Exception {
    stopTicking();
    if (reviewing != null) {
      reviewing.close();
    }
    if (leases != null) {
      leases.close();
    }
    if (following != null) {
      following.close();
    }
    if (core != null) {
      core.close();
    }
    if (backfill != null) {
      backfill.close();
    }
    if (rules != null) {
      rules.close();
    }
    if (metrics != null) {
      metrics.close();
    }
    super.close();
  }
}
