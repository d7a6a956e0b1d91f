package io.offerflow.benchmarks;

import io.offerflow.blob.BlobReader;
import io.offerflow.blob.BlobWriter;
import io.offerflow.decision.Bundle;
import io.offerflow.decision.CustomerState;
import io.offerflow.decision.Decider;
import io.offerflow.decision.Decision;
import io.offerflow.decision.Input;
import io.offerflow.decision.Outcome;
import io.offerflow.event.Event;
import java.util.HashMap;
import java.util.Map;

/**
 * What the real core does with the beginning of a tape, so that the floor can be made to do the
 * same amount of everything but deciding.
 *
 * @param stateBytes of the state that an event writes, on average
 * @param sizes of her state after so many of her events
 * @param recordsPerEvent offers and decision records, on average; those of outcome none are left
 *     out
 * @param nanosPerEvent of the core alone, states held as bytes in memory, one thread
 */
record Sample(int stateBytes, StateSizes sizes, double recordsPerEvent, long nanosPerEvent) {

  static Sample take(Bundle bundle, int events, int customers, long seed) {
    Town town = new Town(bundle.workspace().schema(), customers, seed);
    Map<String, byte[]> states = new HashMap<>();
    Map<String, Integer> counts = new HashMap<>();
    StateSizes sizes = new StateSizes();
    BlobWriter writer = new BlobWriter();
    long bytes = 0;
    long records = 0;
    long nanos = 0;
    try (Decider decider = new Decider(bundle)) {
      for (int i = 0; i < events; i++) {
        Event event = town.next();
        long start = System.nanoTime();
        byte[] before = states.get(event.customer());
        CustomerState known = before == null ? null : CustomerState.read(new BlobReader(before));
        Outcome outcome = decider.decide(known, new Input.Arrived(event));
        writer.reset();
        outcome.state().write(writer);
        states.put(event.customer(), writer.toBytes());
        nanos += System.nanoTime() - start;
        bytes += writer.size();
        sizes.add(counts.merge(event.customer(), 1, Integer::sum), writer.size());
        records += outcome.decisions().stream().mapToLong(Sample::records).sum();
      }
    }
    return new Sample((int) (bytes / events), sizes, (double) records / events, nanos / events);
  }

  private static long records(Decision decision) {
    return switch (decision.outcome()) {
      case OFFERED -> 2;
      case NONE -> 0;
      default -> 1;
    };
  }
}
