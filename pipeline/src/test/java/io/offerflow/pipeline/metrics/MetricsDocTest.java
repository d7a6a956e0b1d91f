package io.offerflow.pipeline.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.testing.GeneratedTable;
import io.offerflow.testing.Surroundings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The metrics in docs/operations.md and docker/metrics.txt are those that the code registers. */
class MetricsDocTest {
  private static final Pattern HEAD = Pattern.compile("# (HELP|TYPE) (offerflow_\\w+) (.*)");
  private static final Pattern SAMPLE = Pattern.compile("(offerflow_\\w+)\\{(.*)} .*");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"");
  private static final Pattern IN_SOURCE = Pattern.compile("\"(offerflow\\.[a-z.]+)\"");
  private static final Pattern SUFFIX = Pattern.compile("_(total|seconds|bytes)$");

  private static final class Shown {
    private String kind = "";
    private String told = "";
    private final Set<String> labels = new LinkedHashSet<>();
  }

  @Test
  void everyMetricIsInTheDocs() throws Exception {
    Map<String, Shown> shown = shown();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("metric", "kind", "labels", "what it says"));
    shown.forEach(
        (name, metric) ->
            rows.add(
                List.of(
                    "`" + name + "`", metric.kind, String.join(" ", metric.labels), metric.told)));
    new GeneratedTable("docs/operations.md", "metrics").mustRead(rows);
  }

  @Test
  void theListOfDockerHasEveryMetricAndNoOther() throws Exception {
    Map<String, String> listed = new TreeMap<>();
    for (String line : Files.readAllLines(Surroundings.find("docker/metrics.txt"))) {
      if (!line.isBlank() && !line.startsWith("#")) {
        String[] words = line.split("\\s+");
        listed.put(words[0], words[1]);
      }
    }
    Map<String, String> registered = new TreeMap<>();
    shown().forEach((name, metric) -> registered.put(name, metric.kind));
    assertThat(listed)
        .as("docker/metrics.txt; a new metric also wants a panel of docker/grafana/dashboards")
        .isEqualTo(registered);
  }

  @Test
  void whatTheSourcesNameIsBroughtAboutHere() throws Exception {
    Set<String> named = new TreeSet<>();
    try (Stream<Path> sources =
        Files.list(Path.of("src/main/java/io/offerflow/pipeline/metrics"))) {
      for (Path source : sources.toList()) {
        Matcher name = IN_SOURCE.matcher(Files.readString(source));
        while (name.find()) {
          named.add(name.group(1).replace('.', '_'));
        }
      }
    }
    Set<String> registered =
        shown().keySet().stream()
            .map(name -> SUFFIX.matcher(name).replaceAll(""))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(registered)
        .as(
            "metrics that the code names and Everything.count() brings about: call the new one there")
        .isEqualTo(named);
  }

  /** What a page of metrics says once everything has been counted, by name. */
  private static Map<String, Shown> shown() throws IOException, InterruptedException {
    Map<String, Shown> shown = new TreeMap<>();
    for (String line : page().split("\n")) {
      Matcher head = HEAD.matcher(line);
      Matcher sample = SAMPLE.matcher(line);
      if (head.matches()) {
        Shown metric = shown.computeIfAbsent(head.group(2), name -> new Shown());
        if (head.group(1).equals("HELP")) {
          metric.told = head.group(3);
        } else {
          metric.kind = head.group(3);
        }
      } else if (sample.matches() && shown.containsKey(sample.group(1))) {
        Matcher label = LABEL.matcher(sample.group(2));
        while (label.find()) {
          shown.get(sample.group(1)).labels.add(label.group(1));
        }
      }
    }
    // Micrometer's own companion of each timer and summary.
    shown.keySet().removeIf(name -> name.endsWith("_max"));
    return shown;
  }

  private static String page() throws IOException, InterruptedException {
    try (DecisionMetrics metrics = MicrometerMetrics.factory(0).open();
        MicrometerGatewayMetrics gateway = MicrometerGatewayMetrics.open(0)) {
      Everything.count(metrics);
      Everything.count(gateway);
      int port = MicrometerMetrics.port().orElseThrow();
      URI uri = URI.create("http://localhost:" + port + "/metrics");
      return HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }
}
