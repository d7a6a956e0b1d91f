package io.offerflow.pipeline.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.offerflow.pipeline.metrics.MicrometerMetrics;
import io.offerflow.testing.TestWorkspace;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Prometheus, where one is installed (Debian: {@code apt-get install prometheus}), scrapes a job
 * that runs and reads the alert rules.
 */
class PrometheusTest {
  private static final Path DOCKER = Path.of("..", "docker").toAbsolutePath().normalize();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Only a fault of Offerflow's own brings them about; MicrometerMetricsTest sees their names. */
  private static final Set<String> FAULTS =
      Set.of("offerflow_broken_campaigns_total", "offerflow_broken_features_total");

  @TempDir private Path folder;
  private int prometheusPort;

  @Test
  void everyMetricIsScrapedAndEveryAlertIsLoaded() throws Exception {
    assumeThat(installed()).as("a prometheus on the PATH").isTrue();
    try (JobFixture fixture = JobFixture.start(folder)) {
      JobRun run = fixture.run(workspace());
      Configuration config = run.configuration(1);
      config.set(JobOptions.WALL_CLOCK, true);
      JobSettings settings = JobSettings.of(config);
      run.measuredBy(MicrometerMetrics.factory(0, settings.expectations()));
      run.start(config, null);
      prometheusPort = freePort();
      Process prometheus = start(MicrometerMetrics.port().orElseThrow());
      try {
        provoke(run);
        awaitTarget();
        for (String metric : metrics()) {
          awaitSamples(metric);
        }
        JobRun.await("the alert rules", () -> !alerts().isEmpty());
        assertThat(alerts()).containsExactlyInAnyOrderElementsOf(written());
      } finally {
        prometheus.destroy();
        prometheus.waitFor(10, TimeUnit.SECONDS);
        fixture.cancelAll();
      }
    }
  }

  private static boolean installed() {
    return Stream.of(System.getenv("PATH").split(":"))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "prometheus")));
  }

  /** One of everything that is counted under a name of its own: a type, a reason, a channel. */
  private static void provoke(JobRun run) {
    long now = System.currentTimeMillis();
    long before = now - Duration.ofDays(2).toMillis();
    String events = run.topics().events();
    run.send(events, "c-0", "no event");
    run.send(events, "c-1", event("e-1", "c-1", "recharge", before, ""));
    run.send(events, "c-2", event("e-2", "c-2", "recharge", now, ""));
    run.send(events, "c-3", event("e-3", "c-3", "recharge", now, ""));
    String liked = ",\"offer\":\"care\",\"kind\":\"accepted\"";
    run.send(events, "c-2", event("e-4", "c-2", "response", now + 1, liked));
    run.send(events, "c-3", event("e-5", "c-3", "response", now + 1, liked));
  }

  private static String event(String id, String customer, String type, long time, String more) {
    return "{\"id\":\"%s\",\"customer\":\"%s\",\"type\":\"%s\",\"time\":%d%s}"
        .formatted(id, customer, type, time, more);
  }

  /** One unit of the best offer: the second customer has the next best. */
  private static WorkspaceFiles workspace() {
    return WorkspaceFiles.of(
        new TestWorkspace()
            .file(
                "offers.yaml",
                """
                pack:
                  value: 10
                  start propensity: 0.1
                  stock: 1
                  content: {sms: {en: "A pack"}}
                care:
                  value: 1
                  start propensity: 0.5
                  content: {sms: {en: "We care"}}
                """)
            .policy("classes: {sales: {}}\nconsent: {sms: opt-out}\n")
            .campaign("best", "{event: recharge}", "")
            .campaign("next", "{event: recharge}", "offer: care\n")
            .files());
  }

  private Process start(int metricsPort) throws IOException {
    Path config = folder.resolve("prometheus.yml");
    Files.writeString(
        config,
        """
        global: {scrape_interval: 1s, scrape_timeout: 1s}
        rule_files: ["%s"]
        scrape_configs:
          - {job_name: offerflow, static_configs: [{targets: ["localhost:%d"]}]}
        """
            .formatted(DOCKER.resolve("alerts.yml"), metricsPort));
    return new ProcessBuilder(
            "prometheus",
            "--config.file=" + config,
            "--storage.tsdb.path=" + folder.resolve("tsdb"),
            "--web.listen-address=127.0.0.1:" + prometheusPort)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("prometheus.log").toFile())
        .start();
  }

  private void awaitTarget() throws IOException {
    JobRun.await(
        "the job as a target",
        () -> {
          JsonNode targets = ask("targets").path("activeTargets");
          return targets.size() == 1 && targets.get(0).path("health").asText().equals("up");
        });
  }

  private void awaitSamples(String metric) throws IOException {
    String query = "query?query=" + URLEncoder.encode(metric, StandardCharsets.UTF_8);
    JobRun.await(
        "a sample of "
            + metric
            + ", which docker/metrics.txt names. Register it when the job starts, or let"
            + " PrometheusTest.provoke() bring it about; a metric that no job has does not belong"
            + " into that file",
        () -> ask(query).path("result").size() > 0);
  }

  /** The names of the job's series, as queries ask for them; a gateway is another process. */
  private static List<String> metrics() throws IOException {
    List<String> names = new ArrayList<>();
    for (String line : Files.readAllLines(DOCKER.resolve("metrics.txt"))) {
      if (line.startsWith("offerflow_") && !line.startsWith("offerflow_gateway_")) {
        String[] words = line.split("\\s+");
        if (FAULTS.contains(words[0])) {
          continue;
        }
        boolean plain = words[1].equals("counter") || words[1].equals("gauge");
        names.add(plain ? words[0] : words[0] + "_count");
        if (words[1].equals("histogram")) {
          names.add(words[0] + "_bucket");
        }
      }
    }
    return names;
  }

  private List<String> alerts() {
    return StreamSupport.stream(ask("rules").path("groups").spliterator(), false)
        .flatMap(group -> StreamSupport.stream(group.path("rules").spliterator(), false))
        .map(rule -> rule.path("name").asText())
        .toList();
  }

  private static List<String> written() throws IOException {
    return Files.readAllLines(DOCKER.resolve("alerts.yml")).stream()
        .filter(line -> line.contains("- alert: "))
        .map(line -> line.substring(line.indexOf(": ") + 2))
        .toList();
  }

  /** Empty until it listens. */
  private JsonNode ask(String what) {
    URI uri = URI.create("http://127.0.0.1:" + prometheusPort + "/api/v1/" + what);
    try {
      HttpResponse<String> response =
          HTTP.send(
              HttpRequest.newBuilder(uri).timeout(PATIENCE).build(),
              HttpResponse.BodyHandlers.ofString());
      return response.statusCode() == 200
          ? JSON.readTree(response.body()).path("data")
          : JSON.createObjectNode();
    } catch (IOException notYet) {
      return JSON.createObjectNode();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return JSON.createObjectNode();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }
}
