package io.offerflow.decision;

import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.event.ProfileChange;
import io.offerflow.testing.TestWorkspace;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;

/** Workspaces with random contact rules, and what happens to random customers under them. */
final class RandomPolicies {
  static final String[] OFFERS = {"a", "b", "c", "d"};
  static final String[] TRIGGERS = {"recharge", "app_view", "response"};
  private static final String[] CHANNELS = {"sms", "push"};
  private static final String[] CLASSES = {"service", "retention", "sales"};
  private static final String[] KINDS = {"delivered", "clicked", "accepted", "declined"};
  private static final String[] IGNORES = {"caps", "quiet hours", "consent", "control", "suppress"};
  private static final String[] ZONES = {
    "Europe/Berlin", "Asia/Shanghai", "America/New_York", "Australia/Lord_Howe"
  };
  private static final String[] WINDOWS = {
    "last: 37m", "last: 5h", "last: 24h", "last: 3d", "since: day", "since: week", "since: month"
  };
  private static final long START = Instant.parse("2026-03-27T05:00:00Z").toEpochMilli();
  private static final long MINUTE = 60_000;

  private final Random random;

  RandomPolicies(Random random) {
    this.random = random;
  }

  private boolean oneIn(int chances) {
    return random.nextInt(chances) == 0;
  }

  private String pick(String... from) {
    return from[random.nextInt(from.length)];
  }

  TestWorkspace workspace() {
    TestWorkspace workspace = new TestWorkspace().policy(policy()).file("offers.yaml", offers());
    for (int i = 0; i < 7; i++) {
      String trigger = TRIGGERS[i % TRIGGERS.length];
      workspace.campaign("k" + i, "{event: " + trigger + "}", campaign());
    }
    return workspace;
  }

  private String policy() {
    StringBuilder text = new StringBuilder();
    if (!oneIn(3)) {
      text.append("quiet hours: {sms: \"").append(hours()).append('"');
      text.append(oneIn(2) ? ", push: \"" + hours() + "\"}\n" : "}\n");
    }
    text.append("when quiet: ").append(pick("hold", "drop")).append('\n');
    if (oneIn(2)) {
      text.append("blackouts: [{from: 2026-03-28T17:15, to: 2026-03-29T02:30}]\n");
    }
    text.append("classes:\n");
    for (String name : CLASSES) {
      text.append("  ").append(name).append(": {ignores: [");
      List<String> ignored = new ArrayList<>();
      for (String word : IGNORES) {
        if (oneIn(name.equals("service") ? 2 : 8)) {
          ignored.add(word);
        }
      }
      text.append(String.join(", ", ignored)).append("], purpose: ");
      text.append(pick("marketing", "care")).append(", counts: ").append(!oneIn(4)).append("}\n");
    }
    text.append("caps:\n");
    for (int i = random.nextInt(4); i >= 0; i--) {
      text.append("  - {max: ").append(1 + random.nextInt(3)).append(", ").append(pick(WINDOWS));
      text.append(pick("", "", ", channel: sms", ", category: x", ", class: sales")).append("}\n");
    }
    text.append(pick("consent: {sms: opt-out, push: opt-out}\n", "consent: {sms: opt-out}\n"));
    text.append("suppress:\n");
    for (int i = random.nextInt(3); i >= 0; i--) {
      text.append("  - {after: ").append(pick(KINDS)).append(", of: ");
      text.append(pick("offer", "category", "class")).append(", for: ");
      text.append(pick("50m", "7h", "2d")).append("}\n");
    }
    if (oneIn(2)) {
      text.append("  - {while: 'customer.fee > 60'").append(pick("", ", class: sales"));
      text.append("}\n");
    }
    if (oneIn(2)) {
      text.append("apart: [{offers: [a, b], for: 9h}, {offers: [b, c, d], for: 45m}]\n");
    }
    text.append("refund: ").append(pick("failed", "failed or unconfirmed")).append('\n');
    return text.append("control group: ").append(pick("0%", "20%")).append('\n').toString();
  }

  /** On quarters of an hour, over midnight or not. */
  private String hours() {
    int from = random.nextInt(96);
    int to = (from + 4 + random.nextInt(60)) % 96;
    return clock(from) + "-" + clock(to);
  }

  private static String clock(int quarter) {
    return String.format("%02d:%02d", quarter / 4, quarter % 4 * 15);
  }

