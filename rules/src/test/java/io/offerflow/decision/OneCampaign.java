package io.offerflow.decision;

import io.offerflow.testing.TestWorkspace;

/** A campaign for every recharge, under a policy. */
final class OneCampaign {
  static final String CLASSES =
      "classes:\n"
          + "  service: {ignores: [caps, quiet hours, consent], counts: false}\n"
          + "  sales: {}\n"
          + "consent: {sms: opt-out, push: opt-in}\n";

  static final String NIGHT = "quiet hours: {sms: \"21:00-09:00\"}\nwhen quiet: drop\n";

  static TestWorkspace each(String policy) {
    return new TestWorkspace().policy(policy + CLASSES).campaign("each", "{event: recharge}", "");
  }

  private OneCampaign() {}
}
