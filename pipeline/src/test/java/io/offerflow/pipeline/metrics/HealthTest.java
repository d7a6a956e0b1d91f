package io.offerflow.pipeline.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.offerflow.testing.Surroundings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthTest {

  @Test
  void withoutRulesItIsLiveButNotReady() throws Exception {
    try (DecisionMetrics metrics = MicrometerMetrics.factory(0, Expectations.NONE).open()) {
      assertThat(ask("live").statusCode()).isEqualTo(200);
      HttpResponse<String> early = ask("ready");
      assertThat(early.statusCode()).isEqualTo(503);
      assertThat(check(early, "rules").get("well").asBoolean()).isFalse();
      assertThat(ask("elsewhere").statusCode()).isEqualTo(404);

      metrics.pulse();
      HttpResponse<String> ready = ask("ready");
      assertThat(ready.statusCode()).as(ready.body()).isEqualTo(200);
      assertThat(check(ready, "rules").get("told").asText()).isEqualTo("1 subtasks decide");
    }
  }

  @Test
  void aSubtaskThatNoLongerReactsIsNotLive() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (Health health = new Health(Expectations.NONE, () -> Duration.ZERO, registry)) {
      var stuck = health.decides();
      assertThat(Health.isWell(health.live())).isTrue();
      stuck.set(System.nanoTime() - TimeUnit.MINUTES.toNanos(5));
      assertThat(Health.isWell(health.live())).isFalse();
      assertThat(health.live().get("reacts").told()).contains("has not reacted for 300 s");
      assertThat(gauge(registry, "reacts")).isZero();
      health.ends(stuck);
      assertThat(Health.isWell(health.live())).isTrue();
    }
  }

  @Test
  void anOldCheckpointIsToldOf() {
    AtomicReference<Duration> age = new AtomicReference<>(Duration.ofSeconds(9));
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    Expectations expected = new Expectations(new Properties(), Duration.ofSeconds(10));
    try (Health health = new Health(expected, age::get, registry)) {
      health.decides();
      assertThat(Health.isWell(health.ready())).isTrue();
      age.set(Duration.ofSeconds(11));
      assertThat(Health.isWell(health.ready())).isFalse();
      assertThat(Health.isWell(health.live())).isTrue();
      assertThat(gauge(registry, "checkpoint")).isZero();
      assertThat(gauge(registry, "rules")).isOne();
    }
  }

  /** What Docker and Kubernetes ask, in a container of each role. */
  @Test
  void theScriptOfContainersAsksTheSame(@TempDir Path folder) throws Exception {
    Path worker = Files.writeString(folder.resolve("worker"), "java ... TaskManagerRunner ...");
    Path manager = Files.writeString(folder.resolve("manager"), "java ... Entrypoint ...");
    assumeThat(script(worker, 1, "live")).as("bash and wget").isZero();
    assertThat(script(worker, 1, "ready")).as("nobody listens").isNotZero();
    try (DecisionMetrics metrics = MicrometerMetrics.factory(0).open()) {
      int port = MicrometerMetrics.port().orElseThrow();
      assertThat(script(worker, port, "live")).isZero();
      assertThat(script(worker, port, "ready")).isNotZero();
      metrics.pulse();
      assertThat(script(worker, port, "ready")).isZero();
    }
    String jobs =
        "{\"jobs\":[{\"state\":\"RUNNING\",\"tasks\":{\"total\":5,\"running\":%d,\"x\":0}}]}";
    for (int running : List.of(4, 5)) {
      HttpServer rest = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
      answer(rest, "/overview", "{}");
      answer(rest, "/jobs/overview", jobs.formatted(running));
      rest.start();
      int port = rest.getAddress().getPort();
      assertThat(script(manager, port, "live")).isZero();
      assertThat(script(manager, port, "ready") == 0).isEqualTo(running == 5);
      rest.stop(0);
    }
    assertThat(script(manager, 1, "live")).isNotZero();
  }

  private static void answer(HttpServer server, String path, String page) {
    server.createContext(
        path,
        exchange -> {
          byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, bytes.length);
          exchange.getResponseBody().write(bytes);
          exchange.close();
        });
  }

  private static int script(Path commandLine, int port, String question) throws Exception {
    Path script = Surroundings.find("docker/healthcheck.sh");
    ProcessBuilder builder = new ProcessBuilder("bash", script.toString(), question);
    builder.environment().put("OFFERFLOW_COMMAND_LINE", commandLine.toString());
    builder.environment().put("OFFERFLOW_METRICS_PORT", Integer.toString(port));
    builder.environment().put("OFFERFLOW_REST_PORT", Integer.toString(port));
    builder.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    return builder.start().waitFor();
  }

  private static double gauge(SimpleMeterRegistry registry, String check) {
    return registry.get("offerflow.health").tag("check", check).gauge().value();
  }

  private static JsonNode check(HttpResponse<String> response, String name) throws IOException {
    return new ObjectMapper().readTree(response.body()).get(name);
  }

  private static HttpResponse<String> ask(String path) throws IOException, InterruptedException {
    int port = MicrometerMetrics.port().orElseThrow();
    URI uri = URI.create("http://localhost:" + port + "/health/" + path);
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
  }
}
