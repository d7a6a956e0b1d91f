package io.offerflow.pipeline.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.offerflow.stock.Resource;
import io.offerflow.stock.Resource.Kind;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/** What a subtask counts of one thing that is bounded over all customers. */
final class StockMeters {
  /** So many are counted by name; what comes after them is counted together. */
  static final int MOST = 500;

  private static final double MILLION = 1e6;
  private static final Tags OTHERS = Tags.of("kind", "others", "of", "others");

  private final Resource resource;
  private final AtomicLong free;
  private final Counter granted;
  private final Counter denied;

  /**
   * @param resource null for those that are counted together
   */
  StockMeters(MetricsHub hub, Resource resource) {
    this.resource = resource;
    Tags tags = resource == null ? OTHERS : tags(resource);
    free = resource == null ? new AtomicLong() : hub.free(resource);
    granted = counter(hub.registry(), "offerflow.stock.granted", "Units or money used", tags);
    denied =
        counter(
            hub.registry(), "offerflow.stock.denied", "Calls of the core that found none", tags);
  }

  private static Counter counter(
      MeterRegistry registry, String name, String description, Tags tags) {
    return Counter.builder(name).description(description).tags(tags).register(registry);
  }

  static Tags tags(Resource resource) {
    return Tags.of("kind", resource.kind().name().toLowerCase(Locale.ROOT), "of", resource.id());
  }

  /** Budgets are counted in millionths. */
  static double units(Resource resource, long amount) {
    return resource.kind() == Kind.BUDGET ? amount / MILLION : amount;
  }

  void count(long used, boolean lacked, long left) {
    if (used > 0) {
      granted.increment(resource == null ? used : units(resource, used));
    }
    if (lacked) {
      denied.increment();
    }
    free.set(left);
  }
}
