package io.offerflow.benchmarks;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.codec.DecisionEncoder;
import io.offerflow.decision.Bundle;
import io.offerflow.decision.CustomerState;
import io.offerflow.decision.Decider;
import io.offerflow.decision.Decision;
import io.offerflow.decision.Input;
import io.offerflow.decision.Outcome;
import io.offerflow.event.Event;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * The whole core on the telecom example: one event of the town, all of its decisions. Customers
 * have a history, and their time goes on from lap to lap of the tape.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DecideBenchmark {
  private static final int EVENTS = 1 << 15;
  private static final int CUSTOMERS = 2000;

  private final Event[] tape = new Event[EVENTS];
  private final Map<String, CustomerState> states = new HashMap<>();
  private final Map<String, byte[]> blobs = new HashMap<>();
  private final BlobWriter writer = new BlobWriter();
  private Decider decider;
  private byte[] blob;
  private CustomerState state;
  private long lap;
  private int next;

  @Setup
  public void setUp() {
    Bundle bundle = TelecomExample.bundle();
    Town town = new Town(bundle.workspace().schema(), CUSTOMERS, Town.SEED);
    decider = new Decider(bundle);
    for (int i = 0; i < EVENTS; i++) {
      tape[i] = town.next();
    }
    for (int i = 0; i < EVENTS; i++) {
      decide();
    }
    blobs.clear();
    states.forEach((customer, known) -> blobs.put(customer, bytes(known)));
    blob = blobs.get(tape[0].customer());
    state = read(blob);
  }

  @TearDown
  public void tearDown() {
    decider.close();
  }

  /** The core alone, on states in memory. */
  @Benchmark
  public Outcome decide() {
    Event event = event();
    Outcome outcome = decider.decide(states.get(event.customer()), new Input.Arrived(event));
    states.put(event.customer(), outcome.state());
    return outcome;
  }

  /** What the job does for each event: bytes in, decide, bytes out. */
  @Benchmark
  public Outcome decideOnBytes() {
    Event event = event();
    byte[] before = blobs.get(event.customer());
    CustomerState known = before == null ? null : read(before);
    Outcome outcome = decider.decide(known, new Input.Arrived(event));
    blobs.put(event.customer(), bytes(outcome.state()));
    return outcome;
  }

  /** The core alone, and its records: those of outcome none as well, and the offers. */
  @Benchmark
  public int decideAndRecord() {
    int bytes = 0;
    for (Decision decision : decide().decisions()) {
      bytes += DecisionEncoder.decision(decision).length;
      if (decision.outcome() == Decision.Kind.OFFERED) {
        bytes += DecisionEncoder.offer(decision).length;
      }
    }
    return bytes;
  }

  @Benchmark
  public CustomerState readState() {
    return read(blob);
  }

  @Benchmark
  public byte[] writeState() {
    return bytes(state);
  }

  /** An event's id is new and its time later in every lap, or it would be a duplicate. */
  private Event event() {
    if (next == EVENTS) {
      next = 0;
      lap++;
    }
    Event event = tape[next++];
    return new Event(
        event.type(),
        event.id() + "-" + lap,
        event.customer(),
        event.time() + lap * EVENTS * Town.STEP_MILLIS,
        event.fields(),
        event.change());
  }

  private static CustomerState read(byte[] bytes) {
    return CustomerState.read(new BlobReader(bytes));
  }

  private byte[] bytes(CustomerState known) {
    writer.reset();
    known.write(writer);
    return writer.toBytes();
  }
}
