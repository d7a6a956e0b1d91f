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
import java.util.Set;

/** A workspace, compiled for deciding. Immutable; one is shared by all deciders. */
public final class Bundle {
  private final Workspace workspace;
  private final String name;
  private final Set<String> paused;
  private final FeatureSet features;
  private final ZoneMap zones;
  private final Moments moments;
  private final ContactPolicy policy;
  private final Quotas quotas;
  private final Goals goals;
  private final Eligibility eligibility;

  private Bundle(Workspace workspace) {
    this.workspace = workspace;
    this.name = workspace.version();
    this.paused = Set.of();
    this.features = new FeatureSet(workspace.features());
    this.zones = new ZoneMap(workspace.zones());
    this.moments = new Moments(workspace, features);
    this.policy = new ContactPolicy(workspace);
    this.quotas = new Quotas(workspace);
    this.goals = new Goals(workspace);
    this.eligibility = Eligibility.compile(rules(workspace, moments));
  }

  private Bundle(Bundle compiled, String name, Set<String> paused) {
    this.workspace = compiled.workspace;
    this.name = name;
    this.paused = Set.copyOf(paused);
    this.features = compiled.features;
    this.zones = compiled.zones;
    this.moments = compiled.moments;
    this.policy = compiled.policy;
    this.quotas = compiled.quotas;
    this.goals = compiled.goals;
    this.eligibility = compiled.eligibility;
  }

  /** Compiles the campaigns; takes seconds, most of them in Drools. */
  public static Bundle of(Workspace workspace) {
    return new Bundle(workspace);
  }

  /**
   * The same rules with some campaigns paused by command, beside those whose file says so. Nothing
   * is compiled anew.
   *
   * @param name what decisions name as their bundle
   * @param campaigns those that are not there are left alone
   */
  public Bundle paused(String name, Set<String> campaigns) {
    return new Bundle(this, name, campaigns);
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

  /** What decisions name as their bundle. */
  public String version() {
    return name;
  }

  /**
   * A fingerprint of all that brings something about for customers who send no event; 0 for
   * nothing. Where it differs from that of other rules, all customers have to be looked at: what is
   * due next of hers may be due earlier.
   */
  public long timing() {
    return Timing.of(workspace, moments);
  }

  boolean isPaused(Campaign campaign) {
    return campaign.paused() || paused.contains(campaign.id());
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