  private String offers() {
    StringBuilder text = new StringBuilder();
    for (String id : OFFERS) {
      text.append(id).append(": {value: ").append(1 + random.nextInt(4));
      text.append(", start propensity: 0.").append(1 + random.nextInt(3));
      text.append(", cost: 0.").append(random.nextInt(3));
      // Odd lengths, so that no offer expires at an instant at which something else is due.
      text.append(", expires: ").append(pick("1867s", "433m"));
      text.append(pick("", ", category: x", ", category: y"));
      text.append(oneIn(3) ? ", excludes: [" + pick("a", "b", "c") + "]" : "");
      text.append(oneIn(9) ? ", requires: [d]" : "");
      text.append(oneIn(12) ? ", valid: 2026-03-26 .. 2026-03-29" : "");
      text.append(", content: {sms: {en: x}").append(oneIn(3) ? "}}\n" : ", push: {en: y}}}\n");
    }
    return text.toString();
  }

  private String campaign() {
    StringBuilder text = new StringBuilder("offer: ").append(pick(OFFERS));
    text.append("\nclass: ").append(pick(CLASSES)).append("\nchannels: ");
    text.append(pick("[sms]", "[push]", "[push, sms]", "[sms, push]")).append('\n');
    text.append("lever: ").append(random.nextInt(3) * 10).append('\n');
    text.append(oneIn(5) ? "if: ['customer.fee > 30']\n" : "");
    text.append(oneIn(3) ? "act within: 2h\n" : "");
    text.append(oneIn(3) ? "when quiet: " + pick("hold", "drop") + "\n" : "");
    if (oneIn(3)) {
      text.append("limits: {customer: {max: ").append(1 + random.nextInt(3));
      text.append(oneIn(4) ? "" : ", " + pick(WINDOWS)).append("}}\n");
    }
    text.append(oneIn(4) ? "hold out: 30%\n" : "");
    text.append(oneIn(12) ? "paused: true\n" : "");
    if (oneIn(3)) {
      text.append("variants:\n  one: {share: 45%}\n  two: {share: 55%, offer: ");
      text.append(pick(OFFERS)).append(oneIn(2) ? ", channels: [push]}\n" : "}\n");
    }
    return text.toString();
  }

  /**
   * The next event of one customer.
   *
   * @param now hers; the event may be somewhat older
   * @param edges instants at which some rule ends: the event may fall exactly on one
   * @param decisions that a response may answer
   */
  Event event(String id, String customer, long now, List<Long> edges, List<String> decisions) {
    long time = time(now, edges);
    if (oneIn(60)) {
      return Event.of("erase", id, customer, time, Fields.of());
    }
    int kind = random.nextInt(100);
    if (kind < 60) {
      return Event.of(pick("recharge", "app_view"), id, customer, time, Fields.of());
    } else if (kind < 82) {
      String answer = oneIn(5) ? "failed" : pick(KINDS);
      answer = oneIn(25) ? "unsubscribed" : answer;
      return decisions.isEmpty() || oneIn(3)
          ? of("response", id, customer, time, "offer", pick(OFFERS), "kind", answer)
          : of("response", id, customer, time, "decision", latest(decisions), "kind", answer);
    } else if (kind < 87) {
      boolean granted = !oneIn(3);
      return oneIn(2)
          ? of("consent", id, customer, time, "channel", pick(CHANNELS), "granted", granted)
          : Event.of(
              "consent",
              id,
              customer,
              time,
              Fields.of(
                  "channel",
                  pick(CHANNELS),
                  "purpose",
                  pick("marketing", "care"),
                  "granted",
                  granted));
    }
    return Event.profile(id, customer, time, profile());
  }

  private static Event of(
      String type,
      String id,
      String customer,
      long time,
      String name,
      Object value,
      String second,
      Object other) {
    return Event.of(type, id, customer, time, Fields.of(name, value, second, other));
  }

  private String latest(List<String> decisions) {
    return decisions.get(Math.max(0, decisions.size() - 1 - random.nextInt(3)));
  }

  private long time(long now, List<Long> edges) {
    if (now < START) {
      return START + random.nextInt(10_000_000);
    }
    int kind = random.nextInt(10);
    if (kind == 0) {
      return now - 1 - random.nextInt(3 * 60) * MINUTE;
    } else if (kind < 4 && !edges.isEmpty()) {
      long edge = edges.get(random.nextInt(edges.size()));
      return Math.max(now, edge - (oneIn(2) ? 1 : 0));
    }
    return now + 1 + random.nextInt(oneIn(3) ? 36_000_000 : 1_800_000);
  }

  private ProfileChange profile() {
    Map<String, Object> set =
        switch (random.nextInt(4)) {
          case 0 -> Map.of("timezone", pick(ZONES));
          case 1 -> Map.of("fee", BigDecimal.valueOf(random.nextInt(100)));
          case 2 -> Map.of("push_token", "t" + random.nextInt(9));
          default ->
              Map.of(
                  "products",
                  new TreeSet<>(oneIn(2) ? List.of() : List.of(pick(OFFERS), pick(OFFERS))));
        };
    return new ProfileChange(set, oneIn(12) ? Set.of("push_token") : Set.of(), Map.of(), Map.of());
  }
}
