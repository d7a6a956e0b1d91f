package io.offerflow.analysis;

import io.offerflow.condition.Condition;
import io.offerflow.condition.Expr;
import io.offerflow.condition.Ref;
import io.offerflow.content.Content;
import io.offerflow.content.Template;
import io.offerflow.feature.Feature;
import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Moment;
import io.offerflow.workspace.Offer;
import io.offerflow.workspace.Period;
import io.offerflow.workspace.Policy;
import io.offerflow.workspace.Workspace;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds campaigns that never win because another one wins whenever they could, and campaigns that
 * differ in nothing but their names. Whatever might let one pass where the other is blocked makes
 * this silent.
 */
final class Hidden {
  private static final Set<String> NAMES = Set.of("id", "file", "title");

  /** What is looked at here; a campaign that says more may be blocked by it. */
  private static final Set<String> OF_CAMPAIGN =
      Set.of(
          "id",
          "file",
          "title",
          "contactClass",
          "active",
          "paused",
          "moment",
          "conditions",
          "offer",
          "channels",
          "lever",
          "context",
          "actWithinMillis",
          "whenQuiet",
          "success",
          "holdOut");

  private static final Set<String> OF_OFFER =
      Set.of(
          "id",
          "title",
          "category",
          "value",
          "cost",
          "startPropensity",
          "evidence",
          "valid",
          "expiresMillis",
          "content",
          "learnBy");

  private static final Set<String> OF_POLICY =
      Set.of(
          "quietHours",
          "whenQuiet",
          "blackouts",
          "classes",
          "caps",
          "optIn",
          "recordNone",
          "refund",
          "controlGroup");

  /** The same for two campaigns of one class with one offer. */
  private static final Set<String> BY_OFFER = Set.of("apart", "suppress");

  private final Workspace workspace;
  private final Map<String, Feature> features;
  private final Findings findings;

  Hidden(Workspace workspace, Map<String, Feature> features, Findings findings) {
    this.workspace = workspace;
    this.features = features;
    this.findings = findings;
  }

  /**
   * What of a campaign lets it be compared.
   *
   * @param asHigher nothing that is not looked at here can block it
   * @param asLower nothing that is not looked at here can make it another one
   * @param offer nothing of its offer can block it
   */
  private record Openness(boolean asHigher, boolean asLower, boolean offer) {}

  /** A campaign, and what is compared again and again. */
  private record Entry(
      Campaign campaign,
      Offer offer,
      Set<Ref> refs,
      List<Asked> asked,
      ScoreRange score,
      Openness open) {

    /** What asks one thing first. */
    boolean isImplied(Map<Object, Possible> facts, List<Goal> goals, Terms terms) {
      return asked.stream()
              .filter(one -> one.atom() != null)
              .allMatch(one -> one.isImplied(facts, goals, terms))
          && asked.stream()
              .filter(one -> one.atom() == null)
              .allMatch(one -> one.isImplied(facts, goals, terms));
    }
  }

  void check() {
    Set<String> told = twins();
    if (Likeness.saysMore(workspace.policy(), union(OF_POLICY, BY_OFFER))) {
      // What is drawn by lot or learned cannot be compared.
      return;
    }
    Map<String, List<Entry>> groups = new LinkedHashMap<>();
    for (Campaign campaign : workspace.campaigns()) {
      if (campaign.offer() != null
          && !campaign.paused()
          && !campaign.moment().word().equals("ask")) {
        groups.computeIfAbsent(group(campaign), g -> new ArrayList<>()).add(entry(campaign));
      }
    }
    for (List<Entry> group : groups.values()) {
      group.stream()
          .filter(entry -> !told.contains(entry.campaign.id()))
          .forEach(entry -> hidden(entry, group));
    }
  }

  private Set<String> twins() {
    Map<String, Campaign> first = new LinkedHashMap<>();
    Set<String> told = new HashSet<>();
    for (Campaign campaign : workspace.campaigns()) {
      Campaign twin = first.putIfAbsent(Likeness.except(campaign, NAMES), campaign);
      if (twin != null) {
        told.add(campaign.id());
        findings.warn(
            "this differs from `"
                + twin.id()
                + "` ("
                + twin.file()
                + ") in nothing but its name:"
                + " remove one of the two, or change what should differ",
            campaign.file(),
            "campaign");
      }
    }
    return told;
  }

  private static String group(Campaign campaign) {
    return campaign.contactClass()
        + "\n"
        + (campaign.moment() instanceof Moment.OnEvent on
            ? "event " + on.trigger().type()
            : campaign.moment());
  }

