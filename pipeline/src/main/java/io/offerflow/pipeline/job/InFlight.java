package io.offerflow.pipeline.job;

import io.offerflow.codec.DeadLetter;
import io.offerflow.codec.Decoded;
import io.offerflow.codec.EventEncoder;
import io.offerflow.decision.Input;
import io.offerflow.pipeline.job.Intake.Arrival;
import io.offerflow.pipeline.metrics.DecisionMetrics;

/**
 * What sources decoded by another schema than is in force: it is read anew, and what is no event
 * any more goes to the dead letters.
 */
final class InFlight {
  /** The position of an event that is no longer one; where it stood is not known any more. */
  private static final String POSITION = "in flight";

  private final TaskRules rules;
  private final Emitter emitter;
  private final DecisionMetrics metrics;

  InFlight(TaskRules rules, Emitter emitter, DecisionMetrics metrics) {
    this.rules = rules;
    this.emitter = emitter;
    this.metrics = metrics;
  }

  /** What arrived, by the schema of now; null where that knows no such event. */
  Arrival fitting(Arrival arrival) {
    if (!rules.hasStrays() || arrival.event() == null) {
      return arrival;
    }
    Decoded decoded = rules.fit(arrival.event());
    if (decoded instanceof Decoded.Good good) {
      Input input = new Input.Arrived(good.event());
      return new Arrival(input, arrival.appended(), arrival.origin(), arrival.by());
    }
    Decoded.Bad bad = (Decoded.Bad) decoded;
    metrics.deadLetter(bad.code());
    byte[] original = EventEncoder.encode(arrival.event());
    emitter.deadLetter(new DeadLetter(bad.reason(), POSITION, original).toJson());
    return null;
  }
}
