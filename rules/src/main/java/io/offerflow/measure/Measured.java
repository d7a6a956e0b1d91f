package io.offerflow.measure;

import io.offerflow.decision.Decision;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * What came of a workspace's decisions.
 *
 * @param from the first decision, epoch milliseconds; null without decisions
 * @param to the last decision or event; null without decisions
 * @param decisions by outcome
 * @param all every contact with something to go out; not those left alone
 * @param campaigns by id: those of the workspace, and those that decisions name
 * @param offers by id, contacted only
 * @param channels by name, contacted only
 * @param cells the finest division: by campaign, offer, channel, variant and arm
 * @param overall uplift over all campaigns together; null without a control group
 * @param uplifts by campaign
 * @param checks of arms and of variants
 * @param reasons by campaign, then result, the most frequent detail first
 * @param days by day, then campaign
 * @param messages how many customers got so many messages, at index that number; the last index
 *     stands for more as well
 * @param unknown campaigns and offers that decisions name and the workspace does not have
 */
public record Measured(
    Long from,
    Long to,
    Map<Decision.Kind, Long> decisions,
    Funnel all,
    List<CampaignResult> campaigns,
    Map<String, Funnel> offers,
    Map<String, Funnel> channels,
    List<Cell> cells,
    Uplift overall,
    List<Uplift> uplifts,
    List<ShareCheck> checks,
    List<Reason> reasons,
    List<Day> days,
    List<Long> messages,
    List<String> unknown) {
  public Measured {
    campaigns = List.copyOf(campaigns);
    cells = List.copyOf(cells);
    uplifts = List.copyOf(uplifts);
    checks = List.copyOf(checks);
    reasons = List.copyOf(reasons);
    days = List.copyOf(days);
    messages = List.copyOf(messages);
    unknown = List.copyOf(unknown);
  }

  /**
   * A campaign.
   *
   * @param title for people; the id where there is none
   * @param success whether it says what it is for
   * @param funnel of its contacts
   * @param ghosts of those left alone, who would have been contacted
   * @param pending contacts after which a success may still come, at the end of the data
   * @param mixed customers who are in several arms and so in no comparison
   */
  public record CampaignResult(
      String id,
      String title,
      boolean success,
      Funnel funnel,
      Funnel ghosts,
      long pending,
      long mixed) {}

  /**
   * What has the same campaign, offer, channel, variant and arm.
   *
   * @param variant null outside a test of variants
   */
  public record Cell(
      String campaign, String offer, String channel, String variant, String arm, Funnel funnel) {}

  /**
   * One campaign on one day of the workspace's calendar. Contacts and what policy kept back are
   * counted on the day of the decision, successes and acceptances on their own.
   */
  public record Day(
      LocalDate date,
      String campaign,
      long contacts,
      long ghosts,
      long accepted,
      long converted,
      long earned,
      long capped,
      long quiet) {}
}