  private Entry entry(Campaign campaign) {
    Offer offer = workspace.offers().get(campaign.offer());
    Set<Ref> refs = new HashSet<>();
    campaign.conditions().forEach(condition -> refs.addAll(condition.refs()));
    Situation situation = new Situation(campaign.moment(), workspace, features);
    List<Expr> asked = new ArrayList<>();
    if (campaign.moment() instanceof Moment.OnEvent on && on.trigger().where() != null) {
      on.trigger().where().refs().forEach(ref -> refs.add(new Ref.Event(((Ref.Bare) ref).field())));
      asked.addAll(situation.lasting());
    }
    campaign.conditions().stream().map(Situation::plain).forEach(asked::add);
    return new Entry(
        campaign,
        offer,
        refs,
        asked.stream().map(condition -> Asked.of(condition, situation.terms())).toList(),
        ScoreRange.of(campaign, offer),
        new Openness(
            !Likeness.saysMore(campaign, OF_CAMPAIGN) && survivesQuiet(campaign),
            !Likeness.saysMore(campaign, union(OF_CAMPAIGN, Set.of("limits"))),
            passesEverywhere(offer)));
  }

  private void hidden(Entry lower, List<Entry> group) {
    Situation situation = new Situation(lower.campaign.moment(), workspace, features);
    List<Goal> goals = Goal.allTrue(situation.atFirst());
    lower.asked.forEach(asked -> goals.add(Goal.isTrue(asked.condition())));
    Map<Object, Possible> facts = Contradiction.facts(situation.terms(), goals);
    if (facts == null) {
      // That it never goes out anyway has been said.
      return;
    }
    for (Entry higher : group) {
      if (higher != lower
          && goesFirst(higher, lower)
          && passesAsWell(higher, lower)
          && higher.isImplied(facts, goals, situation.terms())) {
        findings.warn(
            "this never goes out: `"
                + higher.campaign.id()
                + "` ("
                + higher.campaign.file()
                + ") takes all whom this one takes at the same moment, and ranks higher ("
                + higher.score.text()
                + " against "
                + lower.score.text()
                + "): make its conditions narrower, or remove one of the two",
            lower.campaign.file(),
            "campaign");
        return;
      }
    }
  }

  private static boolean goesFirst(Entry higher, Entry lower) {
    int order = higher.score.least().compareTo(lower.score.most());
    return order > 0 || (order == 0 && higher.campaign.id().compareTo(lower.campaign.id()) < 0);
  }

  /** Whether nothing but conditions can block the higher where the lower passes. */
  private boolean passesAsWell(Entry higher, Entry lower) {
    Campaign mine = higher.campaign;
    Campaign yours = lower.campaign;
    return lower.refs.containsAll(higher.refs)
        && mine.channels().containsAll(yours.channels())
        && holds(mine.active(), yours.active())
        && mine.actWithinMillis() >= yours.actWithinMillis()
        && mine.whenQuiet() == yours.whenQuiet()
        && higher.open.asHigher
        && lower.open.asLower
        && (higher.offer == lower.offer || offersAlike(higher, lower));
  }

  private static boolean holds(Period outer, Period inner) {
    return outer.fromMillis() <= inner.fromMillis() && outer.toMillis() >= inner.toMillis();
  }

  /** Of two that are held, each may be held with another event. */
  private boolean survivesQuiet(Campaign campaign) {
    Policy policy = workspace.policy();
    if (campaign.whenQuiet() != Policy.WhenQuiet.HOLD
        || (policy.quietHours().isEmpty() && policy.blackouts().isEmpty())) {
      return true;
    }
    return !Likeness.saysMore(policy, OF_POLICY)
        && campaign.conditions().stream()
            .map(Condition::refs)
            .noneMatch(refs -> refs.stream().anyMatch(Hidden::isOfEvent));
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    Set<String> all = new HashSet<>(one);
    all.addAll(other);
    return all;
  }

  private static boolean isOfEvent(Ref ref) {
    return ref instanceof Ref.Event || ref instanceof Ref.First;
  }

  private boolean offersAlike(Entry higher, Entry lower) {
    return higher.open.offer
        && holds(higher.offer.valid(), lower.offer.valid())
        && higher.offer.expiresMillis() >= lower.offer.expiresMillis()
        && lower.campaign.channels().stream()
            .allMatch(channel -> isAlwaysFilled(higher.offer, channel));
  }

  /** Whether neither the policy nor the offer itself can keep back this offer and not another. */
  private boolean passesEverywhere(Offer offer) {
    Policy policy = workspace.policy();
    boolean capped =
        policy.caps().stream()
            .anyMatch(cap -> cap.category() != null && cap.category().equals(offer.category()));
    return !capped && !Likeness.saysMore(offer, OF_OFFER) && !Likeness.saysMore(policy, OF_POLICY);
  }

  /** Whether everybody gets a text on that channel. */
  private boolean isAlwaysFilled(Offer offer, String channel) {
    Map<String, Content> languages = offer.content().getOrDefault(channel, Map.of());
    return Content.choose(languages, null, workspace.settings().language()) != null
        && languages.values().stream()
            .flatMap(content -> content.parts().values().stream())
            .flatMap(template -> template.parts().stream())
            .noneMatch(
                part ->
                    part instanceof Template.Placeholder placeholder
                        && placeholder.otherwise() == null);
  }
}
