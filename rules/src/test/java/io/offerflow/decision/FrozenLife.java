package io.offerflow.decision;

import io.offerflow.event.Event;
import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** The rules and events that the frozen states come from. Not to be changed, only added to. */
final class FrozenLife {
  private static final Bundle BUNDLE = workspace().bundle();

  private static TestWorkspace workspace() {
    return new TestWorkspace()
        .file(
            "workspace.yaml",
            """
            offerflow: 1
            name: frozen
            timezone: UTC
            currency: EUR
            language: en
            channels:
              sms: {address: customer}
              push: {address: push_token}
              desk: {inbound: true}
            """)
        .file(
            "zones.geojson",
            """
            {"type": "FeatureCollection", "features": [
              {"type": "Feature", "properties": {"name": "mall", "cells": ["c1"], "grace": "10m"},
               "geometry": null},
              {"type": "Feature", "properties": {"name": "town", "radius_m": 900, "tags": ["far"]},
               "geometry": {"type": "Point", "coordinates": [8.5, 47.4]}}]}
            """)
        .file(
            "offers.yaml",
            """
            pack: {value: 10, cost: 0.3, category: data, start propensity: 0.1, stock: 1000,
                   learn by: [tier],
                   content: {sms: {en: "A pack"}, desk: {en: "A pack"}}}
            care: {value: 1, start propensity: 0.5, content: {sms: {en: "Care"}, desk: {en: "Care"}}}
            """)
        .policy(
            """
            quiet hours: {sms: "21:00-09:00"}
            classes:
              service: {ignores: [caps, control], counts: false}
              sales: {}
            consent: {sms: opt-out, push: opt-in}
            caps: [{max: 4, last: 24h}, {max: 9, since: week, class: sales}]
            suppress:
              - {after: declined, of: category, for: 90d}
              - {after: accepted, of: offer, for: 30d}
            refund: failed or unconfirmed
            control group: 2%
            learning: {}
            """)
        .features(
            """
            recharges: {count: recharge, last: 7d}
            spent: {sum: recharge.amount, last: 30d}
            ever: {sum: recharge.amount}
            least: {min: purchase.amount, last: 1d}
            most: {max: purchase.amount, since: month}
            average: {average: purchase.amount, last: 90d}
            stores: {distinct: purchase.store, last: 30d}
            shops: {distinct: purchase.store}
            latest_store: {latest: purchase.store, last: 30d}
            first_store: {first: purchase.store}
            last_time: {latest: purchase.time}
            calls: {count: signalling, where: 'kind == "call-drop"', since: day}
            offers: {count: offered, last: 7d}
            """)
        .file("campaigns/tag.yaml", "campaign: tag\nwhen: {event: app_view}\ntag: {keen: 3d}\n")
        .campaign("sell", "{event: recharge, where: 'amount >= 5'}", LIMITED)
        .campaign("notice", "{event: recharge, where: 'amount < 5'}", CARE)
        .campaign(
            "missed",
            "{event: app_view, without: {event: purchase}, within: 2h, match: product}",
            "")
        .campaign("stay", "{stay: mall, for: 20m}", CARE)
        .campaign("far", "{enter: 'tag:far'}", "")
        .campaign("birthday", "{yearly: birth_date, at: \"10:00\"}", CARE)
        .campaign("fall", "{cross: recharges, below: 1}", CARE)
        .campaign("keen", "{untagged: keen}", "")
        .campaign("desk", "{ask: desk}", "channels: [desk]\n");
  }

  private static final String CARE = "class: service\noffer: care\n";

  private static final String LIMITED =
      """
      limits: {customer: {max: 5, last: 7d}, total: 500, budget: 90}
      success: {event: purchase, where: 'product == "pack"', within: 7d}
      hold out: 1%
      """;

  Story whole() {
    Story story = new Story(BUNDLE);
    story.event("2026-03-01T10:00:00Z", "erase");
    story.profile(
        "2026-03-02T10:00:00Z",
        Map.of(
            "tier",
            "gold",
            "fee",
            new BigDecimal("12.50"),
            "birth_date",
            LocalDate.parse("1990-05-06"),
            "timezone",
            "Europe/Zurich",
            "products",
            new TreeSet<>(Set.of("box", "line"))));
    story.event("2026-03-02T10:00:01Z", "consent", "channel", "sms", "granted", true);
    story.event(
        "2026-03-02T10:00:02Z", "consent", "channel", "push", "purpose", "x", "granted", false);
    story.event("2026-03-02T10:01:00Z", "recharge", "amount", 7);
    String first = story.decision().id();
    story.event("2026-03-02T10:02:00Z", "response", "decision", first, "kind", "delivered");
    story.event("2026-03-02T10:03:00Z", "purchase", "product", "pack", "amount", 3, "store", "s1");
    story.event("2026-03-02T10:04:00Z", "recharge", "amount", 2);
    story.event("2026-03-02T10:05:00Z", "response", "offer", "care", "kind", "accepted");
    story.event("2026-03-02T10:06:00Z", "recharge", "amount", 9.25);
    story.event("2026-03-02T10:07:00Z", "response", "offer", "pack", "kind", "failed");
    story.event("2026-03-02T10:08:00Z", "ask", "channel", "desk");
    story.event("2026-03-02T10:09:00Z", "location", "lat", 47.4, "lon", 8.5);
    story.event("2026-03-02T10:10:00Z", "signalling", "cell", "c1", "kind", "call-drop");
    story.event("2026-03-02T21:30:00Z", "recharge", "amount", 11);
    story.event("2026-03-02T21:31:00Z", "app_view", "product", "phone", "dwell_s", 4);
    story.event("2026-03-02T21:32:00Z", "signalling", "cell", "c1");
    story.event("2026-03-02T21:33:00Z", "app_view", "product", "tv", "dwell_s", 5);
    story.clock("2026-03-02T23:31:00Z");
    return story;
  }

  Story crowded() {
    Story story = new Story(BUNDLE);
    long time = Story.at("2026-03-02T09:00:00Z");
    for (int i = 0; i < 500; i++) {
      time += 60_000L + i * 1_000L % 977_000L;
      String type = i % 3 == 0 ? "recharge" : "purchase";
      Object[] fields =
          i % 3 == 0
              ? new Object[] {"amount", i % 4}
              : new Object[] {"amount", new BigDecimal(i).movePointLeft(2), "store", "s" + i % 150};
      story.event(Event.of(type, "c-" + i, Story.CUSTOMER, time, Story.fields(fields)));
    }
    return story;
  }

  Story merged() {
    return whole().event("2026-03-02T23:40:00Z", "merge", "into", "another");
  }

  /** What is decided afterwards, and where a merged one sends it. */
  List<Object> goOn(Story story) {
    List<Object> after = new ArrayList<>();
    String[][] later = {
      {"2026-04-03T10:00:00Z", "recharge"},
      {"2026-04-03T10:30:00Z", "ask"},
      {"2026-04-03T11:00:00Z", "app_view"},
      {"2026-04-03T12:00:00Z", "purchase"},
      {"2026-05-07T12:00:00Z", "recharge"},
    };
    for (String[] next : later) {
      Object[] fields =
          next[1].equals("ask")
              ? new Object[] {"channel", "desk"}
              : next[1].equals("app_view")
                  ? new Object[] {"product", "tv"}
                  : new Object[] {"amount", 6};
      story.event(
          Event.of(
              next[1],
              "later-" + next[0],
              Story.CUSTOMER,
              Story.at(next[0]),
              Story.fields(fields)));
      after.addAll(story.outcome().decisions());
      after.addAll(story.outcome().onward());
    }
    return after;
  }
}
