package io.offerflow.analysis;

import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Offer;
import io.offerflow.workspace.Period;
import io.offerflow.workspace.Policy;
import io.offerflow.workspace.Workspace;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;

/** Finds what is over, and campaigns whose dates never meet those of their offers. */
final class Past {
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  private final Workspace workspace;
  private final Findings findings;
  private final long now;

  Past(Workspace workspace, Findings findings, long now) {
    this.workspace = workspace;
    this.findings = findings;
    this.now = now;
  }

  void check() {
    for (Offer offer : workspace.offers().values()) {
      if (isOver(offer.valid())) {
        findings.warn(
            "this offer is over since "
                + day(offer.valid().toMillis())
                + " and never goes out: change `valid`, or remove the offer",
            Findings.OFFERS,
            offer.id(),
            "valid");
      }
    }
    workspace.campaigns().forEach(this::campaign);
    for (int i = 0; i < workspace.policy().blackouts().size(); i++) {
      Policy.Blackout blackout = workspace.policy().blackouts().get(i);
      // A day later it is over in every time zone.
      LocalDateTime today =
          LocalDateTime.ofInstant(Instant.ofEpochMilli(now), workspace.settings().timezone());
      if (blackout.to().isBefore(today.minusDays(1))) {
        findings.warn(
            "this blackout is over: remove it, or change its dates",
            Findings.POLICY,
            "blackouts",
            i,
            "to");
      }
    }
  }

  private void campaign(Campaign campaign) {
    Offer offer = campaign.offer() == null ? null : workspace.offers().get(campaign.offer());
    if (isOver(campaign.active())) {
      findings.warn(
          "this campaign is over since "
              + day(campaign.active().toMillis())
              + ": change `active`, or remove the campaign",
          campaign.file(),
          "active");
    } else if (offer != null && isOver(offer.valid())) {
      findings.warn(
          "the offer `"
              + offer.id()
              + "` is over since "
              + day(offer.valid().toMillis())
              + ", so nothing goes out: change its `valid`, or offer something else",
          campaign.file(),
          "offer");
    } else if (offer != null && !meet(campaign.active(), offer.valid())) {
      findings.warn(
          "this campaign is never active while its offer `"
              + offer.id()
              + "` is valid, so nothing goes out: change `active`, or the offer's `valid`",
          campaign.file(),
          "active");
    }
  }

  private static boolean meet(Period one, Period other) {
    return Math.max(one.fromMillis(), other.fromMillis())
        < Math.min(one.toMillis(), other.toMillis());
  }

  private boolean isOver(Period period) {
    return period.toMillis() <= now;
  }

  /** The instant at which it was over, by the workspace's clock. */
  private String day(long epochMillis) {
    return DAY.format(Instant.ofEpochMilli(epochMillis).atZone(workspace.settings().timezone()));
  }
}
