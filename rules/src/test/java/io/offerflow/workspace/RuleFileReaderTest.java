package io.offerflow.workspace;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.analysis.Analysis;
import io.offerflow.decision.Bundle;
import io.offerflow.testing.TestWorkspace;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rules come to as campaigns: the same as the same campaign in a file of campaigns/. */
class RuleFileReaderTest {
  private static final String TAIL = "then propose(\"pack\", \"sales\", \"sms\"); end\n";

  private static TestWorkspace workspace() {
    return new TestWorkspace()
        .features("recharged: {sum: recharge.amount, last: 30d}\n")
        .file(
            "zones.geojson",
            """
            {"type": "FeatureCollection", "features": [
              {"type": "Feature", "properties": {"name": "plaza", "tags": ["mall"], "cells": ["a"]},
               "geometry": null},
              {"type": "Feature", "properties": {"name": "arcade", "tags": ["mall"], "cells": ["b"]},
               "geometry": null},
              {"type": "Feature", "properties": {"name": "station", "cells": ["c"]},
               "geometry": null}]}
            """)
        .file("campaigns/tag-it.yaml", "campaign: tag-it\nwhen: {event: recharge}\ntag: {x: 7d}\n");
  }

  private static Campaign campaign(Workspace workspace, String id) {
    return workspace.campaigns().stream()
        .filter(campaign -> campaign.id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "kind == \"event\", type == \"recharge\" | {event: recharge}",
        "kind == \"event\", type == \"recharge\", where == \"amount > 5\""
            + "| {event: recharge, where: 'amount > 5'}",
        "kind == \"enter\", zone == \"plaza\" | {enter: plaza}",
        "zone == \"tag:mall\", kind == \"enter\" | {enter: tag:mall}",
        "kind == \"leave\", zone == \"plaza\" | {leave: plaza}",
        "kind == \"stay\", zone == \"plaza\", lasting == \"20m\" | {stay: plaza, for: 20m}",
        "kind == \"cross\", number == \"recharged\", above == 100"
            + "| {cross: recharged, above: 100}",
        "kind == \"cross\", number == \"customer.fee\", below == -5.5"
            + "| {cross: customer.fee, below: -5.5}",
        "kind == \"then\", first == \"app_view\", first_where == \"dwell_s > 1\", type =="
            + " \"purchase\", where == \"amount > 5\", within == \"10m\", match == \"product\""
            + "| {event: app_view, where: 'dwell_s > 1', then: {event: purchase, where: 'amount >"
            + " 5'}, within: 10m, match: product}",
        "kind == \"without\", type == \"app_view\", missing == \"purchase\", missing_where =="
            + " \"amount > 5\", within == \"2h\""
            + "| {event: app_view, without: {event: purchase, where: 'amount > 5'}, within: 2h}",
        "kind == \"date\", of == \"birth_date\", offset == \"-30d\", at == \"10:00\""
            + "| {date: birth_date, offset: -30d, at: \"10:00\"}",
        "kind == \"yearly\", of == \"birth_date\", at == \"09:00\""
            + "| {yearly: birth_date, at: \"09:00\"}",
        "kind == \"tagged\", tag == \"x\" | {tagged: x}",
        "kind == \"untagged\", tag == \"x\" | {untagged: x}"
      })
  void aMomentIsThatOfACampaign(String moment, String when) {
    Workspace read =
        workspace()
            .campaign("yaml", when, "")
            .file("rules/a.drl", "rule \"drl\" when Moment(" + moment + ") " + TAIL)
            .read();

    Campaign expected = campaign(read, "yaml");
    Campaign rule = campaign(read, "drl");
    assertThat(rule.moment().toString()).isEqualTo(expected.moment().toString());
    assertThat(rule.conditions()).isEmpty();
    assertThat(rule.lever()).isEqualTo(expected.lever());
    assertThat(rule.active()).isEqualTo(expected.active());
    assertThat(rule.limits()).isEqualTo(expected.limits());
    assertThat(rule.whenQuiet()).isEqualTo(expected.whenQuiet());
  }

  @Test
  void lastArgumentsAreLinesOfACampaign() {
    Workspace read =
        workspace()
            .campaign(
                "yaml",
                "{event: recharge}",
                "lever: 20\npaused: true\nlimits: {customer: {max: 1, last: 7d}}\n"
                    + "context: [{if: 'customer.tier == \"gold\"', weight: 50}]\n")
            .file(
                "rules/a.drl",
                """
                rule "drl" when Moment(kind == "event", type == "recharge") then
                  propose("pack", "sales", "sms", "lever: 20", "paused: true",
                      "limits: {customer: {max: 1, last: 7d}}",
                      "context: [{if: 'customer.tier == \\"gold\\"', weight: 50}]");
                end
                """)
            .read();

    Campaign expected = campaign(read, "yaml");
    Campaign rule = campaign(read, "drl");
    assertThat(rule.lever()).isEqualTo(expected.lever());
    assertThat(rule.paused()).isTrue();
    assertThat(rule.limits()).isEqualTo(expected.limits());
    assertThat(rule.context().toString()).isEqualTo(expected.context().toString());
  }

