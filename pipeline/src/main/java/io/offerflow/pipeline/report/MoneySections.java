package io.offerflow.pipeline.report;

import io.offerflow.measure.Funnel;
import io.offerflow.measure.Measured;
import io.offerflow.measure.Measured.CampaignResult;
import io.offerflow.pipeline.report.Chart.Series;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** What earns, and what each way of reaching customers brings. */
final class MoneySections extends Part {
  MoneySections(Subject subject) {
    super(subject);
  }

  void earning() {
    List<CampaignResult> sorted =
        subject.contacted().stream()
            .sorted(Comparator.comparing((CampaignResult one) -> one.funnel().profit()).reversed())
            .toList();
    html.open("section").element("h2", "What earns, and what does not");
    if (sorted.isEmpty()) {
      html.element("p", "No message went out.").close();
      return;
    }
    html.element("p", earningSentence(sorted));
    tables.chart(
        new Chart(
            "earning",
            "Profit, by campaign",
            "bars",
            "money",
            "Campaign",
            subject.titlesOf(sorted),
            List.of(
                new Series(
                    numbers.inCurrency("Profit"),
                    "signed",
                    sorted.stream()
                        .mapToDouble(one -> one.funnel().profit().doubleValue())
                        .toArray()))));
    begin("Campaign");
    sorted.forEach(one -> money(subject.title(one.id()), one.funnel()));
    tables.end();
    html.close();
  }

  private String earningSentence(List<CampaignResult> sorted) {
    CampaignResult best = sorted.get(0);
    StringBuilder text = new StringBuilder();
    if (best.funnel().profit().signum() > 0) {
      text.append(subject.title(best.id())).append(" earns most: ");
      text.append(numbers.money(best.funnel().profit())).append(". ");
    }
    List<CampaignResult> losing =
        sorted.stream().filter(one -> one.funnel().profit().signum() < 0).toList();
    if (losing.isEmpty()) {
      long idle = sorted.stream().filter(one -> one.funnel().profit().signum() == 0).count();
      text.append(
          idle == 0
              ? "None costs more than it earns."
              : idle + " of " + sorted.size() + " neither earn nor cost anything.");
    } else {
      text.append(
          losing.stream().map(one -> subject.title(one.id())).collect(Collectors.joining(", ")));
      text.append(losing.size() == 1 ? " costs" : " cost").append(" more than earned.");
    }
    return text.append(
            " What would have been bought anyway is in these figures; the next part takes it out.")
        .toString();
  }

  private void money(String name, Funnel funnel) {
    BigDecimal each =
        funnel.contacts() == 0
            ? BigDecimal.ZERO
            : funnel
                .profit()
                .divide(BigDecimal.valueOf(funnel.contacts()), 4, RoundingMode.HALF_UP);
    tables.row(
        name,
        numbers.count(funnel.contacts()),
        numbers.share(funnel.accepted(), funnel.contacts()),
        numbers.share(funnel.converted(), funnel.contacts()),
        numbers.amount(funnel.value()),
        numbers.amount(funnel.cost()),
        numbers.amount(funnel.profit()),
        numbers.roi(funnel),
        numbers.amount(each));
  }

  void ways() {
    if (measured.all().contacts() == 0) {
      return;
    }
    html.open("section").element("h2", "By offer, channel and variant");
    begin("Offer");
    measured.offers().forEach((id, funnel) -> money(subject.offer(id), funnel));
    tables.end();
    begin("Channel");
    measured.channels().forEach(this::money);
    tables.end();
    List<Measured.Cell> variants =
        measured.cells().stream()
            .filter(cell -> cell.variant() != null && cell.arm().equals("contacted"))
            .toList();
    if (!variants.isEmpty()) {
      begin("Campaign, variant, offer, channel");
      for (Measured.Cell cell : variants) {
        String name =
            String.join(
                ", ",
                subject.title(cell.campaign()),
                cell.variant(),
                subject.offer(cell.offer()),
                cell.channel());
        money(name, cell.funnel());
      }
      tables.end();
    }
    html.close();
  }

  private void begin(String what) {
    tables.begin(
        1,
        what,
        "Messages",
        "Accepted",
        "Goals",
        numbers.inCurrency("Earned"),
        numbers.inCurrency("Spent"),
        numbers.inCurrency("Profit"),
        "Profit for each spent",
        numbers.inCurrency("Each message brings"));
  }
}
