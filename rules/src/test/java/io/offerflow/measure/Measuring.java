package io.offerflow.measure;

import io.offerflow.decision.Decision;
import io.offerflow.decision.Result;
import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import io.offerflow.workspace.Workspace;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Decisions and events of a few campaigns, and what is measured of them. */
abstract class Measuring {
  static final long HOUR = 3_600_000;
  static final long START = Story.at("2026-03-02T10:00:00Z");

  final Workspace workspace =
      new TestWorkspace()
          .campaign(
              "data",
              "{event: recharge}",
              "title: Data pack\nsuccess: {event: purchase, where: 'product == \"pack\"', within: 7d}")
          .campaign(
              "care",
              "{event: recharge}",
              "class: service\noffer: care\nsuccess: {event: purchase, within: 2d}")
          .campaign("plain", "{event: app_view}", "")
          .campaign(
              "survey",
              "{event: app_view}",
              "offer: care\n"
                  + "success: {event: response, where: 'kind == \"replied\"', within: 1d}")
          .read();

  final List<Decided> decisions = new ArrayList<>();
  final List<Event> events = new ArrayList<>();
  Design design = Design.NONE;

  static long hours(double hours) {
    return START + (long) (hours * HOUR);
  }

  final void offered(String id, String customer, double at, String campaign) {
    decide(id, customer, at, campaign, Decision.Kind.OFFERED, null, null, null);
  }

  final void ghost(String id, String customer, double at, String campaign, String arm) {
    decide(id, customer, at, campaign, Decision.Kind.CONTROL, arm, null, null);
  }

  final void decide(
      String id,
      String customer,
      double at,
      String campaign,
      Decision.Kind outcome,
      String arm,
      String variant,
      String event) {
    String offer = campaign.equals("data") || campaign.equals("plain") ? "pack" : "care";
    Result result = outcome == Decision.Kind.OFFERED ? Result.WON : Result.CONTROL;
    decisions.add(
        new Decided(
            id,
            customer,
            hours(at),
            event,
            event == null ? null : "purchase",
            outcome,
            campaign,
            offer,
            "sms",
            variant,
            arm,
            List.of(new Decided.Considered(campaign, result, null))));
  }

  final Event bought(String customer, double at, String product) {
    Event event =
        Event.of(
            "purchase",
            "p" + events.size(),
            customer,
            hours(at),
            Fields.of("product", product, "amount", BigDecimal.TEN));
    events.add(event);
    return event;
  }

  final void response(String customer, double at, String decision, String kind) {
    response(customer, at, Fields.of("decision", decision, "kind", kind));
  }

  final void response(String customer, double at, Fields fields) {
    events.add(Event.of("response", "r" + events.size(), customer, hours(at), fields));
  }

  final Measured measured() {
    Measurement measurement = new Measurement(workspace, design);
    decisions.forEach(measurement::decided);
    events.forEach(measurement::happened);
    return measurement.result();
  }

  static Measured.CampaignResult of(Measured measured, String campaign) {
    return measured.campaigns().stream()
        .filter(one -> one.id().equals(campaign))
        .findFirst()
        .orElseThrow();
  }

  static long converted(Measured measured, String campaign) {
    return of(measured, campaign).funnel().converted();
  }
}
