package io.offerflow.feature;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The features of a workspace, compiled: what has to be kept of which events, and where each
 * feature's value is read. Immutable; safe to share between threads.
 *
 * <p>Stores are told apart by a hash of what they keep, without the feature's name: the state of a
 * feature whose definition stays the same survives a new bundle, also under a new name. A feature
 * that a bundle adds starts with what is already kept for others over the same events.
 */
public final class FeatureSet {
  private static final Store[] NO_STORES = {};

  private final List<Feature> features;
  private final Map<String, Integer> indexes = new HashMap<>();
  private final Map<String, Store[]> byEvent = new HashMap<>();
  private final Map<Integer, Store> byKey = new HashMap<>();

  /** The same, in order of the keys, to be found without an object for the key. */
  private final int[] keys;

  private final Store[] stores;
  private final Reading[] readings;

  /**
   * Compiles features.
   *
   * @throws IllegalArgumentException when the definitions of two have the same hash, which happens
   *     to one pair in four billion, or when two have the same name
   */
  public FeatureSet(List<Feature> features) {
    this.features = List.copyOf(features);
    this.readings = new Reading[features.size()];
    Map<String, LogStore.Builder> builders = new LinkedHashMap<>();
    int[] columns = new int[readings.length];
    for (int i = 0; i < readings.length; i++) {
      Feature feature = this.features.get(i);
      if (indexes.put(feature.name(), i) != null) {
        throw new IllegalArgumentException("two features named " + feature.name());
      }
      columns[i] = -1;
      if (isLogged(feature)) {
        columns[i] =
            builders
                .computeIfAbsent(LogStore.definition(feature), k -> new LogStore.Builder(feature))
                .add(feature);
      }
    }
    Map<String, Store> logs = new HashMap<>();
    builders.forEach((definition, builder) -> logs.put(definition, builder.build()));
    for (int i = 0; i < readings.length; i++) {
      Feature feature = this.features.get(i);
      Store store = isLogged(feature) ? logs.get(LogStore.definition(feature)) : alone(feature);
      readings[i] = new Reading(feature, register(store, feature), columns[i]);
    }
    keys = byKey.keySet().stream().mapToInt(Integer::intValue).sorted().toArray();
    stores = Arrays.stream(keys).mapToObj(byKey::get).toArray(Store[]::new);
  }

  /** The features that are read from that store. */
  List<String> namesOn(Store store) {
    return Arrays.stream(readings)
        .filter(reading -> reading.store() == store)
        .map(reading -> reading.feature().name())
        .toList();
  }

  private static boolean isLogged(Feature feature) {
    return switch (feature.aggregate()) {
      case LATEST, DISTINCT -> false;
      default -> !(feature.window() instanceof Window.Life);
    };
  }

  private static Store alone(Feature feature) {
    return switch (feature.aggregate()) {
      case LATEST -> new LatestStore(feature);
      case DISTINCT -> new DistinctStore(feature);
      default -> new TotalStore(feature);
    };
  }

  private Store register(Store store, Feature feature) {
    Store known = byKey.putIfAbsent(store.key(), store);
    if (known == null) {
      List<Store> stores = new ArrayList<>(List.of(stores(store.event())));
      stores.add(store);
      byEvent.put(store.event(), stores.toArray(NO_STORES));
      return store;
    }
    if (!known.definition().equals(store.definition())) {
      String other = "another feature";
      for (Reading reading : readings) {
        if (reading != null && reading.store() == known) {
          other = reading.feature().name();
        }
      }
      throw new IllegalArgumentException(
          "the definitions of "
              + other
              + " and "
              + feature.name()
              + " have the same hash; change either of them, say by a space in its where");
    }
    return known;
  }

  public int size() {
    return readings.length;
  }

  /** In the order of the file. */
  public List<Feature> features() {
    return features;
  }

  public Feature feature(int index) {
    return features.get(index);
  }

  /** The index of the feature of that name, or -1. */
  public int indexOf(String name) {
    return indexes.getOrDefault(name, -1);
  }

  Reading reading(int index) {
    return readings[index];
  }

  /** What events of that type go into. */
  Store[] stores(String event) {
    return byEvent.getOrDefault(event, NO_STORES);
  }

  /** The store of that hash, or null. */
  Store store(int key) {
    int at = Arrays.binarySearch(keys, key);
    return at < 0 ? null : stores[at];
  }

  /** What a feature finds in the states of customers that other rules have kept so far. */
  public Start start(int index, FeatureSet before) {
    Reading reading = readings[index];
    Store kept = before.byKey.get(reading.store().key());
    if (kept == null || !kept.definition().equals(reading.store().definition())) {
      return Start.EMPTY;
    }
    return kept instanceof LogStore log ? start(reading, log) : Start.WHOLE;
  }

  /** The features that find less in the states that other rules have kept than they need. */
  public List<Feature> lacking(FeatureSet before) {
    List<Feature> lacking = new ArrayList<>();
    for (int i = 0; i < readings.length; i++) {
      if (start(i, before) != Start.WHOLE) {
        lacking.add(feature(i));
      }
    }
    return lacking;
  }

  /** These features, and all others that are read from what is kept for them, in order. */
  public List<Feature> together(Collection<Feature> some) {
    Set<Integer> shared = new HashSet<>();
    some.forEach(feature -> shared.add(readings[indexOf(feature.name())].store().key()));
    return features.stream()
        .filter(feature -> shared.contains(readings[indexOf(feature.name())].store().key()))
        .toList();
  }

  private static Start start(Reading reading, LogStore kept) {
    Start merged = Start.WHOLE;
    if (reading.column() < 0) {
      if (!kept.isCounting()) {
        return Start.EMPTY;
      }
    } else {
      Column wanted = ((LogStore) reading.store()).columns().get(reading.column());
      Column column = kept.column(wanted.key());
      if (column == null) {
        return Start.EMPTY;
      }
      int need = ColumnTotal.need(reading.feature().aggregate());
      merged = (need & ~column.needs()) == 0 ? Start.WHOLE : Start.MERGED;
    }
    boolean isLong = Span.of(reading.feature().window()).retention() <= kept.retention();
    return isLong ? merged : Start.SHORT;
  }
}
