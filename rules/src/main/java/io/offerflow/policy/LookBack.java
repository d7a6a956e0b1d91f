package io.offerflow.policy;

import io.offerflow.feature.Window;
import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Offer;
import io.offerflow.workspace.Policy;
import io.offerflow.workspace.Workspace;
import java.util.HashSet;
import java.util.Set;

/**
 * How long contacts are remembered: as long as any rule looks back, and at least as long as a
 * response can still match a decision.
 *
 * @param millis for all contacts
 * @param always campaigns whose contacts are never forgotten: their limit has no window
 */
record LookBack(long millis, Set<String> always) {
  private static final long DAY = 24L * 60 * 60 * 1000;
  private static final long RESPONSES = 90 * DAY;

  static LookBack of(Workspace workspace) {
    long longest = RESPONSES;
    for (Policy.Cap cap : workspace.policy().caps()) {
      longest = Math.max(longest, length(cap.window()));
    }
    for (Policy.Apart apart : workspace.policy().apart()) {
      longest = Math.max(longest, apart.forMillis());
    }
    for (Offer offer : workspace.offers().values()) {
      longest = Math.max(longest, offer.expiresMillis());
    }
    Set<String> always = new HashSet<>();
    for (Campaign campaign : workspace.campaigns()) {
      if (campaign.success() != null) {
        longest = Math.max(longest, campaign.success().withinMillis());
      }
      Campaign.CustomerLimit limit = campaign.limits().customer();
      if (limit != null && limit.window() instanceof Window.Life) {
        always.add(campaign.id());
      } else if (limit != null) {
        longest = Math.max(longest, length(limit.window()));
      }
    }
    return new LookBack(longest, Set.copyOf(always));
  }

  /** Calendar windows are shorter than responses can take. */
  private static long length(Window window) {
    return window instanceof Window.Rolling rolling ? rolling.lengthMillis() : 0;
  }

  boolean reaches(Contact contact, long now) {
    return contact.time() > now - millis || always.contains(contact.campaign());
  }
}
