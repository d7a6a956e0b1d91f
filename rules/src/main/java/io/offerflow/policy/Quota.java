package io.offerflow.policy;

import io.offerflow.event.DurationText;
import io.offerflow.feature.Window;
import java.time.ZoneId;
import java.util.Locale;
import java.util.function.Predicate;

/** At most so many contacts in a window. */
record Quota(int max, Window window) {
  private static final long HOUR = 3_600_000;

  /**
   * The first instant at which there is room for one more if nothing else happens: {@code now} when
   * there is room already, Long.MAX_VALUE when it never comes.
   *
   * @param counted the contacts that take up room; failed ones never do
   */
  long free(Contacts contacts, Predicate<Contact> counted, long now, ZoneId zone) {
    long edge = window.edge(now, zone);
    int found = 0;
    for (int i = contacts.size() - 1; i >= 0 && contacts.get(i).time() > edge; i--) {
      Contact contact = contacts.get(i);
      boolean counts = contact.isBy(now) && !contact.failed() && counted.test(contact);
      if (counts && ++found == max) {
        return freeAfter(contact.time(), now, zone);
      }
    }
    return now;
  }

  /** Whether one more now would be too many in a window that ends with a later contact. */
  boolean overfillsLater(Contacts contacts, Predicate<Contact> counted, long now, ZoneId zone) {
    for (int i = contacts.size() - 1; i >= 0 && !contacts.get(i).isBy(now); i--) {
      Contact later = contacts.get(i);
      boolean counts = !later.failed() && counted.test(later);
      if (counts
          && now > window.edge(later.time(), zone)
          && free(contacts, counted, later.time(), zone) > later.time()) {
        return true;
      }
    }
    return false;
  }

  /**
   * @param oldest the contact that must leave the window before there is room for one more
   */
  private long freeAfter(long oldest, long now, ZoneId zone) {
    if (window instanceof Window.Rolling rolling) {
      return oldest + rolling.lengthMillis();
    }
    if (window instanceof Window.Calendar calendar) {
      return calendar.nextStart(now, zone);
    }
    return Long.MAX_VALUE;
  }

  /** {@code max 1 last 24h}. */
  String text() {
    if (window instanceof Window.Rolling rolling) {
      return "max " + max + " last " + length(rolling.lengthMillis());
    }
    return window instanceof Window.Calendar calendar
        ? "max " + max + " since " + calendar.unit().name().toLowerCase(Locale.ROOT)
        : "max " + max;
  }

  /** A day reads {@code 24h}: windows are rolling, and {@code 1d} is taken for a calendar day. */
  private static String length(long millis) {
    boolean hours = millis % HOUR == 0 && millis < 48 * HOUR;
    return hours ? millis / HOUR + "h" : DurationText.format(millis);
  }
}
