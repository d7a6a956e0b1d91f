package io.offerflow.pipeline.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.offerflow.decision.Broken;
import io.offerflow.decision.Decision;
import io.offerflow.decision.Outcome;
import io.offerflow.decision.Reaction;
import io.offerflow.decision.Result;
import io.offerflow.stock.Resource;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The metrics in Micrometer's Prometheus registry. A meter is looked up in the registry once for
 * each subtask and tag; after that a count is one addition.
 */
public final class MicrometerMetrics implements DecisionMetrics {
  /** The campaign of a decision that chose none. */
  private static final String NO_CAMPAIGN = "none";

  private final MetricsHub hub;
  private final MeterRegistry registry;
  private final LabelledCounter events;
  private final LabelledCounter deadLetters;
  private final LabelledCounter offers;
  private final LabelledCounter refused;
  private final Map<Decision.Kind, Map<String, Counter>> decisions =
      new EnumMap<>(Decision.Kind.class);
  private final LabelledCounter broken;
  private final LabelledCounter brokenFeatures;
  private final Map<Reaction, Counter> reactions = new HashMap<>();
  private final Counter late;
  private final Counter duplicates;
  private final Counter unmatched;
  private final Counter skipped;
  private final Counter wakeups;
  private final Map<Resource, StockMeters> stocks = new HashMap<>();
  private final Timer stockWait;
  private final Timer decision;
  private final Timer drools;
  private final Timer latency;
  private final DistributionSummary state;
  private final Counter[] results = new Counter[Result.values().length];
  private AtomicLong pulse;
  private final Counter bundleFailures;
  private final AtomicLong bundle = new AtomicLong();
  private Gauge bundleGauge;

  private MicrometerMetrics(MetricsHub hub, Expectations expected) {
    this.hub = hub;
    registry = hub.registry();
    hub.watchJob(expected);
    events = labelled("offerflow.events", "Events that reached the core", "type");
    deadLetters = labelled("offerflow.dead.letters", "Records that were no event", "reason");
    offers = labelled("offerflow.offers", "Pushes sent", "channel");
    refused = labelled("offerflow.late.offers", "Pushes past their deadline", "channel");
    broken =
        labelled(
            "offerflow.broken.campaigns",
            "Campaigns left out of a decision because they could not be evaluated",
            "campaign");
    brokenFeatures =
        labelled(
            "offerflow.broken.features",
            "Events left out of a feature because its `where` could not be evaluated",
            "feature");
    late = counter("offerflow.late.events", "Events further behind than disorder allows");
    duplicates = counter("offerflow.duplicates", "Events that repeated an id and changed nothing");
    unmatched =
        counter("offerflow.unmatched.responses", "Responses that match no decision of theirs");
    skipped =
        counter("offerflow.currency.skips", "Windows that left an event out for its currency");
    bundleFailures =
        counter("offerflow.bundle.failures", "What was deployed and could not be in force");
    wakeups = counter("offerflow.wakeups", "Timers of customers that fired");
    stockWait =
        timer(
            "offerflow.stock.wait",
            "A decision that waited for what another subtask had",
            Duration.ofSeconds(10));
    decision = timer("offerflow.decision", "One call of the decision core", Duration.ofMillis(100));
    drools =
        timer(
            "offerflow.drools",
            "Drools, for one kind of moment within a call",
            Duration.ofMillis(100));
    latency =
        timer(
            "offerflow.latency",
            "From Kafka's append of an event to its push being handed to the producer",
            Duration.ofSeconds(60));
    state =
        DistributionSummary.builder("offerflow.state")
            .baseUnit("bytes")
            .description("A customer's state, each time it is written")
            .register(registry);
  }

  /**
   * Metrics on an endpoint of each JVM that runs subtasks.
   *
   * @param port 0 for any free one, -1 for no metrics at all
   */
  public static Factory factory(int port) {
    return factory(port, Expectations.NONE);
  }

  /**
   * As {@link #factory(int)}, with health beside the metrics: {@code /health/live} and {@code
   * /health/ready} answer 200 or 503, and say why.
   */
  public static Factory factory(int port, Expectations expected) {
    return port < 0 ? Factory.OFF : () -> new MicrometerMetrics(MetricsHub.open(port), expected);
  }

  /** The port of the endpoint of this JVM; empty when no job runs in it. */
  public static OptionalInt port() {
    return MetricsHub.port();
  }

  @Override
  public void event(String type) {
    events.increment(type);
  }

