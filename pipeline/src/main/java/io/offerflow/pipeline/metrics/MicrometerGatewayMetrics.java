package io.offerflow.pipeline.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.offerflow.gateway.GatewayMetrics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** The gateway's metrics, on the endpoint that the job of the same JVM shows its own on. */
public final class MicrometerGatewayMetrics implements GatewayMetrics, AutoCloseable {
  /** Other sides invent reasons; more of them are counted together. */
  static final int MOST_REASONS = 50;

  private final MetricsHub hub;
  private final MeterRegistry registry;
  private final Map<List<String>, Counter> counters = new ConcurrentHashMap<>();
  private final Map<List<String>, Timer> timers = new ConcurrentHashMap<>();
  private final Map<List<String>, AtomicLong> gauges = new ConcurrentHashMap<>();
  private final Set<String> reasons = ConcurrentHashMap.newKeySet();

  private MicrometerGatewayMetrics(MetricsHub hub) {
    this.hub = hub;
    this.registry = hub.registry();
  }

  /**
   * Opens the endpoint, or joins the one that is there.
   *
   * @param port 0 for any free one
   */
  public static MicrometerGatewayMetrics open(int port) {
    return new MicrometerGatewayMetrics(MetricsHub.open(port));
  }

  @Override
  public void sent(String channel, long nanos, long sinceDecided) {
    count("offerflow.gateway.sent", "Messages that the other side took", "channel", channel);
    timer(
            "offerflow.gateway.answer",
            "From handing a message over to the other side's word",
            channel)
        .record(nanos, TimeUnit.NANOSECONDS);
    timer("offerflow.gateway.delay", "From the decision to handing its message over", channel)
        .record(Math.max(0, sinceDecided), TimeUnit.MILLISECONDS);
  }

  @Override
  public void failed(String channel, String reason) {
    count(
        "offerflow.gateway.failed",
        "Messages that will not reach anybody",
        "channel",
        channel,
        "reason",
        bounded(reason));
  }

  @Override
  public void retried(String channel, String reason) {
    count(
        "offerflow.gateway.retried",
        "Messages that are tried again",
        "channel",
        channel,
        "reason",
        bounded(reason));
  }

  @Override
  public void throttled(String account) {
    count(
        "offerflow.gateway.throttled",
        "Times that the other side wanted nothing for a while",
        "account",
        account);
  }

  @Override
  public void repeated(String channel) {
    count(
        "offerflow.gateway.repeated",
        "Pushes of decisions that were handed on before",
        "channel",
        channel);
  }

  @Override
  public void doubtful(String channel, boolean resent) {
    count(
        "offerflow.gateway.doubtful",
        "Messages of which nobody knows whether they were sent",
        "channel",
        channel,
        "then",
        resent ? "resent" : "dropped");
  }

  @Override
  public void unreadable(String channel) {
    count("offerflow.gateway.unreadable", "Records that are no push", "channel", channel);
  }

  @Override
  public void response(String channel, String kind) {
    count(
        "offerflow.gateway.responses",
        "Receipts and replies written to the events",
        "channel",
        channel,
        "kind",
        kind);
  }

  @Override
  public void ignored(String account, String what) {
    count(
        "offerflow.gateway.ignored",
        "Receipts and replies of which nobody knows what they are about, or that came before",
        "account",
        account,
        "what",
        what);
  }

  @Override
  public void window(String account, int underWay, int room) {
    String window = "offerflow.gateway.window";
    String description = "Messages under way, and room for more";
    gauge(window, description, "account", account, "of", "used").set(underWay);
    gauge(window, description, "account", account, "of", "free").set(room);
  }

  @Override
  public void behind(String channel, long records) {
    gauge(
            "offerflow.gateway.behind",
            "Records of a channel that are not settled yet",
            "channel",
            channel)
        .set(records);
  }

  private String bounded(String reason) {
    if (reasons.contains(reason) || (reasons.size() < MOST_REASONS && reasons.add(reason))) {
      return reason;
    }
    return "others";
  }

  private void count(String name, String description, String... tags) {
    counters
        .computeIfAbsent(
            key(name, tags),
            fresh -> Counter.builder(name).description(description).tags(tags).register(registry))
        .increment();
  }

  private Timer timer(String name, String description, String channel) {
    return timers.computeIfAbsent(
        key(name, channel),
        fresh ->
            Timer.builder(name)
                .description(description)
                .tags("channel", channel)
                .publishPercentileHistogram()
                .minimumExpectedValue(Duration.ofMillis(1))
                .maximumExpectedValue(Duration.ofSeconds(60))
                .register(registry));
  }

  private AtomicLong gauge(String name, String description, String... tags) {
    return gauges.computeIfAbsent(
        key(name, tags),
        fresh -> {
          AtomicLong value = new AtomicLong();
          Supplier<Number> read = value::get;
          Gauge.builder(name, read).description(description).tags(tags).register(registry);
          return value;
        });
  }

  private static List<String> key(String name, String... tags) {
    String[] key = new String[tags.length + 1];
    key[0] = name;
    System.arraycopy(tags, 0, key, 1, tags.length);
    return List.of(key);
  }

  /** The endpoint closes with the last that uses it. */
  @Override
  public void close() {
    hub.release();
  }
}
