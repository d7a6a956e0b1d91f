package io.offerflow.testing;

import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.event.ProfileChange;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A workspace with every moment and rule that is built, and random events for it: late ones,
 * repeats, refusals, erasures, changed time zones. The same seed gives the same events.
 */
public final class RandomWorkload {
  private static final String[] PRODUCTS = {"phone", "case", "roaming-7d"};
  private static final String[] ZONES = {"Asia/Shanghai", "Europe/Berlin", "America/New_York"};
  private static final String[] KINDS = {"delivered", "failed", "accepted", "unsubscribed"};
  private static final long START = Story.at("2026-03-20T00:00:00Z");

  private final Random random;
  private final int customers;
  private final List<Event> events = new ArrayList<>();
  private long clock = START;

  private RandomWorkload(long seed, int customers) {
    this.random = new Random(seed);
    this.customers = customers;
  }

  public static List<Event> events(long seed, int customers, int count) {
    RandomWorkload workload = new RandomWorkload(seed, customers);
    for (int i = 0; i < count; i++) {
      workload.add(i, count);
    }
    return workload.events;
  }

  private void add(int number, int count) {
    // Three weeks in all, so that windows, caps and graces are met from both sides.
    clock += random.nextInt(Math.max(1, (int) (2L * 21 * 86_400_000 / count)));
    if (number > 0 && random.nextInt(25) == 0) {
      events.add(events.get(Math.max(0, number - 1 - random.nextInt(20))));
      return;
    }
    boolean late = random.nextInt(20) == 0;
    long time = late ? clock - random.nextInt(3 * 3_600_000) : clock;
    events.add(event("e" + number, "c-" + random.nextInt(customers), time));
  }

  private Event event(String id, String customer, long time) {
    int kind = random.nextInt(100);
    if (kind < 20) {
      return of("recharge", id, customer, time, "amount", amount());
    } else if (kind < 38) {
      return of("purchase", id, customer, time, purchase());
    } else if (kind < 52) {
      return of("app_view", id, customer, time, view());
    } else if (kind < 72) {
      return of("location", id, customer, time, "lat", coordinate(), "lon", coordinate());
    } else if (kind < 84) {
      return of("signalling", id, customer, time, "cell", "m" + random.nextInt(4));
    } else if (kind < 90) {
      return Event.profile(id, customer, time, profile());
    } else if (kind < 93) {
      return of("consent", id, customer, time, consent());
    } else if (kind < 99) {
      String offer = random.nextBoolean() ? "pack" : "care";
      return of("response", id, customer, time, "offer", offer, "kind", pick(KINDS));
    }
    return of("erase", id, customer, time);
  }

  private static Event of(String type, String id, String customer, long time, Object... fields) {
    return Event.of(type, id, customer, time, Fields.of(fields));
  }

  private Object[] purchase() {
    return random.nextInt(5) == 0
        ? new Object[] {"amount", amount()}
        : new Object[] {"amount", amount(), "product", pick(PRODUCTS), "currency", "EUR"};
  }

  private Object[] view() {
    return random.nextInt(5) == 0
        ? new Object[] {}
        : new Object[] {"product", pick(PRODUCTS), "dwell_s", amount()};
  }

  private Object[] consent() {
    String channel = random.nextBoolean() ? "sms" : "push";
    return new Object[] {"channel", channel, "granted", random.nextInt(3) > 0};
  }

  private ProfileChange profile() {
    Map<String, Object> set =
        switch (random.nextInt(4)) {
          case 0 -> Map.of("tier", pick(new String[] {"bronze", "silver", "gold"}));
          case 1 -> Map.of("timezone", pick(ZONES));
          case 2 -> Map.of("fee", amount(), "birth_date", date());
          default -> Map.of("push_token", "t" + random.nextInt(9));
        };
    Set<String> unset = random.nextInt(6) == 0 ? Set.of("tier") : Set.of();
    return new ProfileChange(set, unset, Map.of(), Map.of());
  }

  private String pick(String[] from) {
    return from[random.nextInt(from.length)];
  }

  /** Mostly one whose day is near. */
  private LocalDate date() {
    LocalDate today = LocalDate.ofEpochDay(Math.floorDiv(clock, 86_400_000L));
    return random.nextInt(4) == 0
        ? LocalDate.of(1980, 2, 29)
        : today.withYear(random.nextBoolean() ? 2026 : 1985).plusDays(random.nextInt(4));
  }

  private BigDecimal amount() {
    return BigDecimal.valueOf(random.nextInt(10_000), 2);
  }

  private BigDecimal coordinate() {
    return BigDecimal.valueOf(random.nextInt(300), 2);
  }

