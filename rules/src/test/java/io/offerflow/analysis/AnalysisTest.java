package io.offerflow.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.testing.TestWorkspace;
import io.offerflow.workspace.Problem;
import io.offerflow.workspace.WorkspaceReader;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnalysisTest {
  private static final long NOW = Instant.parse("2026-11-22T10:00:00Z").toEpochMilli();
  private static final String RECHARGE = "{event: recharge}";

  private final TestWorkspace workspace = new TestWorkspace();

  @ParameterizedTest
  @ValueSource(strings = {"bank", "home", "mall", "power", "retail", "telecom"})
  void nothingIsSaidOfTheExamples(String name) {
    WorkspaceReader.Result read = WorkspaceReader.read(Path.of("examples", name));

    assertThat(read.workspace()).isNotNull();
    assertThat(Analysis.of(read, NOW)).isEmpty();
  }

  @Test
  void nothingIsSaidOfAWorkspaceWithAnError() {
    workspace.campaign("a", "{event: nonsense}", "if: [hour > 24]\n");

    assertThat(Analysis.of(WorkspaceReader.read(workspace.files()), NOW)).isEmpty();
  }

  @Nested
  class HiddenCampaigns {
    @Test
    void aNarrowerOneOfALowerScoreNeverGoesOut() {
      workspace.campaign("wide", RECHARGE, "if: [customer.fee > 5]\nlever: 10\n");
      workspace.campaign("narrow", RECHARGE, "if: [customer.fee > 7, hour > 6]\n");

      assertThat(warnings())
          .containsExactly(
              "campaigns/narrow.yaml:1:11: this never goes out: `wide` (campaigns/wide.yaml) takes"
                  + " all whom this one takes at the same moment, and ranks higher (1.1 against 1):"
                  + " make its conditions narrower, or remove one of the two");
    }

    @Test
    void ofEqualScoresTheSmallerIdGoesFirst() {
      workspace.campaign("a", RECHARGE, "if: [customer.fee > 5]\n");
      workspace.campaign("b", RECHARGE, "if: [customer.fee >= 7]\n");
      assertThat(warnings()).hasSize(1);
    }

    @Test
    void theMomentsWhereCounts() {
      workspace.campaign("a", "{event: recharge, where: amount > 5}", "lever: 10\n");
      workspace.campaign("b", "{event: recharge, where: amount > 7}", "");
      assertThat(warnings()).hasSize(1).allMatch(w -> w.startsWith("campaigns/b.yaml"));
    }

    @Test
    void anotherOfferHidesAsWellIfNothingCanBlockIt() {
      workspace.campaign("a", RECHARGE, "lever: 10\n");
      workspace.campaign("b", RECHARGE, "offer: care\n");
      assertThat(warnings()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "lever: -10",
          "if: [customer.fee < 100]",
          "if: [customer.fee > 5 or customer.tier == \"gold\"]",
          "channels: [push]",
          "class: service",
          "active: 2026-11-01 .. 2026-11-30",
          "act within: 1h",
          "paused: true",
          "context: [{if: hour > 3, weight: -50}]",
        })
    void whatTheHigherOneHasLessOfLetsTheLowerOneThrough(String less) {
      String lever = less.startsWith("lever") ? "" : "lever: 10\n";
      workspace.campaign("a", RECHARGE, less + "\n" + lever);
      workspace.campaign("b", RECHARGE, "if: [customer.fee > 5, customer.tier is known]\n");

      boolean hides = less.contains(" or ");
      assertThat(warnings()).hasSize(hides ? 1 : 0);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "{event: app_view}",
          "{event: recharge, without: {event: purchase}, within: 1h}",
          "{event: recharge, where: 'amount > 3'}",
        })
    void anotherMomentHidesNothing(String when) {
      workspace.campaign("a", when, "lever: 10\n");
      workspace.campaign("b", RECHARGE, "if: [customer.fee > 5]\n");
      assertThat(warnings()).isEmpty();
    }

    @Test
    void anOfferThatMayBeCappedOrUnfilledHidesNone() {
      workspace.campaign("a", RECHARGE, "lever: 10\n");
      workspace.campaign("b", RECHARGE, "offer: care\n");
      workspace.policy(
          "classes: {service: {}, sales: {}}\ncaps: [{max: 1, last: 7d, category: data}]\n");
      assertThat(warnings()).isEmpty();

      workspace.policy("classes: {service: {}, sales: {}}\n");
      assertThat(warnings()).hasSize(1);
      workspace.file(
          "offers.yaml",
          """
          pack: {value: 10, start propensity: 0.1, content: {sms: {en: "Hello {{customer.name}}"}}}
          care: {value: 1, start propensity: 0.1, content: {sms: {en: "Hello"}}}
          """);
      assertThat(warnings()).isEmpty();
    }

    @Test
    void ofTwoThatAreHeldEachMayKnowAnotherEvent() {
      workspace.campaign("a", RECHARGE, "if: [event.amount > 5]\nlever: 10\n");
      workspace.campaign("b", RECHARGE, "if: [event.amount > 7]\n");
      assertThat(warnings()).hasSize(1);

      String quiet = "classes: {sales: {}}\nquiet hours: {sms: \"21:00-08:00\"}\nwhen quiet: ";
      workspace.policy(quiet + "drop\n");
      assertThat(warnings()).hasSize(1);
      workspace.policy(quiet + "hold\n");
      assertThat(warnings()).isEmpty();
    }
  }

  @Test
  void campaignsThatDifferInNothingButTheirNames() {
    workspace.campaign("a", RECHARGE, "title: One\nif: [customer.fee > 5]\n");
    workspace.campaign("b", RECHARGE, "title: Two\nif: [customer.fee > 5]\n");
    workspace.campaign("c", RECHARGE, "if: [customer.fee > 5]\nlever: 5\npaused: true\n");

    assertThat(warnings())
        .containsExactly(
            "campaigns/b.yaml:1:11: this differs from `a` (campaigns/a.yaml) in nothing but its"
                + " name: remove one of the two, or change what should differ");
  }

  @Test
  void zonesThatThereAreNotAndTagsThatNobodySets() {
    workspace.file(
        "zones.geojson",
        """
        {"type": "FeatureCollection", "features": [{"type": "Feature", "properties":
         {"name": "airport", "tags": ["travel"], "radius_m": 5},
         "geometry": {"type": "Point", "coordinates": [1, 2]}}]}
        """);
    workspace.file("campaigns/t.yaml", "campaign: t\nwhen: {event: recharge}\ntag: {rich: 7d}\n");
    workspace.campaign(
        "a",
        RECHARGE,
        "if:\n- zones contains \"airprot\"\n- zones contains \"airport\"\n"
            + "- tags contains \"rich\" or tags not contains \"poor\"\n");
    workspace.policy(
        """
        classes: {sales: {}}
        suppress:
          - {after: declined, of: offer, for: 1d}
          - {while: 'tags contains "reich" and hour > 24'}
        """);

    assertThat(warnings())
        .containsExactly(
            "campaigns/a.yaml:7:3: there is no zone `airprot`, so nobody is ever in it; did you mean"
                + " `airport`?",
            "campaigns/a.yaml:9:3: no campaign sets the tag `poor`, so nobody gets it; known"
                + " are: rich",
            "policy.yaml:4:13: no campaign sets the tag `reich`, so nobody gets it; did you"
                + " mean `rich`?",
            "policy.yaml:4:13: this can never be true, so it suppresses nothing: correct it or"
                + " remove it");
  }

  @Test
  void featuresThatNobodyUses() {
    workspace.features(
        """
        in_if:      {count: purchase}
        in_text:    {count: purchase, last: 7d}
        in_cross:   {sum: purchase.amount}
        in_context: {sum: purchase.quantity}
        in_comment: {count: recharge}
        """);
    workspace.campaign(
        "a",
        "{cross: in_cross, above: 5}",
        "# in_comment is not used\nif: [in_if > 2]\ncontext: [{if: in_context > 3, weight: 5}]\n");
    workspace.file(
        "offers.yaml",
        "pack: {value: 1, start propensity: 0.1, content: {sms: {en: \"{{in_text}} times\"}}}\n");

    assertThat(all())
        .containsExactly(
            "features.yaml:5:1: nobody uses `in_comment`, but it is kept for every customer: remove"
                + " it, or use it in a condition or text");
  }

  @Test
  void contextThatNothingIsLearnedBy() {
    workspace.campaign("a", "{event: recharge}", "");
    workspace.file(
        "offers.yaml",
        """
        pack:
          value: 1
          start propensity: 0.1
          learn by: [tier]
          content: {sms: {en: "A pack"}}
        """);
    assertThat(all())
        .containsExactly(
            "offers.yaml:4:3: nothing is learned, so `learn by` of `pack` is of no use: write"
                + " `learning: {}` into policy.yaml, or remove it");

    workspace.policy("classes: {sales: {}}\nconsent: {sms: opt-out}\nlearning: {}\n");
    assertThat(all()).isEmpty();
  }

  @Test
  void offersThatGoNowhere() {
    workspace.file(
        "offers.yaml",
        """
        pack:  {value: 1, start propensity: 0.1, content: {push: {en: "A pack"}}}
        other: {value: 1, start propensity: 0.1, content: {sms: {en: "A pack"}}}
        """);
    workspace.campaign("a", RECHARGE, "");

    assertThat(all())
        .containsExactly(
            "offers.yaml:1:1: no channel can carry `pack`: its campaigns go out on sms, for which"
                + " it has no content; write one, or change the channels",
            "offers.yaml:2:1: no campaign offers `other`: write one, or remove the offer");
  }

  @Test
  void aRollingWindowUnderTheNameOfADay() {
    workspace.features(
        """
        data_today:    {sum: signalling.bytes, last: 1d}
        calls_day:     {count: signalling, last: 24h}
        views_week:    {count: app_view, last: 7d}
        calls_today:   {count: signalling, since: day}
        calls_3h:      {count: signalling, last: 3h}
        sunday:        {count: signalling, last: 1d}
        week:          {count: signalling, last: 2w}
        """);
    String names = "data_today calls_day views_week calls_today calls_3h sunday week";
    workspace.campaign(
        "a", RECHARGE, "if: ['" + names.replace(" ", " + ") + " > 3']\noffer: pack\n");

    assertThat(warnings())
        .containsExactly(
            "features.yaml:1:46: `last: 1d` is the last 24 hours, part of yesterday included: write"
                + " `since: day` for the customer's calendar day, or give the feature a name that"
                + " says so",
            "features.yaml:2:42: `last: 1d` is the last 24 hours, part of yesterday included: write"
                + " `since: day` for the customer's calendar day, or give the feature a name that"
                + " says so",
            "features.yaml:3:40: `last: 7d` is the last 7 times 24 hours, part of the week before"
                + " included: write `since: week` for the customer's calendar week, or give the"
                + " feature a name that says so");
  }

  @Test
  void whatIsOver() {
    workspace.file(
        "offers.yaml",
        """
        pack: {value: 10, start propensity: 0.1, valid: 2026-01-01 .. 2026-11-21, content: {sms: {en: "A"}}}
        care: {value: 1, start propensity: 0.1, valid: 2026-01-01 .. 2026-11-22, content: {sms: {en: "B"}}}
        """);
    workspace.policy(
        """
        classes: {sales: {}}
        when quiet: drop
        blackouts:
          - {from: 2026-11-20T18:00, to: 2026-11-21T09:00}
          - {from: 2026-11-20T18:00, to: 2026-11-21T11:00}
        """);
    workspace.campaign("a", RECHARGE, "");
    workspace.campaign("b", RECHARGE, "active: 2025-01-01 .. 2026-11-21\noffer: care\n");
    workspace.campaign("c", RECHARGE, "active: 2026-11-23 .. 2026-11-25\noffer: care\n");
    workspace.campaign("d", RECHARGE, "active: 2026-11-01 .. 2026-11-25\noffer: care\n");

    assertThat(all())
        .containsExactly(
            "campaigns/a.yaml:4:8: the offer `pack` is over since 2026-11-22 00:00, so nothing goes"
                + " out: change its `valid`, or offer something else",
            "campaigns/b.yaml:5:9: this campaign is over since 2026-11-22 00:00: change `active`,"
                + " or remove the campaign",
            "campaigns/c.yaml:5:9: this campaign is never active while its offer `care` is valid,"
                + " so nothing goes out: change `active`, or the offer's `valid`",
            "offers.yaml:1:49: this offer is over since 2026-11-22 00:00 and never goes out: change"
                + " `valid`, or remove the offer",
            "policy.yaml:4:34: this blackout is over: remove it, or change its dates");
  }

  @Test
  void stateThatGrowsBeyondMeasure() {
    StringBuilder features = new StringBuilder();
    StringBuilder sum = new StringBuilder("0");
    for (int days = 1; days <= 20; days++) {
      features.append("f%d: {sum: purchase.amount, last: %dd}\n".formatted(days, days * 7));
      features.append("g%d: {max: purchase.quantity, last: %dd}\n".formatted(days, days * 7));
      sum.append(" + f%d + g%d".formatted(days, days));
    }
    for (int i = 1; i <= 12; i++) {
      String where = "'store == \"" + i + "\"'";
      features.append("s%d: {sum: purchase.amount, where: %s, last: 7d}\n".formatted(i, where));
      sum.append(" + s").append(i);
    }
    workspace.features(features.toString());
    workspace.campaign("a", RECHARGE, "if: ['" + sum + " > 3']\n");

    assertThat(warnings())
        .hasSize(2)
        .allMatch(warning -> warning.startsWith("features.yaml:1:1: "))
        .anyMatch(w -> w.matches(".*: `f1`, `g1`, .*`g20` take up to [0-9]+ KB .*; 16 KB .*"))
        .anyMatch(w -> w.matches(".*: features and waits take up to [0-9]+ KB .* 64 KB .*"));
  }

  @Test
  void waitsThatRememberMuch() {
    StringBuilder fields = new StringBuilder("key: text");
    StringBuilder text = new StringBuilder("{{event.key}}");
    for (int i = 0; i < 40; i++) {
      fields.append(", a_field_with_a_long_name_%02d: text".formatted(i));
      text.append("{{event.a_field_with_a_long_name_%02d|}}".formatted(i));
    }
    workspace.file("schema.yaml", "events: {large: {" + fields + "}}\n");
    workspace.file(
        "workspace.yaml",
        "offerflow: 1\nname: a\ntimezone: UTC\nlanguage: en\n"
            + "channels: {push: {address: customer}}\n");
    workspace.file(
        "offers.yaml",
        "pack: {value: 1, start propensity: 0.1, content: {push: {en: \"" + text + "\"}}}\n");
    workspace.policy("classes: {sales: {}}\n");
    workspace.campaign(
        "a",
        "{event: large, without: {event: large}, within: 1h, match: key}",
        "channels: [push]\n");

    assertThat(all())
        .singleElement()
        .asString()
        .startsWith("campaigns/a.yaml:2:1: its open waits take up to 27 KB");
  }

  /** Without those about offers that the workspace has but a test does not need. */
  private List<String> warnings() {
    return all().stream().filter(warning -> !warning.contains("no campaign offers")).toList();
  }

  private List<String> all() {
    workspace.read();
    return Analysis.of(WorkspaceReader.read(workspace.files()), NOW).stream()
        .map(Problem::toString)
        .toList();
  }
}
