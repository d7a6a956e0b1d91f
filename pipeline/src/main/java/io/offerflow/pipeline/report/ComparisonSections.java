package io.offerflow.pipeline.report;

import io.offerflow.measure.ShareCheck;
import io.offerflow.measure.Uplift;
import io.offerflow.pipeline.report.Chart.Series;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the messages changed, and whether that can be trusted. */
final class ComparisonSections extends Part {
  ComparisonSections(Subject subject) {
    super(subject);
  }

  void alarms() {
    for (ShareCheck check : measured.checks()) {
      if (check.alarm()) {
        html.open("div", "class", "alarm", "role", "alert");
        html.element("strong", "Do not trust the comparison of " + named(check) + ". ");
        html.text(
            "Its groups do not have the sizes that were asked for ("
                + groups(check)
                + "). Chance alone does this less than once in 2,000 times, so something sorts"
                + " customers into the groups. Find out what before you read the figures.");
        html.close();
      }
    }
  }

  private String named(ShareCheck check) {
    String name = check.campaign() == null ? "all campaigns" : subject.title(check.campaign());
    return check.of().equals("variants") ? name + ", variants" : name;
  }

  private String groups(ShareCheck check) {
    long all = check.groups().stream().mapToLong(ShareCheck.Group::customers).sum();
    return check.groups().stream()
        .map(
            group ->
                group.name()
                    + ": "
                    + numbers.share(group.share())
                    + " asked for, "
                    + numbers.share(group.customers(), all)
                    + " found")
        .collect(Collectors.joining("; "));
  }

  void uplift() {
    html.open("section").element("h2", "Did the messages make the difference?");
    List<Uplift> all = new ArrayList<>();
    if (measured.overall() != null) {
      all.add(measured.overall());
    }
    all.addAll(measured.uplifts());
    if (all.isEmpty()) {
      html.element(
          "p",
          "Nobody can tell yet: no campaign with a success left customers alone to compare with."
              + " Set a control group in policy.yaml, or hold out in a campaign, and write what"
              + " the campaign is for as its success.");
      html.close();
      return;
    }
    html.element(
        "p",
        "Some customers are left alone at random. What they do as well would have happened anyway;"
            + " the difference is what the messages did. The bar shows where it lies with a"
            + " confidence of 95 %: when it does not touch the line at zero, it is no accident.");
    differences(all.stream().filter(ComparisonSections::isCompared).toList());
    tables.begin(
        3,
        "Compared",
        "Verdict",
        "What it means",
        "Contacted",
        "of them, successes",
        "Left alone",
        "of them, successes",
        "Successes it brought");
    all.forEach(this::upliftRow);
    tables.end();
    html.close();
  }

  private static boolean isCompared(Uplift uplift) {
    return uplift.interval() != null && uplift.verdict() != Uplift.Verdict.NOT_COMPARABLE;
  }

  private void differences(List<Uplift> shown) {
    tables.chart(
        new Chart(
            "uplift",
            "Successes more or fewer per 100 customers, because of the messages",
            "intervals",
            "points",
            "Compared",
            shown.stream().map(this::compared).toList(),
            List.of(
                new Series(
                    "Difference", "main", shown.stream().mapToDouble(Uplift::difference).toArray()),
                new Series(
                    "At least",
                    null,
                    shown.stream().mapToDouble(one -> one.interval().low()).toArray()),
                new Series(
                    "At most",
                    null,
                    shown.stream().mapToDouble(one -> one.interval().high()).toArray()))));
  }

  private String compared(Uplift uplift) {
    String name = uplift.campaign() == null ? "All campaigns" : subject.title(uplift.campaign());
    return name + " (" + Words.against(uplift) + ")";
  }

  private void upliftRow(Uplift uplift) {
    tables.row(
        compared(uplift),
        Words.of(uplift.verdict()),
        Words.sentence(uplift, numbers),
        numbers.count(uplift.contacted()),
        numbers.share(uplift.contactedSuccesses(), uplift.contacted()),
        numbers.count(uplift.alone()),
        numbers.share(uplift.aloneSuccesses(), uplift.alone()),
        isCompared(uplift) ? numbers.signed(uplift.extraSuccesses()) : Numbers.NONE);
  }

  void checks() {
    if (measured.checks().isEmpty()) {
      return;
    }
    html.open("section").element("h2", "Are the comparisons fair?");
    html.element(
        "p",
        "Customers are put into groups at random, by the shares that the rules ask for. When the"
            + " groups have other sizes than chance can explain, a comparison means nothing.");
    tables.begin(2, "Groups of", "Asked for and found", "Chance", "Result");
    for (ShareCheck check : measured.checks()) {
      tables.row(
          named(check),
          groups(check),
          check.p() == null ? Numbers.NONE : chance(check.p()),
          check.alarm() ? "ALARM" : check.p() == null ? "Not enough data yet" : "In order");
    }
    tables.end();
    html.close();
  }

  private String chance(double p) {
    return p < 0.0001 ? "less than 0.01 %" : String.format(Locale.ROOT, "%.2f %%", p * 100);
  }
}
