package io.offerflow.drl;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.decision.Bundle;
import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import io.offerflow.workspace.Campaign;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What rules of rule files decide: as campaigns do, in all that comes before and after. */
class RuleDecisionsTest {
  private static final String T0 = "2026-11-21T10:00:00Z";
  private static final String T1 = "2026-11-21T10:01:00Z";
  private static final String T2 = "2026-11-21T10:02:00Z";
  private static final String T3 = "2026-11-21T10:03:00Z";

  private static TestWorkspace rules(String text) {
    return new TestWorkspace()
        .features("recharges: {count: recharge, last: 30d}\nviews: {count: app_view}\n")
        .file("rules/experts.drl", text);
  }

  private static Story story(String patterns) {
    return Story.of(
        rules(
            """
            rule "expert"
            when
              Moment(kind == "event", type == "recharge")
              %s
            then
              propose("pack", "sales", "sms");
            end
            """
                .formatted(patterns)));
  }

  @Test
  void aRuleIsACampaign() {
    Campaign campaign =
        rules(
                """
                // What an expert writes.
                rule "big-top-up"
                when
                  Moment(kind == "event", type == "recharge", where == "amount > 5")
                  Customer(tier == "gold" || fee > 20, $fee : fee)
                  Event(amount > $fee * 2) /* twice her fee */
                then
                  propose("care", "service", "push, sms", "lever: 20", "act within: 5m",
                      "title: \\"A big one\\"");
                end
                """)
            .read()
            .campaigns()
            .get(0);

    assertThat(campaign.id()).isEqualTo("big-top-up");
    assertThat(campaign.file()).isEqualTo("rules/experts.drl:2");
    assertThat(campaign.moment().word()).isEqualTo("event");
    assertThat(campaign.conditions())
        .extracting(Object::toString)
        .containsExactly(
            "rules/experts.drl:5: Customer(tier == \"gold\" || fee > 20)",
            "rules/experts.drl:6: Event(amount > $fee * 2)");
    assertThat(campaign.offer()).isEqualTo("care");
    assertThat(campaign.contactClass()).isEqualTo("service");
    assertThat(campaign.channels()).containsExactly("push", "sms");
    assertThat(campaign.lever()).isEqualByComparingTo("20");
    assertThat(campaign.actWithinMillis()).isEqualTo(300_000);
    assertThat(campaign.title()).isEqualTo("A big one");
  }

  @Test
  void aRuleComparesFactsWithEachOther() {
    Story story =
        story("Customer($fee : fee)\n  (Event(amount >= $fee) or Customer(tier == \"gold\"))");

    story.profile(T0, Map.of("fee", number("10"), "tier", "silver"));
    assertThat(story.event(T1, "recharge", "amount", 10).result("expert")).isEqualTo("won");
    assertThat(story.event(T2, "recharge", "amount", 9).considered("expert").detail())
        .isEqualTo(
            "rules/experts.drl:5: Event(amount >= $fee) or Customer(tier == \"gold\"): was"
                + " event.amount 9, customer.fee 10, customer.tier silver");
    story.profile(T3, Map.of("tier", "gold"));
    assertThat(story.event(T3, "recharge", "amount", 1).result("expert")).isEqualTo("won");
  }

  @Test
  void aRuleLooksThroughWhatSheOwns() {
    Story story =
        story(
            """
            exists Product(name matches "4g-[a-z]+")
              not Product(name matches "5g-.*")\
            """);

    story.profile(T0, Map.of("products", Set.of("4g-basic", "roaming")));
    assertThat(story.event(T1, "recharge", "amount", 1).result("expert")).isEqualTo("won");
    story.profile(T2, Map.of("products", Set.of("4g-basic", "5g-basic")));
    assertThat(story.event(T2, "recharge", "amount", 1).considered("expert").detail())
        .isEqualTo(
            "rules/experts.drl:5: not Product(name matches \"5g-.*\"): was [4g-basic, 5g-basic]");
    story.profile(T3, Map.of("products", Set.of("4g-9", "x4g-basic", "5-g")));
    assertThat(story.event(T3, "recharge", "amount", 1).considered("expert").detail())
        .startsWith("rules/experts.drl:4: exists Product");
  }