  @Override
  public void deadLetter(String reason) {
    deadLetters.increment(reason);
  }

  @Override
  public void late() {
    late.increment();
  }

  @Override
  public void handled(Outcome.Fate fate, int leftOut) {
    if (fate == Outcome.Fate.DUPLICATE) {
      duplicates.increment();
    } else if (fate == Outcome.Fate.UNMATCHED) {
      unmatched.increment();
    }
    if (leftOut > 0) {
      skipped.increment(leftOut);
    }
  }

  @Override
  public void reaction(Reaction reaction) {
    reactions
        .computeIfAbsent(
            reaction,
            one ->
                counter(
                    "offerflow.reactions",
                    "Responses to contacts, and successes credited to them",
                    "campaign",
                    one.campaign(),
                    "kind",
                    one.kind(),
                    "group",
                    one.control() ? "left-alone" : "contacted"))
        .increment();
  }

  @Override
  public void decision(Decision made) {
    String campaign = made.choice() == null ? NO_CAMPAIGN : made.choice().campaign();
    decisions
        .computeIfAbsent(made.outcome(), kind -> new HashMap<>())
        .computeIfAbsent(
            campaign,
            name ->
                counter(
                    "offerflow.decisions",
                    "Decisions made",
                    "outcome",
                    made.outcome().name().toLowerCase(Locale.ROOT),
                    "campaign",
                    name))
        .increment();
    for (Decision.Considered considered : made.considered()) {
      result(considered.result()).increment();
      if (considered.broken()) {
        broken.increment(considered.campaign());
      }
    }
  }

  @Override
  public void broken(Broken part) {
    switch (part.part()) {
      case SUCCESS -> broken.increment(part.name());
      case FEATURE -> brokenFeatures.increment(part.name());
    }
  }

  private Counter result(Result result) {
    int index = result.ordinal();
    if (results[index] == null) {
      results[index] =
          counter(
              "offerflow.results",
              "What became of campaigns whose moment occurred",
              "result",
              result.word());
    }
    return results[index];
  }

  @Override
  public void offer(String channel) {
    offers.increment(channel);
  }

  @Override
  public void refused(String channel) {
    refused.increment(channel);
  }

  @Override
  public void stock(Resource resource, long granted, boolean denied, long free) {
    stocks.computeIfAbsent(resource, this::meters).count(granted, denied, free);
  }

  private StockMeters meters(Resource resource) {
    return new StockMeters(hub, stocks.size() < StockMeters.MOST ? resource : null);
  }

  @Override
  public void stockWaited(long nanos) {
    stockWait.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void decisionTook(long nanos) {
    decision.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void droolsTook(long nanos) {
    drools.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void latency(long millis) {
    latency.record(Math.max(0, millis), TimeUnit.MILLISECONDS);
  }

  @Override
  public void stateBytes(int bytes) {
    state.record(bytes);
  }

  @Override
  public void wakeup() {
    wakeups.increment();
  }

  @Override
  public void pulse() {
    if (pulse == null) {
      pulse = hub.health().decides();
    }
    pulse.set(System.nanoTime());
  }

  @Override
  public void bundle(int task, long number) {
    bundle.set(number);
    if (bundleGauge == null) {
      bundleGauge =
          Gauge.builder("offerflow.bundle", bundle, AtomicLong::get)
              .description("The number of the activation that a subtask decides by")
              .tag("task", Integer.toString(task))
              .register(registry);
    }
  }

  @Override
  public void bundleFailed() {
    bundleFailures.increment();
  }

  @Override
  public void checkpointCompleted() {
    hub.checkpointCompleted();
  }

  @Override
  public void close() {
    if (pulse != null) {
      hub.health().ends(pulse);
    }
    if (bundleGauge != null) {
      registry.remove(bundleGauge);
    }
    hub.release();
  }

  private LabelledCounter labelled(String name, String description, String label) {
    return new LabelledCounter(registry, name, description, label);
  }

  private Counter counter(String name, String description, String... tags) {
    return Counter.builder(name).description(description).tags(tags).register(registry);
  }

  /** Bounds keep the histogram to the buckets that its values can fall into. */
  private Timer timer(String name, String description, Duration longest) {
    return Timer.builder(name)
        .description(description)
        .publishPercentileHistogram()
        .minimumExpectedValue(longest.dividedBy(60_000))
        .maximumExpectedValue(longest)
        .register(registry);
  }
}
