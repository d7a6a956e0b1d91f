package io.offerflow.measure;

/** A contact, real or only remembered, for as long as something may come of it. */
final class Contacted {
  static final long UNKNOWN = Long.MIN_VALUE;

  final Decided decision;
  final CampaignCounter campaign;
  final FunnelCounter funnel;
  boolean failed;
  boolean delivered;
  boolean engaged;
  boolean accepted;
  boolean declined;
  boolean unsubscribed;
  boolean converted;
  long deliveredAt = UNKNOWN;
  long engagedAt = UNKNOWN;

  Contacted(Decided decision, CampaignCounter campaign, FunnelCounter funnel) {
    this.decision = decision;
    this.campaign = campaign;
    this.funnel = funnel;
  }

  long time() {
    return decision.time();
  }

  boolean isGhost() {
    return decision.isGhost();
  }

  boolean earned() {
    return accepted || converted;
  }

  /** Whether an instant lies in the time that a success after this contact may take. */
  boolean isOpenAt(long instant, long withinMillis) {
    return time() <= instant && instant - time() <= withinMillis;
  }
}
