package io.offerflow.pipeline.job;

import io.offerflow.learning.Learner;
import io.offerflow.learning.Lesson;
import io.offerflow.learning.Model;
import io.offerflow.workspace.Learning;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ScheduledFuture;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.base.array.BytePrimitiveArraySerializer;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * The one learner of a job: takes lessons from all subtasks and publishes a version of what is
 * known every so often, when there is anything new. What it knows is part of the checkpoint, so
 * that each lesson counts once; a job without a checkpoint goes on from the newest version.
 *
 * <p>An operator and not a function, because only an operator has timers without a key.
 */
final class LearnOperator extends AbstractStreamOperator<Outgoing>
    implements OneInputStreamOperator<Lesson, Outgoing> {
  private static final long serialVersionUID = 1L;

  /** All versions have one key: the topic's compaction keeps the newest. */
  static final String KEY = "model";

  private static final ListStateDescriptor<byte[]> STATE =
      new ListStateDescriptor<>("model", BytePrimitiveArraySerializer.INSTANCE);

  private final JobRules rules;
  private final long intervalMillis;
  private final String topic;
  private final ModelFeed models;

  private transient ListState<byte[]> saved;
  private transient LiveRules live;
  private transient Learner learner;
  private transient Deployment learnsBy;
  private transient boolean learns;
  private transient ScheduledFuture<?> ticker;
  private transient boolean news;

  LearnOperator(JobRules rules, long intervalMillis, String topic, ModelFeed models) {
    this.rules = Objects.requireNonNull(rules);
    this.intervalMillis = intervalMillis;
    this.topic = Objects.requireNonNull(topic);
    this.models = Objects.requireNonNull(models);
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    saved = context.getOperatorStateStore().getListState(STATE);
    Model model = null;
    for (byte[] bytes : saved.get()) {
      model = Model.of(bytes);
    }
    if (model == null) {
      try (ModelFeed.Following following = models.open()) {
        model = following.latest();
      }
    }
    live = LiveRules.join(rules);
    learner = new Learner(model, Long.MAX_VALUE);
  }

  /** What all tasks decide by says how it learns, and whether it does. */
  private boolean learns() {
    Deployment now = live.settled() == null ? rules.first() : live.settled();
    if (now != learnsBy) {
      learnsBy = now;
      Learning learning = now.files().workspace().policy().learning();
      learns = learning != null && !learning.frozen();
      if (learns) {
        learner = new Learner(learner.snapshot(), learning.halfLifeMillis());
      }
    }
    return learns;
  }

  @Override
  public void open() throws Exception {
    super.open();
    ticker =
        getProcessingTimeService()
            .scheduleWithFixedDelay(now -> publish(), intervalMillis, intervalMillis);
  }

  @Override
  public void processElement(StreamRecord<Lesson> lesson) {
    if (learns()) {
      learner.learn(lesson.getValue());
      news = true;
    }
  }

  private void publish() {
    if (news) {
      byte[] version = learner.snapshot().toBytes();
      output.collect(new StreamRecord<>(new Outgoing(topic, KEY, version, Outgoing.NO_EVENT)));
      news = false;
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    saved.update(List.of(learner.snapshot().toBytes()));
  }

  @Override
  public void finish() throws Exception {
    publish();
    super.finish();
  }

  @Override
  public void close() throws Exception {
    if (ticker != null) {
      ticker.cancel(false);
    }
    if (live != null) {
      live.leave();
    }
    super.close();
  }
}
