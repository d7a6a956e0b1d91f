package io.offerflow.pipeline.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.HashMap;
import java.util.Map;

/** Counters of one name, one for each value of a label. Each shows from its first count on. */
final class LabelledCounter {
  private final MeterRegistry registry;
  private final String name;
  private final String description;
  private final String label;
  private final Map<String, Counter> byValue = new HashMap<>();

  LabelledCounter(MeterRegistry registry, String name, String description, String label) {
    this.registry = registry;
    this.name = name;
    this.description = description;
    this.label = label;
  }

  void increment(String value) {
    Counter counter = byValue.get(value);
    if (counter == null) {
      counter = Counter.builder(name).description(description).tag(label, value).register(registry);
      byValue.put(value, counter);
    }
    counter.increment();
  }
}
