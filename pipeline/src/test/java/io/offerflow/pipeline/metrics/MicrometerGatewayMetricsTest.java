package io.offerflow.pipeline.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class MicrometerGatewayMetricsTest {

  @Test
  void everyMetricIsShownByTheNameThatDashboardsUse() throws Exception {
    try (MicrometerGatewayMetrics metrics = MicrometerGatewayMetrics.open(0)) {
      metrics.sent("sms", 2_000_000, 5);
      metrics.sent("sms", 2_000_000, -5);
      metrics.failed("sms", "late");
      metrics.retried("sms", "throttled");
      metrics.throttled("operator");
      metrics.repeated("sms");
      metrics.doubtful("sms", false);
      metrics.doubtful("sms", true);
      metrics.unreadable("sms");
      metrics.response("sms", "delivered");
      metrics.ignored("operator", "unknown");
      metrics.window("operator", 3, 7);
      metrics.window("operator", 4, 6);
      metrics.behind("sms", 12);
      assertThat(page())
          .contains(
              "offerflow_gateway_sent_total{channel=\"sms\"} 2.0",
              "offerflow_gateway_failed_total{channel=\"sms\",reason=\"late\"} 1.0",
              "offerflow_gateway_retried_total{channel=\"sms\",reason=\"throttled\"} 1.0",
              "offerflow_gateway_throttled_total{account=\"operator\"} 1.0",
              "offerflow_gateway_repeated_total{channel=\"sms\"} 1.0",
              "offerflow_gateway_doubtful_total{channel=\"sms\",then=\"dropped\"} 1.0",
              "offerflow_gateway_doubtful_total{channel=\"sms\",then=\"resent\"} 1.0",
              "offerflow_gateway_unreadable_total{channel=\"sms\"} 1.0",
              "offerflow_gateway_responses_total{channel=\"sms\",kind=\"delivered\"} 1.0",
              "offerflow_gateway_ignored_total{account=\"operator\",what=\"unknown\"} 1.0",
              "offerflow_gateway_window{account=\"operator\",of=\"used\"} 4.0",
              "offerflow_gateway_window{account=\"operator\",of=\"free\"} 6.0",
              "offerflow_gateway_behind{channel=\"sms\"} 12.0",
              "offerflow_gateway_answer_seconds_sum{channel=\"sms\"} 0.004",
              "offerflow_gateway_delay_seconds_sum{channel=\"sms\"} 0.005")
          // No job runs here, whose checkpoints could be old.
          .doesNotContain("offerflow_checkpoint_age");
    }
    assertThat(MicrometerMetrics.port()).isEmpty();
  }

  @Test
  void manyReasonsAreCountedTogether() throws Exception {
    try (MicrometerGatewayMetrics metrics = MicrometerGatewayMetrics.open(0)) {
      for (int i = 0; i < MicrometerGatewayMetrics.MOST_REASONS + 3; i++) {
        metrics.failed("sms", "reason-" + i);
        metrics.failed("sms", "reason-0");
      }
      assertThat(page())
          .contains("{channel=\"sms\",reason=\"others\"} 3.0")
          .contains("{channel=\"sms\",reason=\"reason-0\"} 54.0");
    }
  }

  private static String page() throws Exception {
    URI uri = URI.create("http://localhost:" + MicrometerMetrics.port().orElseThrow() + "/metrics");
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    return response.body();
  }
}
