package io.offerflow.policy;

import io.offerflow.event.DurationText;
import io.offerflow.feature.Window;
import io.offerflow.workspace.Policy;
import java.time.ZoneId;
import java.util.Locale;

/** One cap of policy.yaml, held against what is remembered of a customer's contacts. */
final class CapRule {
  private static final long HOUR = 3_600_000;

  private final Policy.Cap cap;
  private final String text;

  CapRule(Policy.Cap cap) {
    this.cap = cap;
    this.text = describe(cap);
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

  /**
   * The first instant at which it would not block if nothing else happens: {@code now} when it does
   * not block.
   */
  long free(Contacts contacts, long now, ZoneId zone) {
    long edge = cap.window().edge(now, zone);
    int counted = 0;
    for (int i = contacts.size() - 1; i >= 0 && contacts.get(i).time() > edge; i--) {
      Contact contact = contacts.get(i);
      if (counts(contact) && ++counted == cap.max()) {
        return freeAfter(contact.time(), now, zone);
      }
    }
    return now;
  }

  private boolean counts(Contact contact) {
    return contact.counts()
        && !contact.failed()
        && appliesTo(contact.channel(), contact.category(), contact.contactClass());
  }

  /**
   * @param oldest the contact that must leave the window before there is room for one more
   */
  private long freeAfter(long oldest, long now, ZoneId zone) {
    if (cap.window() instanceof Window.Rolling rolling) {
      return oldest + rolling.lengthMillis();
    }
    if (cap.window() instanceof Window.Calendar calendar) {
      return calendar.nextStart(now, zone);
    }
    return Long.MAX_VALUE;
  }

  private static String describe(Policy.Cap cap) {
    StringBuilder words = new StringBuilder("max ").append(cap.max());
    if (cap.window() instanceof Window.Rolling rolling) {
      words.append(" last ").append(length(rolling.lengthMillis()));
    } else if (cap.window() instanceof Window.Calendar calendar) {
      words.append(" since ").append(calendar.unit().name().toLowerCase(Locale.ROOT));
    }
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

  /** A day reads {@code 24h}: caps are rolling, and {@code 1d} is taken for a calendar day. */
  private static String length(long millis) {
    boolean hours = millis % HOUR == 0 && millis < 48 * HOUR;
    return hours ? millis / HOUR + "h" : DurationText.format(millis);
  }
}
