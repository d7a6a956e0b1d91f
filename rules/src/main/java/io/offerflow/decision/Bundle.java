package io.offerflow.decision;

import io.offerflow.eligibility.CampaignRule;
import io.offerflow.eligibility.Eligibility;
import io.offerflow.feature.FeatureSet;
import io.offerflow.moment.Moments;
import io.offerflow.policy.ContactPolicy;
import io.offerflow.stock.Quotas;
import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Moment;
import io.offerflow.workspace.Workspace;
import io.offerflow.zone.ZoneMap;
import java.util.ArrayList;
import java.util.List;

/** A workspace, compiled for deciding. Immutable; one is shared by all deciders. */
public final class Bundle {
  private final Workspace workspace;
  private final FeatureSet features;
  private final ZoneMap zones;
  private final Moments moments;
  private final ContactPolicy policy;
  private final Quotas quotas;
  private final Goals goals;
  private final Eligibility eligibility;

  private Bundle(Workspace workspace) {
    this.workspace = workspace;
    this.features = new FeatureSet(workspace.features());
    this.zones = new ZoneMap(workspace.zones());
    this.moments = new Moments(workspace, features);
    this.policy = new ContactPolicy(workspace);
    this.quotas = new Quotas(workspace);
    this.goals = new Goals(workspace);
    this.eligibility = Eligibility.compile(rules(workspace, moments));
  }

  /** Compiles the campaigns; takes seconds, most of them in Drools. */
  public static Bundle of(Workspace workspace) {
    return new Bundle(workspace);
  }

  /** The rules that Drools gets for that workspace, as text. */
  public static String drl(Workspace workspace) {
    Moments moments = new Moments(workspace, new FeatureSet(workspace.features()));
    return Eligibility.drl(rules(workspace, moments));
  }

  private static List<CampaignRule> rules(Workspace workspace, Moments moments) {
    List<CampaignRule> rules = new ArrayList<>();
    for (int i = 0; i < workspace.campaigns().size(); i++) {
      Campaign campaign = workspace.campaigns().get(i);
      // The where of a moment is about one event and is judged when the moment is found: an event's
      // campaigns share one evaluation in Drools, in which each needs its own where again.
      var where = campaign.moment() instanceof Moment.OnEvent on ? on.trigger().where() : null;
      rules.add(
          new CampaignRule(i, campaign.id(), moments.trigger(i), where, campaign.conditions()));
    }
    return rules;
  }

  public Workspace workspace() {
    return workspace;
  }

  /** Whether a campaign waits for a day of customers, be they silent or not. */
  public boolean waitsForDays() {
    return moments.datedFingerprint() != 0;
  }

  public String version() {
    return workspace.version();
  }

  /** What is bounded over all customers. */
  public Quotas quotas() {
    return quotas;
  }

  Goals goals() {
    return goals;
  }

  FeatureSet features() {
    return features;
  }

  ZoneMap zones() {
    return zones;
  }

  Moments moments() {
    return moments;
  }

  ContactPolicy policy() {
    return policy;
  }

  Eligibility eligibility() {
    return eligibility;
  }
}
