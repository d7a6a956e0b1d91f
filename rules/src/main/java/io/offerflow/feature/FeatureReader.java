package io.offerflow.feature;

import java.math.BigDecimal;
import java.time.ZoneId;

/**
 * Reads features off customers' states, one after the other. What reading needs is used again for
 * the next, so that it costs no objects but the value. For one thread.
 */
public final class FeatureReader {
  private final FeatureSet set;
  private final LogScan scan = new LogScan();
  private final Tally tally = new Tally(Aggregate.COUNT);

  public FeatureReader(FeatureSet set) {
    this.set = set;
  }

  /**
   * See {@link FeatureStates#value(FeatureSet, int, long, ZoneId)}.
   *
   * @param feature its index in the set
   */
  public Object value(FeatureStates states, int feature, long now, ZoneId zone) {
    Reading reading = set.reading(feature);
    Slots slots = states.slots();
    int slot = slots.find(reading.store().key());
    if (slot < 0) {
      return reading.ofNothing();
    }
    long edge = reading.edge(now, zone);
    if (scans(slots, slot, reading)) {
      tally.begin(reading.feature().aggregate());
      return LogTally.value(scan, tally, edge);
    }
    return slots.open(slot, reading.store()).value(reading, edge);
  }

  /**
   * See {@link FeatureStates#nextFall}.
   *
   * @param feature its index in the set
   */
  public long nextFall(FeatureStates states, int feature, long after, BigDecimal line) {
    Reading reading = set.reading(feature);
    Slots slots = states.slots();
    int slot = slots.find(reading.store().key());
    if (slot < 0 || !(reading.feature().window() instanceof Window.Rolling rolling)) {
      return Open.NEVER;
    }
    long length = rolling.lengthMillis();
    if (scans(slots, slot, reading)) {
      tally.begin(reading.feature().aggregate());
      return LogTally.nextFall(scan, tally, length, after, line);
    }
    return slots.open(slot, reading.store()).nextFall(reading, length, after, line);
  }

  /** False where the feature is read from objects. */
  private boolean scans(Slots slots, int slot, Reading reading) {
    return reading.store() instanceof LogStore log && slots.scan(slot, log, reading.column(), scan);
  }
}
