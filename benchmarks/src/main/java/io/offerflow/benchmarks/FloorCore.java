package io.offerflow.benchmarks;

import io.offerflow.decision.Decision;
import io.offerflow.decision.Input;
import io.offerflow.decision.Outcome;
import io.offerflow.pipeline.job.Core;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A core that decides nothing: it keeps a state of fixed size, or none, and has a record written
 * for a share of the events. What the job costs with it is what Flink, Kafka and RocksDB cost.
 */
final class FloorCore implements Core {
  private final int stateBytes;
  private final double recordsPerEvent;
  private double owed;

  /**
   * @param stateBytes 0 for a pass-through
   * @param recordsPerEvent from 0 to 1
   */
  private FloorCore(int stateBytes, double recordsPerEvent) {
    this.stateBytes = stateBytes;
    this.recordsPerEvent = recordsPerEvent;
  }

  static Core.Factory of(int stateBytes, double recordsPerEvent) {
    return metrics -> new FloorCore(stateBytes, recordsPerEvent);
  }

  @Override
  public boolean keepsState() {
    return stateBytes > 0;
  }

  @Override
  public Answer handle(byte[] state, Input input) {
    byte[] next = null;
    if (stateBytes > 0) {
      next = state == null ? fresh(input.customer()) : state.clone();
      next[0]++;
    }
    owed += recordsPerEvent;
    List<Decision> decisions = List.of();
    if (owed >= 1) {
      owed--;
      decisions = List.of(decision((Input.Arrived) input));
    }
    return new Answer(next, Outcome.Fate.ACCEPTED, decisions, 0, Long.MAX_VALUE);
  }

  /** Of random bytes, which no compression of RocksDB makes smaller than a real state. */
  private byte[] fresh(String customer) {
    byte[] bytes = new byte[stateBytes];
    new SplittableRandom(customer.hashCode()).nextBytes(bytes);
    return bytes;
  }

  private static Decision decision(Input.Arrived input) {
    return new Decision(
        input.event().id(),
        input.customer(),
        new Decision.EventCause(input.event().id(), input.event().type()),
        input.event().time(),
        Decision.Kind.TAGGED,
        null,
        "floor",
        List.of(),
        false);
  }
}
