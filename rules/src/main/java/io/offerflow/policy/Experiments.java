package io.offerflow.policy;

import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Policy.Ignored;
import io.offerflow.workspace.Workspace;

/** Who is left alone to compare with. By the customer's id alone, the same for ever. */
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

  private static boolean isWithin(int buckets, String salt, String customer) {
    return buckets > 0 && Bucket.of(salt, customer) < buckets;
  }
}
