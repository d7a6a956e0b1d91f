package io.offerflow.pipeline.metrics;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.offerflow.stock.Resource;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/**
 * The one registry of this JVM and the endpoint that shows it, shared by all subtasks in it: opened
 * by the first, closed by the last, so that a restarted job finds its port free and its class
 * loader can go.
 */
final class MetricsHub {
  private static MetricsHub current;

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Map<Resource, AtomicLong> free = new ConcurrentHashMap<>();
  private final AtomicLong lastCheckpoint = new AtomicLong(System.nanoTime());
  private final HttpServer server;
  private volatile Health health;
  private int users;

  private MetricsHub(int port) {
    server = bind(port);
    serve();
  }

  /** What a JVM shows in which a job runs, and not only a gateway. */
  synchronized void watchJob(Expectations expected) {
    if (health != null) {
      return;
    }
    health = new Health(expected, () -> since(lastCheckpoint), registry);
    Gauge.builder("offerflow.checkpoint.age", lastCheckpoint, MetricsHub::secondsSince)
        .baseUnit("seconds")
        .description("Since the last completed checkpoint, or since the start")
        .register(registry);
    Gauge.builder("offerflow.consumer.lag", LagReporter::lag)
        .description("Records in Kafka that the job has not read yet")
        .register(registry);
  }

  /**
   * Joins the hub of this JVM, or opens it.
   *
   * @param port 0 for any free one; that of the first to open holds
   */
  static synchronized MetricsHub open(int port) {
    if (current == null) {
      current = new MetricsHub(port);
    }
    current.users++;
    return current;
  }

  /** The port it listens on; empty when no job runs in this JVM. */
  static synchronized OptionalInt port() {
    return current == null
        ? OptionalInt.empty()
        : OptionalInt.of(current.server.getAddress().getPort());
  }

  PrometheusMeterRegistry registry() {
    return registry;
  }

  /** What is left of a resource, as whoever heard of it last says. */
  AtomicLong free(Resource resource) {
    return free.computeIfAbsent(resource, this::watch);
  }

  private AtomicLong watch(Resource resource) {
    AtomicLong left = new AtomicLong();
    Gauge.builder("offerflow.stock.free", left, value -> StockMeters.units(resource, value.get()))
        .description("What is neither used nor leased to a subtask, as this process last heard")
        .tags(StockMeters.tags(resource))
        .register(registry);
    return left;
  }

  /** Of the job, once it is watched. */
  Health health() {
    return health;
  }

  void checkpointCompleted() {
    lastCheckpoint.set(System.nanoTime());
  }

  void release() {
    synchronized (MetricsHub.class) {
      users--;
      if (users == 0) {
        current = null;
        server.stop(0);
        if (health != null) {
          health.close();
        }
        registry.close();
      }
    }
  }

  private void serve() {
    server.createContext("/metrics", this::show);
    server.createContext("/health/live", exchange -> tell(exchange, Health::live));
    server.createContext("/health/ready", exchange -> tell(exchange, Health::ready));
    server.start();
  }

  private static HttpServer bind(int port) {
    try {
      return HttpServer.create(new InetSocketAddress(port), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot show metrics on port " + port + ": " + e.getMessage(), e);
    }
  }

  private void show(HttpExchange exchange) throws IOException {
    byte[] page = registry.scrape().getBytes(StandardCharsets.UTF_8);
    answer(exchange, 200, "text/plain; version=0.0.4; charset=utf-8", page);
  }

  /** A gateway alone has nothing to say but that it is there. */
  private void tell(HttpExchange exchange, Function<Health, Map<String, Health.Check>> question)
      throws IOException {
    Map<String, Health.Check> checks = health == null ? Map.of() : question.apply(health);
    int status = Health.isWell(checks) ? 200 : 503;
    answer(exchange, status, "application/json", Health.json(checks));
  }

  private static void answer(HttpExchange exchange, int status, String type, byte[] page)
      throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, page.length);
    try (OutputStream body = exchange.getResponseBody()) {
      body.write(page);
    }
  }

  private static double secondsSince(AtomicLong instant) {
    return since(instant).toMillis() / 1e3;
  }

  private static Duration since(AtomicLong instant) {
    return Duration.ofNanos(System.nanoTime() - instant.get());
  }
}
