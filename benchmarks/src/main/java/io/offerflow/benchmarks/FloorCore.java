package io.offerflow.benchmarks;

import io.offerflow.decision.Decision;
import io.offerflow.decision.Input;
import io.offerflow.decision.Outcome;
import io.offerflow.pipeline.job.Core;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * A core that decides nothing: it keeps states as large as the real ones, or none, and has a record
 * written for a share of the events. What the job costs with it is what Flink, Kafka and RocksDB
 * cost.
 */
final class FloorCore implements Core {
  /** How a state comes of the one before it. */
  @FunctionalInterface
  private interface Step extends Serializable {
    /**
     * @param state null when there was none
     */
    byte[] next(byte[] state, String customer);
  }

  /** Null for a core that keeps nothing. */
  private final Step step;

  private final double recordsPerEvent;
  private double owed;

  private FloorCore(Step step, double recordsPerEvent) {
    this.step = step;
    this.recordsPerEvent = recordsPerEvent;
  }

  /** Keeps nothing. */
  static Core.Factory passThrough(double recordsPerEvent) {
    return (rules, metrics, grants) -> new FloorCore(null, recordsPerEvent);
  }

  /** Reads and writes a state for each event, as large as the real one is after so many. */
  static Core.Factory stateAlone(StateSizes sizes, double recordsPerEvent) {
    Step step = (state, customer) -> next(state, customer, sizes);
    return (rules, metrics, grants) -> new FloorCore(step, recordsPerEvent);
  }

  /** Reads and writes for each event the state that the customer was given, whatever that is. */
  static Core.Factory givenStateAlone(double recordsPerEvent) {
    Step step = (state, customer) -> state == null ? new byte[1] : state.clone();
    return (rules, metrics, grants) -> new FloorCore(step, recordsPerEvent);
  }

  @Override
  public boolean keepsState() {
    return step != null;
  }

  /** The floor is what it costs to read and to write a state for each event. */
  @Override
  public boolean mayHold() {
    return false;
  }

  @Override
  public Answer handle(Held state, Input input) {
    if (!(input instanceof Input.Arrived arrived)) {
      return new Answer(state, false, Outcome.Fate.ACCEPTED, List.of(), 0, Long.MAX_VALUE);
    }
    byte[] before = state == null ? null : state.bytes();
    Held next = step == null ? null : new Bytes(step.next(before, input.customer()));
    owed += recordsPerEvent;
    List<Decision> decisions = List.of();
    if (owed >= 1) {
      owed--;
      decisions = List.of(decision(arrived));
    }
    return new Answer(next, true, Outcome.Fate.ACCEPTED, decisions, 0, Long.MAX_VALUE);
  }

  /** Begins with the number of her events; the rest is random, so that it does not compress. */
  private static byte[] next(byte[] state, String customer, StateSizes sizes) {
    int events = state == null ? 1 : ByteBuffer.wrap(state).getInt() + 1;
    int size = Math.max(Integer.BYTES, sizes.of(events));
    byte[] next = state == null ? new byte[size] : Arrays.copyOf(state, size);
    int known = state == null ? 0 : Math.min(state.length, size);
    if (known < size) {
      byte[] more = new byte[size - known];
      new SplittableRandom(31L * customer.hashCode() + events).nextBytes(more);
      System.arraycopy(more, 0, next, known, more.length);
    }
    ByteBuffer.wrap(next).putInt(events);
    return next;
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
