package io.offerflow.pipeline.job;

import io.offerflow.codec.Decoded;
import io.offerflow.event.Event;
import io.offerflow.pipeline.metrics.DecisionMetrics;
import io.offerflow.stock.Grants;
import io.offerflow.workspace.Workspace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One subtask's rules: which are in force, what a checkpoint holds of them, and how it comes to the
 * next ones.
 *
 * <p>A checkpoint holds the files as well, so that what was in force is in force again whatever has
 * become of the topic. Every subtask saves its own: at another parallelism each gets somebody's,
 * and customers of one who had come further. So all begin with what the furthest had in force, and
 * with what is paused by now: for nobody do rules go back, nor does a pause end.
 */
final class TaskRules implements LiveRules.Task, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TaskRules.class);

  private static final MapStateDescriptor<String, byte[]> STATE =
      new MapStateDescriptor<>(
          "rules", StringSerializer.INSTANCE, BytePrimitiveArraySerializer.INSTANCE);

  /** Not all customers have been looked at since other things are due by the clock. */
  static final long NOT_YET = 0;

  /** The number of what is in force, in all subtasks. */
  private static final ListStateDescriptor<Long> NUMBERS =
      new ListStateDescriptor<>("numbers of rules", LongSerializer.INSTANCE);

  private static final String IN_FORCE = "in force";
  private static final String REVIEWED = "reviewed";

  private final JobRules rules;
  private final Core.Factory cores;
  private BroadcastState<String, byte[]> saved;
  private ListState<Long> numbers;
  private long furthest;
  private MailboxExecutor mailbox;
  private DecisionMetrics metrics;
  private Grants grants;
  private volatile Deployment inForce;
  private StrayEvents strays;
  private LiveRules live;
  private Taker taker;
  private volatile long handed;

  /** What was heard of with the greatest number; it says what is paused. */
  private volatile Deployment newest;

  /** What is ready and not in force yet; null once the subtask ends. */
  private Set<Core> ready = new HashSet<>();

  /** Is told, between two events, what the subtask is ready for. */
  interface Taker {
    void take(Deployment next, Core core) throws Exception;

    /** From now on these decide. */
    void change(Deployment next, Core core) throws Exception;

    /** The rules in force, while other campaigns are paused. */
    void pause(Deployment other, Core core) throws Exception;
  }

  TaskRules(JobRules rules, Core.Factory cores) {
    this.rules = Objects.requireNonNull(rules);
    this.cores = Objects.requireNonNull(cores);
  }

  void restore(StateInitializationContext context) throws Exception {
    saved = context.getOperatorStateStore().getBroadcastState(STATE);
    numbers = context.getOperatorStateStore().getUnionListState(NUMBERS);
    for (long number : numbers.get()) {
      furthest = Math.max(furthest, number);
    }
  }

  /**
   * Opens what was in force when the state was saved, or what the job begins with.
   *
   * @param elsewhere what was in force in another subtask already, and here must be as well; null
   *     for nothing
   */
  Core open(DecisionMetrics ofTask, Grants ofRun, Deployment elsewhere) throws Exception {
    metrics = ofTask;
    grants = ofRun;
    live = LiveRules.join(rules);
    Deployment before = later(later(before(), elsewhere), furthest());
    if (before != null) {
      try {
        return opened(pausing(before));
      } catch (RuntimeException e) {
        LOG.error("{} of the checkpoint cannot be taken any more: {}", before, e.getMessage());
      }
    }
    return opened(pausing(rules.first()));
  }

  private static Deployment later(Deployment one, Deployment other) {
    return one == null || other != null && one.number() < other.number() ? other : one;
  }

  /** What the subtask that had come furthest had in force; null where nobody can tell. */
  private Deployment furthest() throws Exception {
    Deployment own = before();
    boolean isOwn = own == null || own.number() >= furthest;
    return isOwn || !rules.live() ? null : live.find(furthest);
  }

  /** While what was heard of last says what is paused. */
  private Deployment pausing(Deployment deployment) {
    Deployment heard = live.newest();
    return heard.number() > deployment.number() ? deployment.pausing(heard.paused()) : deployment;
  }

  private Deployment before() throws Exception {
    byte[] bytes = saved.get(IN_FORCE);
    if (bytes == null || !rules.live()) {
      return null;
    }
    try {
      Deployment deployment = Deployment.read(bytes);
      return deployment.number() > 0 ? deployment : null;
    } catch (IOException e) {
      LOG.error("the rules of the checkpoint cannot be read", e);
      return null;
    }
  }

  /** What was ready was overtaken before it could be in force. */
  void drop(Core core) {
    taken(core);
    core.close();
  }

  private Core opened(Deployment deployment) throws Exception {
    Core core = cores.open(deployment, metrics, grants);
    putInForce(deployment, core);
    return core;
  }

  /**
   * Comes to rules that are ready, unless somebody paused or resumed a campaign since they are:
   * then with a core of their own for it. That is rare, and no event may come in between.
   */
  void change(Deployment next, Core core) throws Exception {
    Deployment now = pausing(next);
    if (now == next) {
      taker.change(next, core);
    } else {
      Core other = ready(now);
      drop(core);
      taker.change(now, other);
    }
  }

  /** From now on that is what decisions are made by. */
  void putInForce(Deployment deployment, Core core) throws Exception {
    // What was decoded a moment ago may be of another schema.
    Deployment before = inForce == null ? rules.first() : inForce;
    if (deployment != before) {
      Workspace workspace = workspace(deployment);
      if (strays != null || !workspace.schema().equals(workspace(before).schema())) {
        strays = new StrayEvents(workspace);
      }
    }
    inForce = deployment;
    taken(core);
    handed = Math.max(handed, deployment.number());
    if (rules.live()) {
      saved.put(IN_FORCE, deployment.toBytes());
      numbers.update(List.of(deployment.number()));
      followPauses();
    }
  }

  private static Workspace workspace(Deployment deployment) {
    return deployment.files().workspace();
  }

  Deployment inForce() {
    return inForce;
  }

  /** Whether events may come that sources decoded by another schema. */
  boolean hasStrays() {
    return strays != null;
  }

  /** The event by the schema in force, or why it is none. */
  Decoded fit(Event event) {
    return strays.fit(event);
  }

  /** Whether what is due next is known for all customers by rules of that timing. */
  boolean isReviewed(long timing) throws Exception {
    byte[] bytes = saved.get(REVIEWED);
    return timing == 0 || bytes != null && ByteBuffer.wrap(bytes).getLong() == timing;
  }

  void reviewed(long timing) throws Exception {
    saved.put(REVIEWED, ByteBuffer.allocate(Long.BYTES).putLong(timing).array());
  }

  /** From now on what comes is handed over. */
  void follow(MailboxExecutor byMail, Taker to) {
    mailbox = byMail;
    taker = to;
    live.add(this, inForce);
  }

  /** All tasks of the job decide by that or something newer. */
  void settle(long number) {
    live.settle(number);
  }

  @Override
  public long number() {
    return handed;
  }

  @Override
  public Runnable prepare(Deployment next) {
    // Their schemas are compared when it is taken, by the thread that decides: that is no time to
    // read files.
    workspace(inForce);
    workspace(next);
    Core core = ready(next);
    handed = next.number();
    return () -> mail(() -> taker.take(next, core));
  }

  private Core ready(Deployment next) {
    Core core = cores.open(next, metrics, grants);
    synchronized (this) {
      if (ready != null) {
        ready.add(core);
        return core;
      }
    }
    core.close();
    return core;
  }

  private synchronized void taken(Core core) {
    if (ready != null) {
      ready.remove(core);
    }
  }

  @Override
  public void pause(Deployment heard) {
    newest = heard;
    mail(this::followPauses);
  }

  /** Has what is in force made ready once more where by now other campaigns are paused. */
  private void followPauses() {
    Deployment rulesNow = inForce;
    Deployment heard = newest;
    if (heard == null || heard.number() <= rulesNow.number()) {
      return;
    }
    Deployment other = rulesNow.pausing(heard.paused());
    if (other != rulesNow) {
      live.soon(other, () -> pause(rulesNow, other));
    }
  }

  private void pause(Deployment rulesThen, Deployment other) {
    Core core = ready(other);
    mail(
        () -> {
          if (inForce == rulesThen) {
            taker.pause(other, core);
          } else {
            taken(core);
            core.close();
          }
        });
  }

  private interface Mail {
    void read() throws Exception;
  }

  private void mail(Mail mail) {
    try {
      mailbox.execute(mail::read, "rules");
    } catch (RejectedExecutionException closed) {
      LOG.debug("the subtask ends; rules for it are not taken");
    }
  }

  @Override
  public void failed() {
    mail(metrics::bundleFailed);
  }

  @Override
  public void close() {
    if (live != null) {
      live.remove(this);
      live.leave();
      live = null;
    }
    closeReady();
  }

  private synchronized void closeReady() {
    if (ready != null) {
      ready.forEach(Core::close);
      ready = null;
    }
  }
}
