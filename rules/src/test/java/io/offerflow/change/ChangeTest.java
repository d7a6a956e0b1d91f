package io.offerflow.change;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.testing.Surroundings;
import io.offerflow.testing.TestWorkspace;
import io.offerflow.workspace.Workspace;
import io.offerflow.workspace.WorkspaceReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeTest {
  private static final String FEATURES =
      """
      spend_30d: {sum: recharge.amount, last: 30d}
      top_7d:    {max: recharge.amount, last: 7d}
      views:     {count: app_view}
      """;
  private static final String CAMPAIGN =
      """
      campaign: %s
      class: sales
      when: {event: recharge}
      if:
        - event.amount > 10
      offer: pack
      channels: [sms]
      """;
  private static final String WAITING =
      """
      campaign: cart
      class: sales
      when: {event: app_view, without: {event: recharge}, within: 2h}
      offer: pack
      channels: [sms]
      """;
  private static final String TAGGING =
      """
      campaign: viewer
      when: {event: app_view}
      tag: {intent: 7d}
      """;

  @ParameterizedTest
  @ValueSource(strings = {"telecom", "retail", "bank", "power", "mall", "home"})
  void theSameFilesChangeNothing(String example) {
    Path folder = Surroundings.example(example);
    Workspace one = WorkspaceReader.read(folder).workspace();
    Workspace again = WorkspaceReader.read(folder).workspace();

    assertThat(Change.between(one, again)).isEqualTo(new Change(List.of(), List.of(), List.of()));
  }

  @Test
  void whatIsNewGoneAndOtherIsToldWithItsKeys() {
    Workspace before =
        base()
            .file("campaigns/a.yaml", CAMPAIGN.formatted("a"))
            .file("campaigns/b.yaml", CAMPAIGN.formatted("b"))
            .features(FEATURES)
            .read();
    Workspace after =
        base()
            .file("campaigns/b.yaml", CAMPAIGN.formatted("b").replace("> 10", "> 20") + "lever: 5")
            .file("campaigns/c.yaml", CAMPAIGN.formatted("c"))
            .features(FEATURES)
            .policy(
                """
                classes:
                  service: {ignores: [caps, quiet hours, consent], counts: false}
                  sales: {}
                consent: {sms: opt-out, push: opt-in}
                caps: [{max: 1, last: 24h}]
                """)
            .read();

    assertThat(Change.between(before, after).lines())
        .containsExactly(
            "policy",
            "  ~ caps",
            "campaigns",
            "  + c",
            "  - a",
            "  ~ b: if, lever",
            "state",
            "  what is held for campaign a is let go");
    assertThat(Change.between(before, after).restart()).isEmpty();
  }

  @Test
  void aFeatureSaysWhatItStartsWith() {
    assertThat(stateOf(FEATURES, FEATURES.replace("spend_30d", "renamed"))).isEmpty();
    assertThat(stateOf(FEATURES, FEATURES + "few: {sum: recharge.amount, last: 1d}")).isEmpty();
    assertThat(
            stateOf(
                FEATURES, FEATURES + "big: {sum: recharge.amount, where: 'amount > 5', last: 1d}"))
        .containsExactly("feature big starts empty: right in 1d");
    assertThat(stateOf(FEATURES, FEATURES + "long: {sum: recharge.amount, last: 90d}"))
        .containsExactly("feature long starts with what is kept of a shorter time: right in 90d");
    assertThat(stateOf(FEATURES, FEATURES + "least: {min: recharge.amount, since: day}"))
        .containsExactly(
            "feature least starts empty for customers with many events: right from the next day"
                + " on");
    assertThat(stateOf(FEATURES, FEATURES + "number: {count: recharge, last: 7d}"))
        .containsExactly("feature number starts empty: right in 7d");
    assertThat(stateOf(FEATURES, FEATURES + "seen: {latest: app_view.product}"))
        .containsExactly("feature seen starts empty: it counts from now on");
  }

  @Test
  void anAttributeOfAnotherTypeIsToldToBeMissing() {
    String schema = "customer: {tier: {type: %s}, fee: {type: %s}}\n";
    Workspace before = withSchema(schema.formatted("text", "number"));

    assertThat(Change.between(before, withSchema(schema.formatted("number", "integer"))).lines())
        .containsExactly(
            "attributes",
            "  ~ fee: type",
            "  ~ tier: type",
            "state",
            "  attribute tier is missing for everybody until it is set anew");
    assertThat(Change.between(before, withSchema("customer: {fee: {type: number}}\n")).state())
        .isEmpty();
  }

  private static Workspace withSchema(String schema) {
    byte[] settings = "offerflow: 1\nname: shop\n".getBytes(UTF_8);
    Map<String, byte[]> files =
        Map.of("workspace.yaml", settings, "schema.yaml", schema.getBytes(UTF_8));
    return WorkspaceReader.read(files).workspace();
  }

  @Test
  void waitsTagsAndCountersThatLoseTheirRulesAreTold() {
    Workspace before =
        base().file("campaigns/cart.yaml", WAITING).file("campaigns/tag.yaml", TAGGING).read();
    Workspace after =
        base()
            .file("campaigns/cart.yaml", WAITING.replace("2h", "3h") + "limits: {total: 10}")
            .read();

    assertThat(Change.between(before, after).state())
        .containsExactly(
            "open waits of campaign cart are let go",
            "tag intent is set by no campaign any more; who has it keeps it to its end",
            "the total of campaign cart counts from now on, and nothing of what went out before");
  }

  @Test
  void whatAJobSettlesWhenItStartsNeedsARestart() {
    Workspace before = base().read();
    TestWorkspace slow = base().setting("disorder: 5s");
    TestWorkspace fed =
        base()
            .file(
                "feeds.yaml",
                """
            crm:
              topic: crm
              format: json
              event: recharge
              id: "{/id}"
              customer: "{/who}"
              time: {column: /ts, unit: ms}
              fields: {amount: /amount}
            """);

    assertThat(Change.between(before, slow.read()).restart())
        .containsExactly("`disorder` in workspace.yaml changes");
    assertThat(Change.between(before, fed.read()).restart())
        .containsExactly("feed crm reads a topic and is new");
  }

  @Test
  void aFilledFeatureSaysWhatFrom() {
    String more =
        "long: {sum: recharge.amount, last: 90d}\nmade: {count: offered, last: 7d}\n"
            + "again: {count: response, last: 7d}\n";
    Workspace after = base().features(FEATURES + more).read();
    assertThat(Change.between(base().features(FEATURES).read(), after, "May on").state())
        .containsExactly(
            "feature long is filled from May on",
            "feature made starts empty, since Offerflow's own events are not filled in: right in"
                + " 7d",
            "feature again starts empty, since Offerflow's own events are not filled in: right in"
                + " 7d");
  }

  @Test
  void aLongListIsCutShort() {
    TestWorkspace many = base();
    for (int i = 100; i < 150; i++) {
      many.file("campaigns/c" + i + ".yaml", CAMPAIGN.formatted("c" + i));
    }

    assertThat(Change.between(base().read(), many.read()).lines())
        .hasSize(22)
        .contains("  + c119", "  ... and 30 more");
  }

  private static List<String> stateOf(String before, String after) {
    return Change.between(base().features(before).read(), base().features(after).read()).state();
  }

  private static TestWorkspace base() {
    return new TestWorkspace();
  }
}