  @Test
  void aRuleJoinsWhatSheOwnsWithTheEvent() {
    Story story =
        Story.of(
            rules(
                """
                rule "expert" when
                  Moment(kind == "event", type == "app_view")
                  Product($owned : name)
                  Event(product == $owned || product contains $owned)
                then propose("pack", "sales", "sms"); end
                """));

    story.profile(T0, Map.of("products", Set.of("phone", "tv")));
    assertThat(story.event(T1, "app_view", "product", "tv-plus").result("expert")).isEqualTo("won");
    assertThat(story.event(T2, "app_view", "product", "t").result("expert")).isEqualTo("condition");
    // Nothing is known of the event's product: neither equal nor unequal to any.
    assertThat(story.event(T3, "app_view").result("expert")).isEqualTo("condition");
  }

  @Test
  void whatIsMissingIsNeitherTrueNorFalseInAConstraintButNoMatchOfAPattern() {
    assertThat(afterRecharge(story("Customer(tier == \"gold\")"))).isEqualTo("missing");
    assertThat(afterRecharge(story("Customer(tier != \"gold\")"))).isEqualTo("missing");
    assertThat(afterRecharge(story("Customer(!(tier == \"gold\"))"))).isEqualTo("missing");
    assertThat(afterRecharge(story("Customer(tier == null)"))).isEqualTo("won");
    assertThat(afterRecharge(story("Customer(tier != null)"))).isEqualTo("condition");
    assertThat(afterRecharge(story("not Customer(tier == \"gold\")"))).isEqualTo("won");
    assertThat(afterRecharge(story("not (not Customer(tier == \"gold\"))"))).isEqualTo("condition");
    assertThat(afterRecharge(story("exists Customer(tier != \"gold\")"))).isEqualTo("condition");
    assertThat(afterRecharge(story("not Customer()"))).isEqualTo("condition");
    assertThat(afterRecharge(story("Customer()"))).isEqualTo("won");
  }

  private static String afterRecharge(Story story) {
    return story.event(T1, "recharge", "amount", 1).result("expert");
  }

  @Test
  void allKindsOfConstraintsAreJudged() {
    Story story =
        story(
            """
            $c : Customer(fee in (10, 20), tier not in ("silver"), name matches "A.+")
              $e : Event(amount * 2 - 1 >= $c.fee / 2, id != null, time <= $e.time)
              Features(recharges == 1, views == 0)
              Now(hour == 10, weekday in ("sat", "sun"), days_since(time) == 0)
              Customer("phone" memberOf products, products contains "tv")
              Customer(products not contains "x", name not matches "A", "y" not memberOf products)
              not (Tag(name == "a") and Product(name == "phone"))
              exists (Product($p : name) and Product(name != $p))\
            """);

    story.profile(
        T0,
        Map.of(
            "fee", number("20"), "tier", "gold", "name", "Ann", "products", Set.of("phone", "tv")));
    story.event(T1, "recharge", "amount", 6);
    assertThat(story.result("expert")).isEqualTo("won");
    story.event(T2, "recharge", "amount", 6);
    assertThat(story.considered("expert").detail())
        .isEqualTo("rules/experts.drl:6: Features(recharges == 1): was 2");
  }

  @Test
  void personalValuesAreNotSaid() {
    Story story = story("Customer($n : name)\n  not Product(name == $n)");

    story.profile(T0, Map.of("name", "Ann", "products", Set.of("Ann")));
    assertThat(story.event(T1, "recharge", "amount", 1).considered("expert").detail())
        .endsWith(": was customer.products [Ann], customer.name ***");
  }

  @Test
  void theSameRuleIsTheSameForDrools() {
    TestWorkspace workspace =
        rules(
            """
            rule "a" when Moment(kind == "event", type == "recharge") Tag(name matches "x") then
              propose("pack", "sales", "sms"); end
            """);

    assertThat(Bundle.drl(workspace.read()))
        .contains("event recharge")
        .contains("for (Object m : f.members(f.texts(0)))")
        .isEqualTo(Bundle.drl(workspace.read()));
  }

  private static java.math.BigDecimal number(String text) {
    return new java.math.BigDecimal(text);
  }
}
