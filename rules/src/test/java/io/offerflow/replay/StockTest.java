package io.offerflow.replay;

import static org.assertj.core.api.Assertions.assertThat;

import io.offerflow.decision.Bundle;
import io.offerflow.decision.CustomerState;
import io.offerflow.decision.Decider;
import io.offerflow.decision.Decision;
import io.offerflow.decision.Input;
import io.offerflow.decision.Outcome;
import io.offerflow.event.Event;
import io.offerflow.policy.Contact;
import io.offerflow.stock.Grants;
import io.offerflow.stock.Resource;
import io.offerflow.stock.SequentialGrants;
import io.offerflow.stock.Taken;
import io.offerflow.testing.RandomWorkload;
import io.offerflow.testing.Story;
import io.offerflow.testing.TestWorkspace;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What is bounded over all customers, granted in order: stock, totals, budgets. */
class StockTest {
  private static final Resource STOCK = new Resource(Resource.Kind.STOCK, "pack");
  private static final String OFFERS =
      """
      pack:
        value: 10
        cost: 0.3
        start propensity: 0.1
        %s
        content: {sms: {en: "A pack"}}
      care:
        value: 1
        start propensity: 0.5
        content: {sms: {en: "We care"}}
      """;

  private int events;

  private static TestWorkspace workspace(String more) {
    return new TestWorkspace()
        .file("offers.yaml", OFFERS.formatted(more))
        .policy("classes: {sales: {}}\nconsent: {sms: opt-out}\n");
  }

  private Event event(String customer, int second, String type, Object... fields) {
    long time = Story.at("2026-03-02T10:00:00Z") + second * 1000L;
    return Event.of(type, "e-" + ++events, customer, time, Story.fields(fields));
  }

  private static Decision.Considered of(Decision decision, String campaign) {
    return decision.considered().stream()
        .filter(one -> one.campaign().equals(campaign))
        .findFirst()
        .orElseThrow();
  }

