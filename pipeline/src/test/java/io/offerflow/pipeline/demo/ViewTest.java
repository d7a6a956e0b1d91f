package io.offerflow.pipeline.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.pipeline.demo.Measurements.Push;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ViewTest {
  private static final Push PUSH =
      new Push("airport-roaming", "roaming-7d", "push", "enter", "1.44", 4);

  @Test
  void aPictureSaysWhatCameOutAndWhy() {
    assertThat(View.lines(snapshot()))
        .contains(
            "events           12,000   2,000/s",
            "decisions         3,001   none 3,000, offered 1",
            "offers                1   2/s",
            "latency     p50 4 ms, p99 4 ms, p99.9 4 ms",
            "offers by channel    push 1",
            "  airport-roaming                       1",
            "  airport-roaming: roaming-7d by push, because of enter, score 1.44, 4 ms");
  }

  @Test
  void aLineSaysTheSameWithoutATerminal() {
    assertThat(View.line(snapshot()))
        .startsWith("1:05  12,000 events (2,000/s), 3,001 decisions, 1 offers (2/s)")
        .contains("p99.9 4 ms")
        .endsWith("because of enter, score 1.44, 4 ms");
  }

  @Test
  void theSummaryIsOneJsonObject() {
    Summary summary = new Summary(new Demo.Settings(20, 2_000, 7, 100), snapshot());

    assertThat(summary.json())
        .startsWith("{\"events\":12000,\"decisions\":3001,\"offers\":1,\"p50_ms\":4,\"p99_ms\":4,")
        .contains("\"p999_ms\":4", "\"first_offer_s\":1.0", "\"warm_up_s\":5", "\"push\":1")
        .doesNotContain("\n");
    assertThat(summary.lines()).anyMatch(line -> line.contains("without the first 5 s"));
  }

  @Test
  void nothingMeasuredIsSaidAsSuch() {
    Measurements nothing = new Measurements(0, 0);
    Snapshot snapshot = new Snapshot(1_000, 0, 0, 0, 0, nothing.standing(Map.of()));

    assertThat(View.lines(snapshot)).contains("latency     not measured yet");
    assertThat(new Summary(new Demo.Settings(5, 1, 1, 1), snapshot).json())
        .contains("\"p50_ms\":null", "\"first_offer_s\":null", "\"warm_up_s\":0");
  }

  @Test
  void latenciesOfTheWarmUpAreNotCounted() {
    Measurements measurements = new Measurements(0, 5_000);
    measurements.offered(PUSH, 4_999, 5_003);
    assertThat(measurements.standing(Map.of()).measured()).isZero();

    measurements.offered(PUSH, 5_000, 5_004);
    assertThat(measurements.standing(Map.of()).measured()).isOne();
    assertThat(measurements.standing(Map.of()).offers()).isEqualTo(2);
  }

  @Test
  void appendTimesAreKnownForTheLatestMillion() {
    AppendTimes times = new AppendTimes(1_000);
    times.put(5, 1_234);

    assertThat(times.get(5)).isEqualTo(1_234);
    assertThat(times.get(6)).isEqualTo(AppendTimes.UNKNOWN);
    times.put(5 + (1 << 20), 9_999);
    assertThat(times.get(5)).isEqualTo(AppendTimes.UNKNOWN);
    assertThat(times.get(5 + (1 << 20))).isEqualTo(9_999);
  }

  @Test
  void decisionsAreCountedOverCampaigns() {
    String page =
        """
        # TYPE offerflow_decisions counter
        offerflow_decisions_total{campaign="a",outcome="offered"} 3.0
        offerflow_decisions_total{campaign="b",outcome="offered"} 4.0
        offerflow_decisions_total{campaign="none",outcome="none"} 1.2E7
        offerflow_duplicates_total 9.0
        """;

    assertThat(DecisionCounts.parse(page)).isEqualTo(Map.of("offered", 7L, "none", 12_000_000L));
  }

  private static Snapshot snapshot() {
    Measurements measurements = new Measurements(1_000_000, 1_000_500);
    measurements.offered(PUSH, 1_000_996, 1_001_000);
    return new Snapshot(
        65_400, 12_000, 2_000, 2, 0, measurements.standing(Map.of("none", 3_000L, "offered", 1L)));
  }
}
