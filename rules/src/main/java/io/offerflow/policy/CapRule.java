package io.offerflow.policy;

import io.offerflow.workspace.Policy;
import java.time.ZoneId;

/** One cap of policy.yaml, held against what is remembered of a customer's contacts. */
final class CapRule {
  private final Policy.Cap cap;
  private final Quota quota;
  private final String text;

  CapRule(Policy.Cap cap) {
    this.cap = cap;
    this.quota = new Quota(cap.max(), cap.window());
    this.text = quota.text() + scope(cap);
  }

  /** {@code max 1 last 24h on sms}. */
  String text() {
    return text;
  }

  boolean appliesTo(String channel, String category, String contactClass) {
    return (cap.channel() == null || cap.channel().equals(channel))
        && (cap.category() == null || cap.category().equals(category))
        && (cap.contactClass() == null || cap.contactClass().equals(contactClass));
  }

  /** As {@link Quota#free} says. */
  long free(Contacts contacts, long now, ZoneId zone) {
    return quota.free(contacts, this::counts, now, zone);
  }

  /** As {@link Quota#overfillsLater} says. */
  boolean overfillsLater(Contacts contacts, long now, ZoneId zone) {
    return quota.overfillsLater(contacts, this::counts, now, zone);
  }

  private boolean counts(Contact contact) {
    return contact.counts()
        && appliesTo(contact.channel(), contact.category(), contact.contactClass());
  }

  private static String scope(Policy.Cap cap) {
    StringBuilder words = new StringBuilder();
    if (cap.channel() != null) {
      words.append(" on ").append(cap.channel());
    }
    if (cap.category() != null) {
      words.append(" in category ").append(cap.category());
    }
    if (cap.contactClass() != null) {
      words.append(" in class ").append(cap.contactClass());
    }
    return words.toString();
  }
}
