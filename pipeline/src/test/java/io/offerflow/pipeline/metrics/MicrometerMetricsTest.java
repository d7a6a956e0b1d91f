package io.offerflow.pipeline.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offerflow.stock.Resource;
import io.offerflow.stock.Resource.Kind;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class MicrometerMetricsTest {

  @Test
  void everyMetricIsShownByTheNameThatDashboardsUse() throws Exception {
    try (DecisionMetrics metrics = MicrometerMetrics.factory(0).open()) {
      Everything.count(metrics);
      assertThat(page())
          .contains(
              "offerflow_events_total{type=\"purchase\"} 2.0",
              "offerflow_dead_letters_total{reason=\"json\"} 1.0",
              "offerflow_late_events_total 1.0",
              "offerflow_duplicates_total 1.0",
              "offerflow_unmatched_responses_total 1.0",
              "offerflow_currency_skips_total 2.0",
              "offerflow_wakeups_total 1.0",
              "offerflow_decisions_total{campaign=\"hello\",outcome=\"offered\"} 1.0",
              "offerflow_broken_campaigns_total{campaign=\"odd\"} 1.0",
              "offerflow_results_total{result=\"won\"} 1.0",
              "offerflow_results_total{result=\"cap\"} 1.0",
              "offerflow_health{check=\"rules\"} 0.0",
              "offerflow_offers_total{channel=\"sms\"} 1.0",
              "offerflow_reactions_total{campaign=\"hello\",group=\"contacted\",kind=\"accepted\"} 1.0",
              "offerflow_reactions_total{campaign=\"hello\",group=\"left-alone\",kind=\"converted\"} 1.0",
              "offerflow_stock_granted_total{kind=\"stock\",of=\"pack\"} 1.0",
              "offerflow_stock_denied_total{kind=\"stock\",of=\"pack\"} 1.0",
              "offerflow_stock_free{kind=\"stock\",of=\"pack\"} 7.0",
              "offerflow_stock_granted_total{kind=\"budget\",of=\"hello\"} 0.3",
              "offerflow_stock_free{kind=\"budget\",of=\"hello\"} 1.5",
              "offerflow_stock_wait_seconds_sum 0.003",
              "offerflow_decision_seconds_count 1",
              "offerflow_decision_seconds_bucket",
              "offerflow_drools_seconds_sum 0.002",
              "offerflow_latency_seconds_sum 0.005",
              "offerflow_state_bytes_sum 300.0",
              "offerflow_checkpoint_age_seconds ",
              "offerflow_consumer_lag ")
          .doesNotContain("alice");
    }
  }

  @Test
  void manyStocksAreCountedTogether() throws Exception {
    try (DecisionMetrics metrics = MicrometerMetrics.factory(0).open()) {
      for (int i = 0; i < StockMeters.MOST + 3; i++) {
        metrics.stock(new Resource(Kind.STOCK, "pack-" + i), 2, false, 7);
      }
      assertThat(page())
          .contains("offerflow_stock_granted_total{kind=\"others\",of=\"others\"} 6.0")
          .doesNotContain("of=\"pack-" + StockMeters.MOST + "\"");
    }
  }

  @Test
  void allSubtasksCountInOneRegistryWhichTheLastOneCloses() throws Exception {
    DecisionMetrics first = MicrometerMetrics.factory(0).open();
    DecisionMetrics second = MicrometerMetrics.factory(0).open();
    first.late();
    second.late();
    assertThat(page()).contains("offerflow_late_events_total 2.0");
    first.close();
    assertThat(MicrometerMetrics.port()).isPresent();
    second.close();
    assertThat(MicrometerMetrics.port()).isEmpty();
  }

  @Test
  void aTakenPortIsNamed() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      DecisionMetrics.Factory factory = MicrometerMetrics.factory(taken.getLocalPort());
      assertThatThrownBy(factory::open).hasMessageContaining("port " + taken.getLocalPort());
      assertThat(MicrometerMetrics.port()).isEmpty();
    }
  }

  @Test
  void withoutAPortNothingIsOpened() {
    assertThat(MicrometerMetrics.factory(-1).open()).isSameAs(DecisionMetrics.NONE);
    assertThat(MicrometerMetrics.port()).isEmpty();
  }

  private static String page() throws IOException, InterruptedException {
    URI uri = URI.create("http://localhost:" + MicrometerMetrics.port().orElseThrow() + "/metrics");
    HttpResponse<String> response =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(200);
    return response.body();
  }
}
