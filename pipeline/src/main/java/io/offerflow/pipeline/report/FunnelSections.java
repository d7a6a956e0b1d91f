package io.offerflow.pipeline.report;

import io.offerflow.measure.Funnel;
import io.offerflow.measure.Measured.CampaignResult;
import io.offerflow.pipeline.report.Chart.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToLongFunction;

/** How far messages came, and how long it took. */
final class FunnelSections extends Part {
  /** Campaigns in a chart of several bars each; the tables have all. */
  private static final int MOST_BARS = 15;

  FunnelSections(Subject subject) {
    super(subject);
  }

  void funnel() {
    List<CampaignResult> sorted =
        subject.contacted().stream()
            .sorted(
                Comparator.comparing((CampaignResult one) -> one.funnel().contacts()).reversed())
            .toList();
    if (sorted.isEmpty()) {
      return;
    }
    html.open("section").element("h2", "From message to result");
    allMessages();
    byCampaign(sorted);
    times(sorted);
    html.close();
  }

  private void allMessages() {
    Funnel all = measured.all();
    tables.chart(
        new Chart(
            "funnel",
            "All campaigns: how many messages came how far",
            "bars",
            "count",
            "Stage",
            List.of("Sent", "Delivered", "Opened or clicked", "Accepted", "Goal reached"),
            List.of(
                new Series(
                    "Messages",
                    "main",
                    new double[] {
                      all.contacts(),
                      all.delivered(),
                      all.engaged(),
                      all.accepted(),
                      all.converted()
                    }))));
  }

  private void byCampaign(List<CampaignResult> sorted) {
    List<Series> series = new ArrayList<>();
    List<CampaignResult> shown = sorted.subList(0, Math.min(MOST_BARS, sorted.size()));
    addStage(series, "Delivered", shown, Funnel::delivered);
    addStage(series, "Opened or clicked", shown, Funnel::engaged);
    addStage(series, "Accepted", shown, Funnel::accepted);
    addStage(series, "Goal reached", shown, Funnel::converted);
    tables.chart(
        new Chart(
            "stages",
            "By campaign: share of messages that came so far"
                + (shown.size() < sorted.size() ? ", the " + MOST_BARS + " largest" : ""),
            "bars",
            "share",
            "Campaign",
            subject.titlesOf(shown),
            series));
    tables.begin(
        1,
        "Campaign",
        "Sent",
        "Failed",
        "Delivered",
        "Opened or clicked",
        "Accepted",
        "Declined",
        "Unsubscribed",
        "Goal reached",
        "Still open");
    sorted.forEach(this::stages);
    tables.end();
  }

  /** A stage that nothing reached, for want of receipts perhaps, takes no room. */
  private void addStage(
      List<Series> series,
      String name,
      List<CampaignResult> campaigns,
      ToLongFunction<Funnel> count) {
    if (count.applyAsLong(measured.all()) == 0) {
      return;
    }
    double[] shares =
        campaigns.stream()
            .mapToDouble(one -> (double) count.applyAsLong(one.funnel()) / one.funnel().contacts())
            .toArray();
    series.add(new Series(name, null, shares));
  }

  private void stages(CampaignResult one) {
    Funnel funnel = one.funnel();
    tables.row(
        subject.title(one.id()),
        numbers.count(funnel.contacts()),
        numbers.count(funnel.failed()),
        numbers.count(funnel.delivered()),
        numbers.count(funnel.engaged()),
        numbers.count(funnel.accepted()),
        numbers.count(funnel.declined()),
        numbers.count(funnel.unsubscribed()),
        one.success() ? numbers.count(funnel.converted()) : "no goal named",
        numbers.count(one.pending()));
  }

  private void times(List<CampaignResult> campaigns) {
    html.element("h3", "How long it takes");
    html.element(
        "p", "Half of them took at most so long; nine of ten at most the time in brackets.");
    tables.begin(
        1,
        "Campaign",
        "Sent to delivered",
        "Delivered to opened",
        "Opened to accepted",
        "Sent to accepted",
        "Sent to goal");
    campaigns.forEach(one -> times(subject.title(one.id()), one.funnel()));
    times("All campaigns", measured.all());
    tables.end();
  }

  private void times(String name, Funnel funnel) {
    List<String> cells = new ArrayList<>(List.of(name));
    for (Funnel.Step step : Funnel.Step.values()) {
      Funnel.Took took = funnel.times().get(step);
      cells.add(
          took == null
              ? Numbers.NONE
              : numbers.duration(took.medianMillis())
                  + " ("
                  + numbers.duration(took.p90Millis())
                  + ")");
    }
    tables.row(cells.toArray(String[]::new));
  }
}