  /** One decision for each recharge, of a customer of its own. */
  private List<Decision> recharges(TestWorkspace workspace, int count) {
    List<Event> recharges = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      recharges.add(event("c-" + i, i, "recharge"));
    }
    return replay(workspace, recharges);
  }

  private static List<Decision> replay(TestWorkspace workspace, List<Event> events) {
    List<Decision> decisions = new ArrayList<>();
    try (Replay replay = new Replay(workspace.bundle(), decisions::add)) {
      events.forEach(replay::accept);
    }
    return decisions;
  }

  @Test
  void theLastUnitGoesOutAndThenTheRunnerUp() {
    TestWorkspace workspace =
        workspace("stock: 2")
            .campaign("best", "{event: recharge}", "")
            .campaign("next", "{event: recharge}", "offer: care\n");
    List<Decision> decisions = recharges(workspace, 4);
    assertThat(decisions)
        .extracting(decision -> decision.choice().offer())
        .containsExactly("pack", "pack", "care", "care");
    assertThat(decisions).extracting(Decision::granted).containsExactly(true, true, false, false);
    Decision.Considered leader = of(decisions.get(2), "best");
    assertThat(leader.result().word()).isEqualTo("stock");
    assertThat(leader.detail()).isEqualTo("none of 2 left");
    assertThat(leader.free()).isNull();
    assertThat(of(decisions.get(2), "next").result().word()).isEqualTo("won");
  }

  @Test
  void failedGivesBackOnceAndLateResponsesToItNothing() {
    TestWorkspace workspace = workspace("stock: 1").campaign("best", "{event: recharge}", "");
    List<Decision> decisions =
        replay(
            workspace,
            List.of(
                event("a", 0, "recharge"),
                event("b", 1, "recharge"),
                event("a", 2, "response", "offer", "pack", "kind", "failed"),
                event("a", 3, "response", "offer", "pack", "kind", "failed"),
                event("b", 4, "recharge"),
                event("c", 5, "recharge"),
                event("a", 6, "response", "offer", "pack", "kind", "failed"),
                event("c", 7, "recharge")));
    assertThat(decisions)
        .extracting(decision -> of(decision, "best").result().word())
        .containsExactly("won", "stock", "won", "stock", "stock");
  }

  @Test
  void anAcceptanceUsesAUnitWhereAcceptancesCount() {
    TestWorkspace workspace =
        workspace("stock: 1\n  stock counts: accepted").campaign("best", "{event: recharge}", "");
    List<Decision> decisions =
        replay(
            workspace,
            List.of(
                event("a", 0, "recharge"),
                event("b", 1, "recharge"),
                event("a", 2, "response", "offer", "pack", "kind", "accepted"),
                event("a", 3, "response", "offer", "pack", "kind", "accepted"),
                event("c", 4, "recharge"),
                event("b", 5, "response", "offer", "pack", "kind", "accepted"),
                event("b", 6, "response", "offer", "pack", "kind", "failed"),
                event("c", 7, "recharge"),
                event("a", 8, "response", "offer", "pack", "kind", "failed"),
                event("c", 9, "recharge")));
    assertThat(decisions)
        .extracting(decision -> of(decision, "best").result().word())
        .containsExactly("won", "won", "stock", "stock", "won");
    assertThat(decisions.get(0).granted()).isTrue();
  }

  @Test
  void aTotalBoundsOneCampaignAndLeavesTheOfferToOthers() {
    TestWorkspace workspace =
        workspace("stock: 3")
            .campaign("best", "{event: recharge}", "lever: 10\nlimits: {total: 2}\n")
            .campaign("more", "{event: recharge}", "");
    List<Decision> decisions = recharges(workspace, 4);
    assertThat(decisions.get(2).choice().campaign()).isEqualTo("more");
    assertThat(of(decisions.get(2), "best").result().word()).isEqualTo("limit");
    assertThat(of(decisions.get(2), "best").detail()).isEqualTo("total 2 reached");
    assertThat(decisions.get(2).granted()).isTrue();
    // Of several that block, the check that comes first answers.
    assertThat(of(decisions.get(3), "best").result().word()).isEqualTo("stock");
    assertThat(decisions.get(3).choice()).isNull();
  }

  @Test
  void noContactTakesTheCostsOverTheBudget() {
    TestWorkspace workspace =
        workspace("").campaign("best", "{event: recharge}", "limits: {budget: 1}\n");
    List<Decision> decisions = recharges(workspace, 4);
    assertThat(decisions)
        .extracting(decision -> of(decision, "best").result().word())
        .containsExactly("won", "won", "won", "limit");
    assertThat(of(decisions.get(3), "best").detail()).isEqualTo("budget 1: less than 0.3 left");
  }

  @Test
  void aControlDecisionUsesNone() {
    TestWorkspace workspace =
        workspace("stock: 1")
            .policy("classes: {sales: {}}\nconsent: {sms: opt-out}\ncontrol group: 100%\n")
            .campaign("best", "{event: recharge}", "limits: {total: 1, budget: 0.3}\n");
    assertThat(recharges(workspace, 3))
        .allSatisfy(
            decision -> {
              assertThat(decision.outcome()).isEqualTo(Decision.Kind.CONTROL);
              assertThat(decision.granted()).isNull();
            });
  }

  @Test
  void whatNothingConfirmedIsGivenBackWhenItExpires() {
    TestWorkspace workspace =
        workspace("stock: 1")
            .policy(
                "classes: {sales: {}}\nconsent: {sms: opt-out}\nrefund: failed or unconfirmed\n")
            .campaign("best", "{event: recharge}", "");
    int day = 86_400;
    assertThat(
            replay(
                workspace,
                List.of(
                    event("a", 0, "recharge"),
                    event("b", day - 1, "recharge"),
                    event("b", day + 1, "recharge"))))
        .extracting(decision -> of(decision, "best").result().word())
        .containsExactly("won", "stock", "won");
  }

  /** Whatever happens, a unit is used for each push and given back at most once. */
  @Property(tries = 4)
  void everyPushUsesOneUnitAndNoMoreThanThereAre(@ForAll @IntRange(min = 1, max = 60) int stock) {
    TestWorkspace workspace = RandomWorkload.workspace();
    String offers = new String(workspace.files().get("offers.yaml"), StandardCharsets.UTF_8);
    String bounded = "stock: " + stock + "\n  start propensity";
    workspace.file("offers.yaml", offers.replace("start propensity", bounded));
    Bundle bundle = workspace.bundle();
    Counted counted = new Counted(new SequentialGrants(bundle.quotas().sizes()), stock);
    List<Decision> pushes = new ArrayList<>();
    try (Replay replay =
        Replay.with(
            counted,
            UnaryOperator.identity(),
            bundle,
            decision -> {
              if (decision.outcome() == Decision.Kind.OFFERED) {
                pushes.add(decision);
              }
            })) {
      RandomWorkload.events(stock, 8, 500).forEach(replay::accept);
    }
    assertThat(counted.taken).isEqualTo(pushes.size());
    assertThat(counted.returned).isLessThanOrEqualTo(counted.taken);
    assertThat(pushes).allSatisfy(push -> assertThat(push.granted()).isTrue());
  }

  /** Looks on. */
  private static final class Counted implements Grants {
    private final SequentialGrants grants;
    private final long size;
    private int taken;
    private int returned;

    Counted(SequentialGrants grants, long size) {
      this.grants = grants;
      this.size = size;
    }

    @Override
    public boolean has(String decision, Resource resource, long amount) {
      return grants.has(decision, resource, amount);
    }

    @Override
    public void use(Resource resource, long amount) {
      taken++;
      grants.use(resource, amount);
      assertThat(grants.used(resource)).isLessThanOrEqualTo(size);
    }

    @Override
    public void giveBack(Resource resource, long amount) {
      returned++;
      grants.giveBack(resource, amount);
      assertThat(grants.used(resource)).isNotNegative();
    }
  }

  @Test
  void whatIsNotBoundedSaysNothingOfIt() {
    TestWorkspace workspace = workspace("").campaign("best", "{event: recharge}", "");
    assertThat(recharges(workspace, 1).get(0).granted()).isNull();
  }

  @Test
  void explanationsSayWhatReplayDecidedForHerAmongAll() {
    TestWorkspace workspace = RandomWorkload.workspace();
    String offers = new String(workspace.files().get("offers.yaml"), StandardCharsets.UTF_8);
    workspace.file(
        "offers.yaml", offers.replace("start propensity", "stock: 20\n  start propensity"));
    Bundle bundle = workspace.bundle();
    List<Event> all = RandomWorkload.events(7, 10, 1_500);
    List<Decision> decided = new ArrayList<>();
    try (Replay replay = new Replay(bundle, decided::add)) {
      all.forEach(replay::accept);
      replay.until(Long.MAX_VALUE);
    }
    assertThat(decided)
        .flatExtracting(Decision::considered)
        .extracting(one -> one.result().word())
        .contains("stock");
    for (String customer : List.of("c-1", "c-4")) {
      List<Decision> explained = new ArrayList<>();
      try (Timeline timeline =
          new Timeline(
              bundle,
              customer,
              null,
              step -> {
                if (step.decision() != null) {
                  explained.add(step.decision());
                }
              })) {
        all.forEach(timeline::accept);
        timeline.until(Long.MAX_VALUE);
      }
      assertThat(explained)
          .isEqualTo(decided.stream().filter(made -> made.customer().equals(customer)).toList());
    }
  }

  @Test
  void aDecisionOfAFormerRunKeepsItsUnitAndTakesNoOther() {
    Bundle bundle = workspace("stock: 1").campaign("best", "{event: recharge}", "").bundle();
    Event cause = event("a", 0, "recharge");
    SequentialGrants grants = new SequentialGrants(bundle.quotas().sizes());
    try (Decider former = new Decider(bundle);
        Decider decider = new Decider(bundle, UnaryOperator.identity(), grants)) {
      Outcome made = former.decide(null, new Input.Arrived(cause));
      Contact contact = contact(made.decisions().get(0));

      CustomerState state =
          decider.decide(null, new Input.TakenOver("a", List.of(contact))).state();
      assertThat(grants.used(STOCK)).isEqualTo(1);
      Outcome other = decider.decide(null, new Input.Arrived(event("b", 1, "recharge")));
      assertThat(of(other.decisions().get(0), "best").result().word()).isEqualTo("stock");

      Outcome again = decider.decide(state, new Input.Arrived(cause));
      assertThat(again.decisions().get(0).repeated()).isTrue();
      assertThat(of(again.decisions().get(0), "best").result().word()).isEqualTo("won");
      assertThat(grants.used(STOCK)).isEqualTo(1);
      Event failed = event("a", 2, "response", "offer", "pack", "kind", "failed");
      decider.decide(again.state(), new Input.Arrived(failed));
      assertThat(grants.used(STOCK)).isZero();
    }
  }

  private static Contact contact(Decision made) {
    Decision.Choice choice = made.choice();
    return new Contact(
        made.id(),
        made.time(),
        choice.campaign(),
        choice.offer(),
        choice.channel(),
        choice.contactClass(),
        null,
        true,
        false,
        true,
        Taken.NOTHING,
        made.time() + 86_400_000,
        false,
        false,
        false,
        false);
  }
}
