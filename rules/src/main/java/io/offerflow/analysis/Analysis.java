package io.offerflow.analysis;

import io.offerflow.condition.Condition;
import io.offerflow.condition.Ref;
import io.offerflow.feature.Feature;
import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Moment;
import io.offerflow.workspace.Policy;
import io.offerflow.workspace.Problem;
import io.offerflow.workspace.Workspace;
import io.offerflow.workspace.WorkspaceReader;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Looks through a valid workspace for what its author hardly meant. */
public final class Analysis {
  private final Workspace workspace;
  private final Findings findings;
  private final Map<String, Feature> features = new LinkedHashMap<>();

  private Analysis(WorkspaceReader.Result read) {
    this.workspace = read.workspace();
    this.findings = new Findings(read.files());
    workspace.features().forEach(feature -> features.put(feature.name(), feature));
  }

  /**
   * Warnings, sorted by file, line and column; none where the workspace has an error.
   *
   * @param now epoch milliseconds; what is over then is told
   */
  public static List<Problem> of(WorkspaceReader.Result read, long now) {
    if (read.workspace() == null) {
      return List.of();
    }
    Analysis analysis = new Analysis(read);
    analysis.conditions();
    new Hidden(read.workspace(), analysis.features, analysis.findings).check();
    new Unused(read.workspace(), analysis.findings).check();
    new StateCost(read.workspace(), analysis.findings).check();
    new Past(read.workspace(), analysis.findings, now).check();
    Windows.check(read.workspace(), analysis.findings);
    return analysis.findings.sorted();
  }

  private void conditions() {
    ConditionCheck check = new ConditionCheck(findings);
    Members members = new Members(workspace, findings);
    for (Feature feature : features.values()) {
      if (feature.where() != null) {
        String never = "no event ever enters `" + feature.name() + "`";
        check.where(
            feature.where(),
            about(feature.event()),
            never,
            Findings.FEATURES,
            feature.name(),
            "where");
      }
    }
    for (Campaign campaign : workspace.campaigns()) {
      moment(check, campaign);
      check.campaign(campaign, new Situation(campaign.moment(), workspace, features));
      members(members, campaign);
    }
    for (int i = 0; i < workspace.policy().suppress().size(); i++) {
      if (workspace.policy().suppress().get(i) instanceof Policy.Suppression.While during) {
        Object[] path = {"suppress", i, "while"};
        Terms terms = new Terms(features, Set.of(), Map.of());
        check.where(during.condition(), terms, "it suppresses nothing", Findings.POLICY, path);
        members.check(during.condition(), Findings.POLICY, path);
      }
    }
  }

  private static void members(Members members, Campaign campaign) {
    for (int i = 0; i < campaign.conditions().size(); i++) {
      members.check(campaign.conditions().get(i), campaign.file(), "if", i);
    }
    for (int i = 0; i < campaign.context().size(); i++) {
      Condition condition = campaign.context().get(i).condition();
      members.check(condition, campaign.file(), "context", i, "if");
    }
  }

  private void moment(ConditionCheck check, Campaign campaign) {
    if (campaign.success() != null) {
      where(check, campaign, campaign.success().event(), "success", "where");
    }
    if (campaign.moment() instanceof Moment.OnEvent on) {
      where(check, campaign, on.trigger(), "when", "where");
    } else if (campaign.moment() instanceof Moment.Then then) {
      where(check, campaign, then.first(), "when", "where");
      where(check, campaign, then.second(), "when", "then", "where");
    } else if (campaign.moment() instanceof Moment.Without without) {
      where(check, campaign, without.first(), "when", "where");
      where(check, campaign, without.expected(), "when", "without", "where");
    }
  }

  private void where(
      ConditionCheck check, Campaign campaign, Moment.Trigger trigger, Object... path) {
    Condition where = trigger.where();
    if (where != null) {
      check.where(where, about(trigger.type()), "no event is meant", campaign.file(), path);
    }
  }

  /** What a {@code where} of that type of event can speak of. */
  private static Terms about(String type) {
    return new Terms(
        Map.of(),
        Set.of(new Ref.Bare("id"), new Ref.Bare("time")),
        Map.of(new Ref.Bare("type"), type));
  }
}
