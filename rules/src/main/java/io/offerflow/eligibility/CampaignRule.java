package io.offerflow.eligibility;

import io.offerflow.condition.Condition;
import java.util.List;

/**
 * A campaign as Drools sees it.
 *
 * @param index what the rule answers with; its place in the bundle's list of campaigns
 * @param trigger what brings it up, such as {@code event purchase} or {@code enter airport}; the
 *     first constraint of the rule, answered by a hash index
 * @param where the {@code where} of an event's trigger, or null
 * @param conditions all must be true
 */
public record CampaignRule(
    int index, String campaign, String trigger, Condition where, List<Condition> conditions) {
  public CampaignRule {
    conditions = List.copyOf(conditions);
  }
}
