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

  /** A campaign, and what is compared again and again. */
  private record Entry(
      Campaign campaign, Offer offer, Set<Ref> refs, List<Expr> asked, ScoreRange score) {}

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
    List<Expr> asked = new ArrayList<>();
    if (campaign.moment() instanceof Moment.OnEvent on && on.trigger().where() != null) {
      on.trigger().where().refs().forEach(ref -> refs.add(new Ref.Event(((Ref.Bare) ref).field())));
      asked.addAll(new Situation(campaign.moment(), workspace, features).lasting());
    }
    campaign.conditions().stream().map(Situation::plain).forEach(asked::add);
    return new Entry(campaign, offer, refs, asked, ScoreRange.of(campaign, offer));
  }

  private void hidden(Entry lower, List<Entry> group) {
    List<Goal> facts = null;
    Situation situation = null;
    for (Entry higher : group) {
      if (higher == lower || !goesFirst(higher, lower) || !passesAsWell(higher, lower)) {
        continue;
      }
      if (facts == null) {
        situation = new Situation(lower.campaign.moment(), workspace, features);
        facts = Goal.allTrue(situation.atFirst());
        facts.addAll(Goal.allTrue(lower.asked));
      }
      if (isImplied(higher, facts, situation.terms())) {
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
        && !Likeness.saysMore(mine, OF_CAMPAIGN)
        && !Likeness.saysMore(yours, union(OF_CAMPAIGN, Set.of("limits")))
        && survivesQuiet(mine)
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
    Offer mine = higher.offer;
    Policy policy = workspace.policy();
    boolean capped =
        policy.caps().stream()
            .anyMatch(cap -> cap.category() != null && cap.category().equals(mine.category()));
    return !capped
        && holds(mine.valid(), lower.offer.valid())
        && mine.expiresMillis() >= lower.offer.expiresMillis()
        && !Likeness.saysMore(mine, OF_OFFER)
        && !Likeness.saysMore(policy, OF_POLICY)
        && lower.campaign.channels().stream().allMatch(channel -> isAlwaysFilled(mine, channel));
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

  private static boolean isImplied(Entry higher, List<Goal> facts, Terms terms) {
    for (Expr condition : higher.asked) {
      List<Goal> goals = new ArrayList<>(facts);
      goals.add(Goal.isNotTrue(condition));
      if (!Contradiction.between(terms, goals)) {
        return false;
      }
    }
    return true;
  }
}
