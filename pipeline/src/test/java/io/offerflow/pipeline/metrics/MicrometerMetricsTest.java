package io.offerflow.pipeline.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.offerflow.decision.Decision;
import io.offerflow.decision.Outcome;
import io.offerflow.decision.Reaction;
import io.offerflow.decision.Result;
import io.offerflow.stock.Resource;
import io.offerflow.stock.Resource.Kind;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MicrometerMetricsTest {

  @Test
  void everyMetricIsShownByTheNameThatDashboardsUse() throws Exception {
    try (DecisionMetrics metrics = MicrometerMetrics.factory(0).open()) {
      metrics.event("purchase");
      metrics.event("purchase");
      metrics.deadLetter("json");
      metrics.late();
      metrics.handled(Outcome.Fate.DUPLICATE, 0);
      metrics.handled(Outcome.Fate.UNMATCHED, 0);
      metrics.handled(Outcome.Fate.ACCEPTED, 2);
      metrics.wakeup();
      metrics.decision(offered());
      metrics.offer("sms");
      metrics.reaction(new Reaction("hello", "accepted", false));
      metrics.reaction(new Reaction("hello", Reaction.CONVERTED, true));
      metrics.stock(new Resource(Kind.STOCK, "pack"), 1, false, 9);
      metrics.stock(new Resource(Kind.STOCK, "pack"), 0, true, 7);
      metrics.stock(new Resource(Kind.BUDGET, "hello"), 300_000, false, 1_500_000);
      metrics.stock(new Resource(Kind.BUDGET, "hello"), -300_000, false, 1_500_000);
      metrics.stockWaited(3_000_000);
      metrics.decisionTook(1_000_000);
      metrics.droolsTook(2_000_000);
      metrics.latency(5);
      metrics.stateBytes(300);
      metrics.checkpointCompleted();
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

  private static Decision offered() {
    Decision.Choice choice =
        new Decision.Choice(
            "hello",
            "pack",
            "sms",
            "sales",
            BigDecimal.ONE,
            BigDecimal.ONE,
            "+86",
            Map.of(),
            "en",
            0,
            null);
    return new Decision(
        "d-1",
        "alice",
        new Decision.EventCause("e-1", "purchase"),
        0,
        Decision.Kind.OFFERED,
        choice,
        "v1",
        List.of(
            new Decision.Considered("hello", "event", Result.WON, null, null),
            new Decision.Considered("odd", "event", Result.MISSING, "x > 1", null, true)),
        false);
  }
}
