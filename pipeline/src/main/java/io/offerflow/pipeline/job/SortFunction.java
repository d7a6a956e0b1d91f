package io.offerflow.pipeline.job;

import io.offerflow.pipeline.job.Intake.Arrival;
import io.offerflow.pipeline.job.Intake.Refused;
import io.offerflow.pipeline.metrics.DecisionMetrics;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Events go on, dead letters to the side. */
final class SortFunction extends ProcessFunction<Intake, Arrival> {
  private static final long serialVersionUID = 1L;

  static final OutputTag<Outgoing> DEAD_LETTERS = new OutputTag<>("dead letters", Outgoing.TYPE);

  private final DecisionMetrics.Factory meters;
  private final String topic;
  private transient DecisionMetrics metrics;

  SortFunction(DecisionMetrics.Factory meters, String topic) {
    this.meters = Objects.requireNonNull(meters);
    this.topic = Objects.requireNonNull(topic);
  }

  @Override
  public void open(OpenContext context) {
    metrics = meters.open();
  }

  @Override
  public void processElement(Intake intake, Context context, Collector<Arrival> out) {
    if (intake instanceof Arrival arrival) {
      out.collect(arrival);
    } else if (intake instanceof Refused refused) {
      metrics.deadLetter(refused.code());
      context.output(DEAD_LETTERS, new Outgoing(topic, null, refused.letter(), Outgoing.NO_EVENT));
    }
  }

  @Override
  public void close() {
    if (metrics != null) {
      metrics.close();
    }
  }
}
