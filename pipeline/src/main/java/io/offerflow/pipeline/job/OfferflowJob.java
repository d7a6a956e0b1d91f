package io.offerflow.pipeline.job;

import io.offerflow.learning.Lesson;
import io.offerflow.pipeline.job.Endpoints.Inlet;
import io.offerflow.pipeline.job.Intake.Arrival;
import io.offerflow.pipeline.metrics.DecisionMetrics;
import io.offerflow.workspace.Workspace;
import java.util.Objects;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The topology.
 *
 * <pre>
 *  inlets (each topic)                    one shuffle
 *  read-* --> sort-* --------------> keyBy customer --> decide --> offers-and-decisions
 *    ^           |                                        | |             |
 *    |           +--> dead-letters     one value and one  | |             +--> merges (a topic)
 *    |                                 timer a customer;  | +-----> learn --> models (a topic,   |
 *    |                                                    |                   which decide follows)
 *                                                         |
 *                   a keeper in the job manager, which leases what is bounded to the tasks
 * </pre>
 */
public final class OfferflowJob {
  /**
   * Sends each record to the next task by itself, for what comes seldom. Waiting for more would
   * take a thread of every subtask that looks once in each {@code offerflow.buffer-timeout}.
   */
  private static final long AT_ONCE = 0;

  /** Lessons are all that deciding sends to another task, and nobody waits for them. */
  private static final long LESSONS_WAIT_MILLIS = 100;

  private final Workspace workspace;
  private final JobSettings settings;
  private final Endpoints endpoints;
  private final Core.Factory cores;
  private final DecisionMetrics.Factory meters;

  public OfferflowJob(
      Workspace workspace,
      JobSettings settings,
      Endpoints endpoints,
      Core.Factory cores,
      DecisionMetrics.Factory meters) {
    this.workspace = Objects.requireNonNull(workspace);
    this.settings = Objects.requireNonNull(settings);
    this.endpoints = Objects.requireNonNull(endpoints);
    this.cores = Objects.requireNonNull(cores);
    this.meters = Objects.requireNonNull(meters);
  }

  /** An environment of its own with the job in it, configured as the settings say. */
  public StreamExecutionEnvironment environment() {
    StreamExecutionEnvironment env =
        StreamExecutionEnvironment.getExecutionEnvironment(settings.toFlink());
    build(env);
    return env;
  }

  /** Adds the job to an environment; {@link JobSettings#toFlink} gives one its configuration. */
  public void build(StreamExecutionEnvironment env) {
    DataStream<Arrival> arrivals = null;
    DataStream<Outgoing> deadLetters = null;
    for (Inlet inlet : endpoints.inlets()) {
      SingleOutputStreamOperator<Arrival> sorted = sort(inlet, read(env, inlet));
      arrivals = union(arrivals, sorted);
      deadLetters = union(deadLetters, putAside(inlet, sorted));
    }
    writeDeadLetters(deadLetters);
    SingleOutputStreamOperator<Outgoing> decided = decide(arrivals);
    write(decided);
    learn(decided.getSideOutput(Emitter.LESSONS));
  }

  private DataStream<Intake> read(StreamExecutionEnvironment env, Inlet inlet) {
    String name = OperatorNames.source(inlet.name());
    WatermarkStrategy<Intake> clock = inlet.clock() ? clock().strategy() : StreamClock.none();
    return env.fromSource(inlet.source(), clock, name, Intake.TYPE).uid(name);
  }

  private SingleOutputStreamOperator<Arrival> sort(Inlet inlet, DataStream<Intake> intake) {
    String name = OperatorNames.sort(inlet.name());
    SingleOutputStreamOperator<Arrival> sorted =
        intake
            .process(new SortFunction(meters, settings.topics().deadLetters()), Arrival.TYPE)
            .name(name)
            .uid(name);
    return inlet.clock() ? sorted : sorted.setBufferTimeout(AT_ONCE);
  }

  /** An operator of its own, since all that one sends to other tasks waits for the same time. */
  private static DataStream<Outgoing> putAside(
      Inlet inlet, SingleOutputStreamOperator<Arrival> sorted) {
    String name = OperatorNames.putAside(inlet.name());
    return sorted
        .getSideOutput(SortFunction.DEAD_LETTERS)
        .map(letter -> letter, Outgoing.TYPE)
        .name(name)
        .uid(name)
        .setBufferTimeout(AT_ONCE);
  }

  private SingleOutputStreamOperator<Outgoing> decide(DataStream<Arrival> arrivals) {
    DecideOperator operator =
        new DecideOperator(endpoints.rules(), cores, meters, settings.topics(), clock());
    operator.follow(endpoints.models());
    operator.takeOver(endpoints.pushes());
    operator.fillFrom(endpoints.past());
    operator.hold(settings.heldCustomers());
    return arrivals
        .keyBy(arrival -> arrival.customer(), Types.STRING)
        .transform(
            OperatorNames.DECIDE,
            Outgoing.TYPE,
            new LeasingDecideFactory(operator, settings.stockPatience().toMillis()))
        .uid(OperatorNames.DECIDE)
        .setBufferTimeout(LESSONS_WAIT_MILLIS);
  }

  private void write(DataStream<Outgoing> outgoing) {
    outgoing
        .sinkTo(endpoints.decisions())
        .name(OperatorNames.DECISIONS)
        .uid(OperatorNames.DECISIONS);
  }

  /** A sink of its own, so that decisions and their sink stay one task. */
  private void learn(DataStream<Lesson> lessons) {
    LearnOperator learner =
        new LearnOperator(
            endpoints.rules(),
            settings.learningInterval().toMillis(),
            settings.topics().models(),
            endpoints.models());
    lessons
        .transform(OperatorNames.LEARN, Outgoing.TYPE, learner)
        .uid(OperatorNames.LEARN)
        .forceNonParallel()
        // In one chain with others, at parallelism 1, its state would be saved as one that can be
        // divided, and no greater parallelism could go on from it.
        .startNewChain()
        .sinkTo(endpoints.versions())
        .setParallelism(1)
        .name(OperatorNames.MODELS)
        .uid(OperatorNames.MODELS);
  }

  private void writeDeadLetters(DataStream<Outgoing> deadLetters) {
    deadLetters
        .sinkTo(endpoints.deadLetters())
        .name(OperatorNames.DEAD_LETTERS)
        .uid(OperatorNames.DEAD_LETTERS);
  }

  private StreamClock clock() {
    return new StreamClock(
        workspace.settings().disorderMillis(),
        settings.idleTimeout().toMillis(),
        settings.wallClock(),
        endpoints.reach());
  }

  private static <T> DataStream<T> union(DataStream<T> some, DataStream<T> more) {
    return some == null ? more : some.union(more);
  }
}
