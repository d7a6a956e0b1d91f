package io.offerflow.measure;

import io.offerflow.decision.Decision;
import io.offerflow.decision.Result;
import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Workspace;
import java.util.List;

/**
 * A decision, as far as measuring needs it.
 *
 * @param time the {@code now} of the decision, epoch milliseconds
 * @param causeEvent id of the event that caused it; null for a timer
 * @param causeType type of that event; null for a timer
 * @param campaign of the winner; null when there is none
 * @param offer of the winner; null when there is none
 * @param channel of the winner; null when there is none
 * @param variant null outside a test of variants
 * @param arm {@link #CONTROL} or {@link #HOLD_OUT}; null when something went out
 * @param considered every campaign with a moment
 */
public record Decided(
    String id,
    String customer,
    long time,
    String causeEvent,
    String causeType,
    Decision.Kind outcome,
    String campaign,
    String offer,
    String channel,
    String variant,
    String arm,
    List<Considered> considered) {
  /** The arm of those whom the whole workspace leaves alone. */
  public static final String CONTROL = "control";

  /** The arm of those whom one campaign leaves alone. */
  public static final String HOLD_OUT = "hold-out";

  /** The arm of those who are contacted. */
  public static final String CONTACTED = "contacted";

  public Decided {
    considered = List.copyOf(considered);
  }

  /**
   * A campaign whose moment occurred.
   *
   * @param detail null when the result says all
   */
  public record Considered(String campaign, Result result, String detail) {
    boolean isEntry(String ofCampaign) {
      return campaign.equals(ofCampaign) && (result == Result.WON || result == Result.OUTRANKED);
    }
  }

  /**
   * The entry of this answer with that offer, as the contact that it becomes; null when there is
   * none.
   *
   * @param wanted null for the best
   */
  Decided presented(String wanted, long now, Workspace workspace) {
    if (wanted == null || wanted.equals(offer)) {
      return campaign == null ? null : entry(campaign, offer, now);
    }
    for (Campaign one : workspace.campaigns()) {
      boolean gives =
          wanted.equals(one.offer())
              || one.variants().stream().anyMatch(variant -> wanted.equals(variant.offer().id()));
      if (gives && considered.stream().anyMatch(it -> it.isEntry(one.id()))) {
        return entry(one.id(), wanted, now);
      }
    }
    return null;
  }

  private Decided entry(String ofCampaign, String ofOffer, long now) {
    return new Decided(
        id,
        customer,
        now,
        null,
        null,
        Decision.Kind.OFFERED,
        ofCampaign,
        ofOffer,
        channel,
        null,
        null,
        List.of());
  }

  /** What is kept for as long as something may come of it. */
  Decided alone() {
    return new Decided(
        id,
        customer,
        time,
        causeEvent,
        causeType,
        outcome,
        campaign,
        offer,
        channel,
        variant,
        arm,
        List.of());
  }

  boolean isContact() {
    return campaign != null
        && (outcome == Decision.Kind.OFFERED || outcome == Decision.Kind.CONTROL);
  }

  /** Whether it is only remembered that she would have been contacted. */
  boolean isGhost() {
    return outcome == Decision.Kind.CONTROL;
  }

  /** {@link #CONTACTED}, {@link #CONTROL} or {@link #HOLD_OUT}. */
  String armOrContacted() {
    if (!isGhost()) {
      return CONTACTED;
    }
    return arm == null ? CONTROL : arm;
  }
}
