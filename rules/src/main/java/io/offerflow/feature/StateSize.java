package io.offerflow.feature;

import io.offerflow.blob.BlobWriter;
import io.offerflow.event.Event;
import io.offerflow.event.Field;
import io.offerflow.event.Fields;
import io.offerflow.event.Schema;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What features cost of a customer who is so busy that all their windows are full: events enough
 * are written down as the state would be, and the bytes counted.
 */
public final class StateSize {
  /** More than are kept of one window, so that older ones are merged. */
  private static final int EVENTS = 600;

  private static final long NOW = 1_800_000_000_123L;
  private static final long LIFE = 1_000L * 86_400_000;
  private static final long PRIME = 7_919;

  private StateSize() {}

  /**
   * The features that share what they keep, and what it costs.
   *
   * @param features at least one, in order of the file
   * @param bytes of the busiest customer, about
   */
  public record Cost(List<Feature> features, int bytes) {}

  /** In order of the first feature of each. */
  public static List<Cost> of(List<Feature> features, Schema schema) {
    FeatureSet all = new FeatureSet(features);
    Map<Integer, List<Feature>> together = new LinkedHashMap<>();
    for (int i = 0; i < features.size(); i++) {
      together
          .computeIfAbsent(all.reading(i).store().key(), key -> new ArrayList<>())
          .add(features.get(i));
    }
    return together.values().stream().map(shared -> cost(shared, schema)).toList();
  }

  private static Cost cost(List<Feature> features, Schema schema) {
    // Which events enter does not matter here.
    FeatureSet set = new FeatureSet(features.stream().map(StateSize::withoutWhere).toList());
    Map<String, Field> fields = schema.events().get(features.get(0).event()).fields();
    FeatureStates states = new FeatureStates();
    int number = 0;
    for (long time : times(features)) {
      Fields.Builder values = new Fields.Builder();
      for (String name : names(features)) {
        Field field = fields.get(name);
        if (field != null) {
          values.put(name, value(field, number));
        }
      }
      String id = "e" + number++;
      Event event = Event.of(features.get(0).event(), id, "c", time, values.build());
      states.add(set, event, time, ZoneOffset.UTC);
    }
    BlobWriter out = new BlobWriter();
    states.write(out);
    return new Cost(features, out.size());
  }

  private static Feature withoutWhere(Feature feature) {
    return new Feature(
        feature.name(),
        feature.aggregate(),
        feature.event(),
        feature.field(),
        null,
        feature.window(),
        feature.currency(),
        feature.type(),
        feature.pii());
  }

  private static Set<String> names(List<Feature> features) {
    Set<String> names = new TreeSet<>();
    for (Feature feature : features) {
      if (feature.field() != null) {
        names.add(feature.field());
      }
    }
    return names;
  }

  /** Ascending, as many in each window as it takes to fill it. */
  private static Set<Long> times(List<Feature> features) {
    Set<Long> times = new TreeSet<>();
    for (Feature feature : features) {
      long retention = Span.of(feature.window()).retention();
      long length = retention == Span.FOR_EVER ? LIFE : retention;
      for (int i = 0; i < EVENTS; i++) {
        times.add(NOW - i * length / EVENTS);
      }
    }
    return times;
  }

  private static Object value(Field field, int number) {
    if (!field.values().isEmpty()) {
      return field.values().get(number % field.values().size());
    }
    return switch (field.type()) {
      case TEXT -> "value-%06d".formatted(number * PRIME % 1_000_000);
      case NUMBER -> BigDecimal.valueOf(number * PRIME % 100_000, 2);
      case INTEGER -> BigDecimal.valueOf(number * PRIME % 1_000);
      case BOOLEAN -> number % 2 == 0;
      case DATE -> LocalDate.ofEpochDay(number * PRIME % 20_000);
      case TIME -> Instant.ofEpochMilli(NOW - number * PRIME);
      case TEXTS -> new TreeSet<>(Set.of("value-" + number, "another"));
    };
  }
}
