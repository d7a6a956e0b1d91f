package io.offerflow.pipeline.report;

import io.offerflow.measure.Funnel;
import io.offerflow.measure.Measured;
import io.offerflow.measure.Measured.CampaignResult;
import io.offerflow.measure.Uplift;
import io.offerflow.pipeline.report.Chart.Series;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** The parts of the page, in the order in which somebody asks. */
final class ReportSections extends Part {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH);

  ReportSections(Subject subject) {
    super(subject);
  }

  /** Writes all of them; the charts are to be drawn afterwards. */
  void write() {
    ComparisonSections comparison = new ComparisonSections(subject);
    MoneySections money = new MoneySections(subject);
    header();
    comparison.alarms();
    headline();
    money.earning();
    comparison.uplift();
    new FunnelSections(subject).funnel();
    money.ways();
    new ReasonSections(subject).write();
    overTime();
    comparison.checks();
    method();
  }

  private void header() {
    html.open("header");
    html.element("h1", "What came of it: " + subject.workspace().settings().name());
    long decisions = measured.decisions().values().stream().mapToLong(Long::longValue).sum();
    html.element(
        "p",
        measured.from() == null
            ? "There are no decisions in these files."
            : numbers.count(decisions)
                + " decisions from "
                + day(measured.from())
                + " to "
                + day(measured.to())
                + ", and what followed.",
        "class",
        "lead");
    html.close();
  }

  private String day(long epochMillis) {
    return DAY.format(
        Instant.ofEpochMilli(epochMillis).atZone(subject.workspace().settings().timezone()));
  }

  private void headline() {
    Funnel all = measured.all();
    long reached = 0;
    for (int i = 1; i < measured.messages().size(); i++) {
      reached += measured.messages().get(i);
    }
    html.open("section", "class", "cards", "aria-label", "Headline figures");
    card("Messages", numbers.count(all.contacts()), "to " + numbers.count(reached) + " customers");
    card(
        "Accepted",
        numbers.count(all.accepted()),
        anyResponse()
            ? numbers.share(all.accepted(), all.contacts()) + " of messages"
            : "there are no responses in the files");
    card(
        "Goals reached",
        numbers.count(all.converted()),
        goals()
            ? numbers.share(all.converted(), all.contacts()) + " of messages"
            : "no campaign names its success");
    card("Earned", numbers.money(all.value()), "by " + numbers.count(all.earned()) + " messages");
    card(
        "Spent",
        numbers.money(all.cost()),
        numbers.count(all.failed()) + " failed and cost nothing");
    card(
        "Profit",
        numbers.money(all.profit()),
        all.roi() == null ? "messages cost nothing" : numbers.roi(all) + " what was spent");
    Uplift overall = measured.overall();
    if (overall != null && overall.interval() != null) {
      card(
          "Because of the messages",
          numbers.points(overall.difference()) + " per 100",
          Words.of(overall.verdict()) + ": " + numbers.points(overall.interval()));
    }
    html.close();
  }

  private boolean anyResponse() {
    Funnel all = measured.all();
    return all.delivered() + all.failed() + all.declined() + all.unsubscribed() > 0;
  }

  private boolean goals() {
    return measured.campaigns().stream().anyMatch(CampaignResult::success);
  }

  private void card(String what, String figure, String more) {
    html.open("div", "class", "card");
    html.element("p", what, "class", "what");
    html.element("p", figure, "class", "figure");
    html.element("p", more, "class", "more");
    html.close();
  }

  private void overTime() {
    if (measured.days().isEmpty()) {
      return;
    }
    Periods periods = new Periods(measured.days());
    html.open("section").element("h2", "Over time");
    chart(
        "time",
        "Messages and what came of them",
        "lines",
        periods,
        List.of(
            new Series("Messages", null, periods.sums(Measured.Day::contacts)),
            new Series("Accepted", null, periods.sums(Measured.Day::accepted)),
            new Series("Goals reached", null, periods.sums(Measured.Day::converted))));
    html.close();
  }

  private void method() {
    html.open("section", "class", "method").element("h2", "How this was counted");
    html.open("ul");
    note(
        "A goal is reached when the event that a campaign names as its success follows a"
            + " message within its time. Each such event counts once, for the latest message"
            + " that it can follow. A message can reach its goal once.");
    note(
        "A message has earned its offer's value when it was accepted or reached its goal,"
            + " once. It costs what its offer says, unless it failed.");
    note(
        "A message that was accepted counts as delivered and opened, whether or not the"
            + " gateway said so.");
    note(
        "Comparing with those left alone, customers are counted, not messages: one is a"
            + " success when the event came in time after any message of the campaign, or after"
            + " she would have got one. Messages that failed are in it, so that both groups are"
            + " chosen in the same way.");
    note(
        "Differences have Newcombe's hybrid score interval (1998). One of twenty such"
            + " bars misses the truth; of many campaigns some will look good by accident. Group"
            + " sizes are tested by chi-squared; the alarm goes off below 0.05 % (Fabijan and"
            + " others, 2019).");
    whatIsLeftOut();
    html.close().close();
  }

  /** Only what does apply to these files. */
  private void whatIsLeftOut() {
    if (subject.workspace().policy().recordNone().compareTo(BigDecimal.ONE) < 0) {
      note(
          "The job records decisions without a message for "
              + numbers.share(subject.workspace().policy().recordNone().doubleValue())
              + " of the customers only (record, in policy.yaml): reasons from its own records"
              + " are counted of those.");
    }
    long pending = measured.campaigns().stream().mapToLong(CampaignResult::pending).sum();
    if (pending > 0) {
      note(
          numbers.count(pending)
              + " messages had not reached their goal when the data end, and their time is not"
              + " over: more may come.");
    }
    long mixed = measured.campaigns().stream().mapToLong(CampaignResult::mixed).sum();
    if (mixed > 0) {
      note(
          numbers.count(mixed)
              + " customers were in several groups of one campaign, because ids were merged or"
              + " shares changed, and are left out of its comparison.");
    }
    if (!measured.unknown().isEmpty()) {
      note(
          "Not in this workspace, so without title, value and goal: "
              + String.join(", ", measured.unknown())
              + ".");
    }
  }

  private void note(String text) {
    html.element("li", text);
  }
}
