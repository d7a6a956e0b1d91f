package io.offerflow.policy;

import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Policy.Ignored;
import io.offerflow.workspace.Workspace;

/**
 * Who is left alone to compare with, and who gets which variant. By the customer's id alone, the
 * same for ever.
 */
final class Experiments {
  private static final String CONTROL = "control";
  private static final String HOLD_OUT = "hold-out";

  private final Workspace workspace;
  private final int controlled;

  Experiments(Workspace workspace) {
    this.workspace = workspace;
    this.controlled = Bucket.count(workspace.policy().controlGroup());
  }

  /** {@code control} or {@code hold-out}; null for a customer whom that campaign contacts. */
  String arm(String customer, Campaign campaign) {
    boolean ignored =
        workspace
            .policy()
            .classes()
            .get(campaign.contactClass())
            .ignores()
            .contains(Ignored.CONTROL);
    if (!ignored && isWithin(controlled, workspace.settings().name(), customer)) {
      return CONTROL;
    }
    int heldOut = Bucket.count(campaign.holdOut());
    return isWithin(heldOut, campaign.id() + "/hold-out", customer) ? HOLD_OUT : null;
  }

  /** The variant of that campaign for that customer; null when it has none. */
  Campaign.Variant variant(String customer, Campaign campaign) {
    if (campaign.variants().isEmpty()) {
      return null;
    }
    int left = Bucket.of(campaign.id() + "/variants", customer);
    for (Campaign.Variant variant : campaign.variants()) {
      left -= Bucket.count(variant.share());
      if (left < 0) {
        return variant;
      }
    }
    throw new IllegalStateException("the shares of " + campaign.id() + " do not make up the whole");
  }

  private static boolean isWithin(int buckets, String salt, String customer) {
    return buckets > 0 && Bucket.of(salt, customer) < buckets;
  }
}