  @Test
  void aRuleTagsAndUntags() {
    Campaign rule =
        campaign(
            workspace()
                .file(
                    "rules/a.drl",
                    """
                    rule "drl" when Moment(kind == "event", type == "recharge") then
                      tag("a", "7d");
                      untag("x");
                      tag("b", "1h", "title: Two of them");
                    end
                    """)
                .read(),
            "drl");

    assertThat(rule.offer()).isNull();
    assertThat(rule.title()).isEqualTo("Two of them");
    assertThat(rule.tagging().lifetimes())
        .containsOnlyKeys("a", "b")
        .containsEntry("b", 3_600_000L);
    assertThat(rule.tagging().removed()).containsExactly("x");
  }

  @Test
  void aZoneIsAskedForItsTags() {
    Workspace read =
        workspace()
            .file(
                "rules/a.drl",
                "rule \"drl\" when Moment(kind == \"event\", type == \"recharge\")\n"
                    + "Zone(tags contains \"mall\", name != \"arcade\")\n"
                    + TAIL)
            .read();

    assertThat(Bundle.drl(read)).contains("in [arcade, plaza]").contains("members(f.texts(");
  }

  @Test
  void namesAreUniqueAmongAllCampaigns() {
    List<String> problems =
        problems(
            "rule \"tag-it\" when Moment(kind == \"event\", type == \"recharge\") "
                + TAIL
                + "rule \"b\" when Moment(kind == \"event\", type == \"recharge\") "
                + TAIL
                + "rule \"b\" when Moment(kind == \"event\", type == \"recharge\") "
                + TAIL);

    assertThat(problems)
        .containsExactly(
            "rules/a.drl:1:6: a campaign `tag-it` stands in campaigns/tag-it.yaml already: give one"
                + " of the two another name",
            "rules/a.drl:3:6: a campaign `b` stands in rules/a.drl:2 already: give one of the two"
                + " another name");
  }

  private static List<String> problems(String file) {
    return problems(file.getBytes(UTF_8));
  }

  private static List<String> problems(byte[] file) {
    TestWorkspace workspace = workspace();
    workspace.files().put("rules/a.drl", file);
    return WorkspaceReader.read(workspace.files()).problems().stream()
        .map(Problem::toString)
        .collect(Collectors.toList());
  }

  @Test
  void editorsMayDoAsTheyPlease() {
    String rule =
        "// 中文\nrule \"drl\"\nwhen\n\tMoment(kind == \"event\", type == \"recharge\")\n"
            + "\tCustomer(teir == \"gold\")\n"
            + TAIL;
    String expected = "rules/a.drl:5:11: `teir` is not known here; did you mean `tier`?";

    assertThat(problems(rule)).containsExactly(expected);
    assertThat(problems("\uFEFF" + rule)).containsExactly(expected);
    assertThat(problems(rule.replace("\n", "\r\n"))).containsExactly(expected);
    assertThat(problems(rule.replace("\n", "\r"))).containsExactly(expected);
    assertThat(problems(rule.getBytes(UTF_16)))
        .hasSize(1)
        .allMatch(problem -> problem.contains("UTF-8") || problem.contains("control character"));
    assertThat(problems(new byte[] {'r', (byte) 0xff}))
        .containsExactly("rules/a.drl:1:2: this is not UTF-8 from here on: save the file as UTF-8");
    assertThat(problems("rule \u0000"))
        .containsExactly("rules/a.drl:1:6: a control character (U+0000) stands here: remove it");
  }

  @Test
  void whatTheAnalysisFindsStandsAtTheRule() {
    WorkspaceReader.Result read =
        WorkspaceReader.read(
            workspace()
                .file(
                    "rules/a.drl",
                    """
                    // Two rules
                    rule "ok" when Moment(kind == "event", type == "recharge")
                      Customer(fee == null)
                      exists Customer(fee == null)
                      not Customer(fee > 5)
                    then propose("care", "sales", "sms"); end

                    rule "never" when Moment(kind == "event", type == "recharge")
                      Customer(fee > 5, fee < 3)
                    then propose("care", "sales", "sms"); end
                    """)
                .files());

    assertThat(Analysis.of(read, 0))
        .filteredOn(problem -> problem.file().equals("rules/a.drl"))
        .hasSize(1)
        .allMatch(problem -> problem.line() == 8);
  }
}
