package io.offerflow.decision;

import io.offerflow.blob.Fingerprint;
import io.offerflow.event.DurationText;
import io.offerflow.moment.Moments;
import io.offerflow.workspace.Policy.Refund;
import io.offerflow.workspace.Workspace;
import io.offerflow.zone.Zone;
import java.util.ArrayList;
import java.util.List;

/**
 * What the rules bring about by the clock, reckoned from what is known of a customer and not kept
 * as an instant of its own: ends of visits and stays, falls of features, days, forgetting, refunds
 * and what is learned from silence.
 */
final class Timing {
  private Timing() {}

  /** A fingerprint of it; 0 for nothing. */
  static long of(Workspace workspace, Moments moments) {
    List<String> parts = new ArrayList<>(moments.byClock());
    for (Zone zone : workspace.zones()) {
      parts.add("zone " + zone.name() + " " + zone.graceMillis() + " " + zone.lapseMillis());
    }
    long forget = workspace.settings().forgetMillis();
    if (forget != DurationText.MAX_MILLIS) {
      parts.add("forget " + forget);
    }
    if (workspace.policy().refund() != Refund.FAILED) {
      parts.add("refund " + workspace.policy().refund());
    }
    if (workspace.policy().learning() != null) {
      parts.add("learning");
    }
    return parts.isEmpty() ? 0 : Fingerprint.of(parts.toArray(String[]::new));
  }
}
