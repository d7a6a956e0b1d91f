package io.offerflow.pipeline.demo;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decisions by outcome, as the job's metrics count them. The topic would not do: of the outcome
 * {@code none} it holds a sample only.
 */
final class DecisionCounts {
  private static final Pattern COUNT =
      Pattern.compile("offerflow_decisions_total\\{.*outcome=\"(\\w+)\".*} (\\S+)");
  private static final int TIMEOUT_MILLIS = 1_000;

  private final URI metrics;
  private Map<String, Long> last = Map.of();

  /**
   * @param metrics the page that Prometheus reads
   */
  DecisionCounts(URI metrics) {
    this.metrics = metrics;
  }

  /** As of now; as of last time when the page cannot be had. */
  Map<String, Long> read() {
    try {
      last = parse(page());
    } catch (IOException e) {
      // A job that restarts closes its page for a moment; a view does not end for that.
    }
    return last;
  }

  static Map<String, Long> parse(String page) {
    Map<String, Long> counts = new TreeMap<>();
    Matcher matcher = COUNT.matcher(page);
    while (matcher.find()) {
      counts.merge(matcher.group(1), (long) Double.parseDouble(matcher.group(2)), Long::sum);
    }
    return counts;
  }

  private String page() throws IOException {
    HttpURLConnection connection = (HttpURLConnection) metrics.toURL().openConnection();
    connection.setConnectTimeout(TIMEOUT_MILLIS);
    connection.setReadTimeout(TIMEOUT_MILLIS);
    try (InputStream in = connection.getInputStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
