package io.offerflow.pipeline.report;

import io.offerflow.decision.Result;
import io.offerflow.measure.Measured;
import io.offerflow.measure.Reason;
import io.offerflow.pipeline.report.Chart.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Why messages did not go out, and what caps and quiet hours keep back. */
final class ReasonSections extends Part {
  private static final int MOST_BARS = 20;
  private static final int MOST_DETAILS = 25;
  private static final Set<Result> SENT = EnumSet.of(Result.WON);

  /** What the rules of contact policy say, in their own words. */
  private static final Set<Result> POLICY =
      EnumSet.of(
          Result.CONSENT,
          Result.SUPPRESSED,
          Result.EXCLUDED,
          Result.STOCK,
          Result.LIMIT,
          Result.CAP,
          Result.QUIET);

  private final Map<Result, Long> totals = new EnumMap<>(Result.class);
  private final Map<String, Map<Result, Long>> byCampaign = new TreeMap<>();

  ReasonSections(Subject subject) {
    super(subject);
    for (Reason reason : measured.reasons()) {
      if (reason.detail() == null) {
        byCampaign
            .computeIfAbsent(reason.campaign(), unused -> new EnumMap<>(Result.class))
            .put(reason.result(), reason.count());
      }
    }
    // What sets tags sends nothing, and no message of it is kept back.
    byCampaign.values().removeIf(results -> results.containsKey(Result.TAGGED));
    byCampaign
        .values()
        .forEach(
            results -> results.forEach((result, count) -> totals.merge(result, count, Long::sum)));
  }

  void write() {
    if (totals.isEmpty()) {
      return;
    }
    reasons();
    policy();
  }

  private void reasons() {
    html.open("section").element("h2", "Why messages did not go out");
    long all = totals.values().stream().mapToLong(Long::longValue).sum();
    long sent = totals.getOrDefault(Result.WON, 0L);
    html.element(
        "p",
        "A campaign's moment came "
            + numbers.count(all)
            + " times; "
            + numbers.count(sent)
            + " times ("
            + numbers.share(sent, all)
            + ") a message went out. For the others, the first thing that stood in the way:");
    List<String> campaigns =
        byCampaign.keySet().stream()
            .sorted(Comparator.comparing((String id) -> sum(byCampaign.get(id))).reversed())
            .limit(MOST_BARS)
            .toList();
    List<Result> present =
        totals.keySet().stream().filter(result -> !SENT.contains(result)).toList();
    List<Series> series = new ArrayList<>();
    series.add(new Series(Words.of(Result.WON), "good", shares(campaigns, Result.WON)));
    for (Result result : present) {
      series.add(new Series(Words.of(result), null, shares(campaigns, result)));
    }
    tables.chart(
        new Chart(
            "reasons",
            "By campaign: what became of its moments"
                + (campaigns.size() < byCampaign.size() ? ", the " + MOST_BARS + " busiest" : ""),
            "stacked",
            "share",
            "Campaign",
            campaigns.stream().map(subject::title).toList(),
            series));
    details();
    html.close();
  }

  private static long sum(Map<Result, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private double[] shares(List<String> campaigns, Result result) {
    return campaigns.stream()
        .map(byCampaign::get)
        .mapToDouble(counts -> (double) counts.getOrDefault(result, 0L) / sum(counts))
        .toArray();
  }

  private void details() {
    List<Reason> details =
        measured.reasons().stream()
            .filter(reason -> reason.detail() != null && !SENT.contains(reason.result()))
            .filter(reason -> reason.result() != Result.CONTROL)
            .filter(reason -> byCampaign.containsKey(reason.campaign()))
            .sorted(Comparator.comparing(Reason::count).reversed())
            .limit(MOST_DETAILS)
            .toList();
    if (details.isEmpty()) {
      return;
    }
    html.element("h3", "The rules that decided it most often");
    tables.begin(3, "Campaign", "Reason", "Rule", "Times");
    for (Reason reason : details) {
      tables.row(
          subject.title(reason.campaign()),
          Words.of(reason.result()),
          reason.detail(),
          numbers.count(reason.count()));
    }
    tables.end();
  }

  private void policy() {
    html.open("section").element("h2", "What caps and quiet hours keep back");
    long capped = totals.getOrDefault(Result.CAP, 0L);
    long quiet = totals.getOrDefault(Result.QUIET, 0L);
    long sent = totals.getOrDefault(Result.WON, 0L);
    html.element(
        "p",
        "Caps kept back "
            + numbers.count(capped)
            + " messages and quiet hours "
            + numbers.count(quiet)
            + ", against "
            + numbers.count(sent)
            + " that went out.");
    if (capped + quiet > 0) {
      Periods periods = new Periods(measured.days());
      List<Series> series = new ArrayList<>();
      if (capped > 0) {
        series.add(new Series(Words.of(Result.CAP), null, periods.sums(Measured.Day::capped)));
      }
      if (quiet > 0) {
        series.add(new Series(Words.of(Result.QUIET), null, periods.sums(Measured.Day::quiet)));
      }
      chart("kept-back", "Kept back", "columns", periods, series);
    }
    rules();
    messages();
    html.close();
  }

  private void rules() {
    Map<String, Long> rules = new LinkedHashMap<>();
    for (Reason reason : measured.reasons()) {
      if (reason.detail() != null && POLICY.contains(reason.result())) {
        rules.merge(Words.of(reason.result()) + ": " + reason.detail(), reason.count(), Long::sum);
      }
    }
    if (rules.isEmpty()) {
      return;
    }
    tables.begin(1, "Rule", "Messages kept back");
    rules.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(MOST_DETAILS)
        .forEach(rule -> tables.row(rule.getKey(), numbers.count(rule.getValue())));
    tables.end();
  }

  private void messages() {
    List<String> labels = new ArrayList<>();
    double[] customers = new double[measured.messages().size() - 1];
    for (int i = 1; i <= customers.length; i++) {
      labels.add(i == customers.length ? i + " or more" : Integer.toString(i));
      customers[i - 1] = measured.messages().get(i);
    }
    if (measured.all().contacts() > 0) {
      tables.chart(
          new Chart(
              "messages",
              "Customers by how many messages they got",
              "columns",
              "count",
              "Messages",
              labels,
              List.of(new Series("Customers", "main", customers))));
    }
  }
}