  /** The workspace that these events are for. */
  public static TestWorkspace workspace() {
    return new TestWorkspace()
        .file(
            "workspace.yaml",
            """
            offerflow: 1
            name: random
            timezone: UTC
            currency: EUR
            language: en
            # More than events come late here: past that, a timer may fire before a late event.
            disorder: 10h
            forget: 30d
            channels:
              sms: {address: customer}
              push: {address: push_token}
            """)
        .file(
            "zones.geojson",
            """
            {"type": "FeatureCollection", "features": [
              {"type": "Feature",
               "properties": {"name": "airport", "tags": ["travel"], "grace": "20m"},
               "geometry": {"type": "Polygon",
                            "coordinates": [[[0,0],[1,0],[1,1],[0,1],[0,0]]]}},
              {"type": "Feature",
               "properties": {"name": "station", "tags": ["travel"], "radius_m": 40000},
               "geometry": {"type": "Point", "coordinates": [2, 2]}},
              {"type": "Feature",
               "properties": {"name": "mall", "cells": ["m1", "m2"], "lapse": "2h"},
               "geometry": null}
            ]}
            """)
        .features(
            """
            top_up_1d: {sum: recharge.amount, last: 1d}
            top_up_today: {sum: recharge.amount, since: day}
            buys_7d: {count: purchase, where: 'amount > 20', last: 7d}
            best_month: {max: purchase.amount, since: month}
            products: {distinct: purchase.product, last: 7d}
            last_view: {latest: app_view.time}
            offers_7d: {count: offered, last: 7d}
            mean: {average: app_view.dwell_s, last: 2d}
            first_buy: {first: purchase.product}
            cheapest: {min: purchase.amount, since: week}
            """)
        .policy(
            """
            quiet hours: {sms: "21:00-09:00", push: "22:30-07:00"}
            when quiet: drop
            blackouts: [{from: 2026-03-28T18:00, to: 2026-03-29T12:00}]
            classes:
              service: {ignores: [caps, quiet hours, consent], counts: false}
              sales: {}
            caps:
              - {max: 2, last: 24h, channel: sms}
              - {max: 3, since: day}
              - {max: 4, last: 7d, category: data}
            consent: {sms: opt-out, push: opt-in}
            suppress:
              - {after: declined, of: category, for: 2d}
              - {after: accepted, of: offer, for: 5h}
              - {while: 'customer.fee > 90', class: sales}
            apart: [{offers: [pack, care], for: 20m}]
            refund: failed or unconfirmed
            control group: 10%
            """)
        .campaign(
            "big",
            "{event: recharge, where: 'amount > 60'}",
            "channels: [push, sms]\nif: ['customer.tier in (\"gold\", \"silver\")']\nlever: 10\n")
        .campaign(
            "any", "{event: recharge}", "if: ['top_up_1d > 100 or hour >= 12']\nwhen quiet: hold\n")
        .campaign(
            "buyer",
            "{event: purchase}",
            "if: [buys_7d >= 2, 'products > 1', 'best_month / 2 > event.amount']\n")
        .campaign("hello", "{enter: airport}", "if: [offers_7d < 3]\nact within: 10m\n")
        .campaign("trip", "{enter: 'tag:travel'}", "channels: [push, sms]\n")
        .campaign("bye", "{leave: airport}", "if: ['zones not contains \"airport\"']\nlever: 5\n")
        .campaign(
            "lingers",
            "{stay: 'tag:travel', for: 30m}",
            "lever: 30\nlimits: {customer: {max: 2, last: 3d}}\nhold out: 20%\n")
        .campaign("waits", "{stay: mall, for: 1h}", "if: ['top_up_today > 0']\n")
        .campaign(
            "shop",
            "{enter: mall}",
            """
            offer: pack
            channels: [sms]
            if: ['minutes_since(last_view) < 600']
            variants:
              a: {share: 40%}
              b: {share: 60%, offer: care, channels: [push]}
            """)
        .campaign("spender", "{cross: top_up_1d, above: 120}", "lever: 50\n")
        .campaign("poorer", "{cross: top_up_1d, below: 40}", "")
        .campaign(
            "dear",
            "{cross: customer.fee, above: 50}",
            "channels: [push]\nif: ['age(customer.birth_date) > 40']\n")
        .campaign(
            "abandoned",
            "{event: app_view, without: {event: purchase}, within: 2h, match: product}",
            "if: ['event.product != \"case\"', 'weekday != \"sun\"']\n")
        .campaign(
            "bought",
            "{event: app_view, then: {event: purchase, where: 'amount > 30'}, within: 1d,"
                + " match: product}",
            "if: ['first.dwell_s < event.amount', 'minutes_since(first.time) > 30']\nlever: 60\n")
        .campaign(
            "silent",
            "{event: offered, without: {event: response}, within: 5h}",
            "offer: care\nclass: service\n")
        .file(
            "campaigns/intent.yaml",
            "campaign: intent\nwhen: {event: app_view, where: 'dwell_s > 50'}\n"
                + "tag: {intent: 2d, seen: 3h}\n")
        .file(
            "campaigns/done.yaml",
            "campaign: done\nwhen: {event: purchase}\nif: tags contains \"intent\"\n"
                + "untag: [intent]\n")
        .file(
            "campaigns/rested.yaml",
            "campaign: rested\nwhen: {stay: mall, for: 1h}\ntag: {seen: 3h}\n")
        .campaign("wants", "{tagged: intent}", "when quiet: hold\nlever: 40\n")
        .campaign("cold", "{untagged: seen}", "if: ['tags contains \"intent\"']\n")
        .campaign("birthday", "{yearly: birth_date, at: \"20:30\"}", "when quiet: hold\n")
        .campaign("day", "{date: birth_date, offset: 1d, at: \"02:30\"}", "when quiet: hold\n")
        .campaign("sorry", "{event: response, where: 'kind == \"failed\"'}", "offer: care\n");
  }
}
