package io.offerflow.pipeline.metrics;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.offerflow.kafka.BrokerWatch;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Whether the subtasks of this process react, and whether they can do their work.
 *
 * <p>Live: each subtask that decides has let a timer fire within the last minutes. Who is not
 * should be started again. Ready: besides, they have rules, a broker answers, and the state was
 * saved not long ago. Who is not needs somebody to look; to start it again helps nothing.
 */
final class Health implements AutoCloseable {
  private static final Duration STUCK = Duration.ofMinutes(4);

  private final Set<AtomicLong> pulses = ConcurrentHashMap.newKeySet();
  private final Supplier<Duration> checkpointAge;
  private final Expectations expected;
  private final BrokerWatch brokers;

  /** The answer to one question. */
  record Check(boolean good, String told) {}

  /**
   * @param checkpointAge since the last checkpoint
   */
  Health(Expectations expected, Supplier<Duration> checkpointAge, MeterRegistry registry) {
    this.expected = expected;
    this.checkpointAge = checkpointAge;
    this.brokers = expected.kafka().isEmpty() ? null : BrokerWatch.of(expected.kafka()).hold();
    watch(registry, "reacts", this::reacts);
    watch(registry, "rules", this::rules);
    watch(registry, "broker", this::broker);
    watch(registry, "checkpoint", this::checkpoint);
  }

  private static void watch(MeterRegistry registry, String name, Supplier<Check> check) {
    Gauge.builder("offerflow.health", check, asked -> asked.get().good() ? 1 : 0)
        .description("What /health/ready asks: 1 when it is well, else 0")
        .tag("check", name)
        .strongReference(true)
        .register(registry);
  }

  /** A subtask that decides has its rules; it must react from now on. */
  AtomicLong decides() {
    AtomicLong pulse = new AtomicLong(System.nanoTime());
    pulses.add(pulse);
    return pulse;
  }

  /** It decides no more. */
  void ends(AtomicLong pulse) {
    pulses.remove(pulse);
  }

  Map<String, Check> live() {
    return Map.of("reacts", reacts());
  }

  Map<String, Check> ready() {
    return Map.of(
        "reacts", reacts(), "rules", rules(), "broker", broker(), "checkpoint", checkpoint());
  }

  /** One JSON object; whether all is well first. */
  static byte[] json(Map<String, Check> checks) {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode page = mapper.createObjectNode().put("well", isWell(checks));
    checks.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            check ->
                page.putObject(check.getKey())
                    .put("well", check.getValue().good())
                    .put("told", check.getValue().told()));
    return page.toString().getBytes(StandardCharsets.UTF_8);
  }

  static boolean isWell(Map<String, Check> checks) {
    return checks.values().stream().allMatch(Check::good);
  }

  private Check reacts() {
    long now = System.nanoTime();
    long oldest = pulses.stream().mapToLong(pulse -> now - pulse.get()).max().orElse(0);
    if (brokers != null) {
      // A subtask that waits for a broker is not stuck, and to start it again helps nothing.
      oldest = Math.min(oldest, now - brokers.missedAt());
    }
    boolean good = oldest < STUCK.toNanos();
    return new Check(
        good,
        good
            ? "every subtask reacts"
            : "a subtask has not reacted for " + Duration.ofNanos(oldest).toSeconds() + " s");
  }

  private Check rules() {
    int deciding = pulses.size();
    return new Check(
        deciding > 0,
        deciding > 0
            ? deciding + " subtasks decide"
            : "no subtask has its rules and its state yet");
  }

  private Check broker() {
    if (brokers == null) {
      return new Check(true, "no broker is expected");
    }
    boolean good = brokers.isReachable();
    return new Check(
        good,
        good
            ? "a broker answers"
            : "no broker has answered for " + brokers.silence().toSeconds() + " s");
  }

  private Check checkpoint() {
    Duration age = checkpointAge.get();
    return new Check(
        age.compareTo(expected.checkpointAge()) < 0,
        "the last checkpoint, or the start, is " + age.toSeconds() + " s ago");
  }

  @Override
  public void close() {
    if (brokers != null) {
      brokers.release();
    }
  }
}
