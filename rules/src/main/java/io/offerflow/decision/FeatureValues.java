package io.offerflow.decision;

import io.offerflow.feature.FeatureReader;
import io.offerflow.feature.FeatureSet;
import java.time.ZoneId;
import java.util.Arrays;

/**
 * The features of one cause after the other, each summed up once for all campaigns of the cause.
 * For one thread.
 */
final class FeatureValues {
  private final FeatureSet set;
  private final FeatureReader reader;

  /** By number, as far as they were asked for. */
  private final Object[] known;

  FeatureValues(FeatureSet set) {
    this(set, new FeatureReader(set));
  }

  FeatureValues(FeatureSet set, FeatureReader reader) {
    this.set = set;
    this.reader = reader;
    known = new Object[set.size()];
  }

  /** From now on they are those of another cause. */
  void forget() {
    Arrays.fill(known, null);
  }

  /** The value at her {@code now}; one of another type than the feature's is missing. */
  Object get(CustomerState state, ZoneId zone, String name) {
    int index = set.indexOf(name);
    Object value = known[index];
    if (value == null) {
      value = reader.value(state.features, index, state.now, zone);
      value = value != null && set.feature(index).type().holds(value) ? value : null;
      known[index] = value;
    }
    return value;
  }
}
