package io.offerflow.policy;

import io.offerflow.workspace.Policy;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;

/**
 * When one channel is quiet: its quiet hours and all blackouts, by what the customer's clock shows.
 * Where a change to or from summer time skips the end, it is over at the change; where it shows the
 * same hour twice, both are judged by what the clock shows.
 */
final class QuietTime {
  private final Policy.QuietHours hours;
  private final List<Policy.Blackout> blackouts;

  /**
   * @param hours null for none
   */
  QuietTime(Policy.QuietHours hours, List<Policy.Blackout> blackouts) {
    this.hours = hours;
    this.blackouts = blackouts;
  }

  /** What makes that instant quiet, in words, or null when it is not. */
  String reason(long epochMillis, ZoneId zone) {
    if (hours == null && blackouts.isEmpty()) {
      return null;
    }
    LocalDateTime local = local(epochMillis, zone);
    if (isQuietHour(local.toLocalTime())) {
      return "quiet hours " + hours.from() + "-" + hours.to();
    }
    for (Policy.Blackout blackout : blackouts) {
      if (holds(blackout, local)) {
        return "blackout " + blackout.from() + " to " + blackout.to();
      }
    }
    return null;
  }

  /** The first instant not before that one at which it is not quiet. */
  long firstOutside(long epochMillis, ZoneId zone) {
    long at = epochMillis;
    while (reason(at, zone) != null) {
      at = nextChange(at, zone);
    }
    return at;
  }

  /**
   * The first instant after that one at which it is quiet, as far as {@code horizon};
   * Long.MAX_VALUE when there is none.
   */
  long nextStart(long epochMillis, long horizon, ZoneId zone) {
    if (hours == null && blackouts.isEmpty()) {
      return Long.MAX_VALUE;
    }
    long at = nextChange(epochMillis, zone);
    while (at <= horizon) {
      if (reason(at, zone) != null) {
        return at;
      }
      at = nextChange(at, zone);
    }
    return Long.MAX_VALUE;
  }

  /** The next instant after that one at which it may become quiet or cease to be. */
  private long nextChange(long epochMillis, ZoneId zone) {
    LocalDateTime local = local(epochMillis, zone);
    List<LocalDateTime> edges = new ArrayList<>();
    if (hours != null) {
      for (int days = 0; days <= 2; days++) {
        edges.add(local.toLocalDate().plusDays(days).atTime(hours.from()));
        edges.add(local.toLocalDate().plusDays(days).atTime(hours.to()));
      }
    }
    for (Policy.Blackout blackout : blackouts) {
      edges.add(blackout.from());
      edges.add(blackout.to());
    }
    long next = Long.MAX_VALUE;
    for (LocalDateTime edge : edges) {
      next = Math.min(next, firstAfter(epochMillis, edge, zone));
    }
    ZoneOffsetTransition change = zone.getRules().nextTransition(Instant.ofEpochMilli(epochMillis));
    return change == null ? next : Math.min(next, change.toEpochSecond() * 1000);
  }

  /**
   * When the clock shows that local time, after that instant; Long.MAX_VALUE when it never does.
   */
  private static long firstAfter(long epochMillis, LocalDateTime local, ZoneId zone) {
    for (var offset : zone.getRules().getValidOffsets(local)) {
      long at = local.toInstant(offset).toEpochMilli();
      if (at > epochMillis) {
        return at;
      }
    }
    return Long.MAX_VALUE;
  }

  private boolean isQuietHour(LocalTime time) {
    if (hours == null) {
      return false;
    }
    boolean afterFrom = !time.isBefore(hours.from());
    boolean beforeTo = time.isBefore(hours.to());
    return hours.from().isBefore(hours.to()) ? afterFrom && beforeTo : afterFrom || beforeTo;
  }

  private static boolean holds(Policy.Blackout blackout, LocalDateTime local) {
    return !local.isBefore(blackout.from()) && local.isBefore(blackout.to());
  }

  private static LocalDateTime local(long epochMillis, ZoneId zone) {
    return LocalDateTime.ofInstant(Instant.ofEpochMilli(epochMillis), zone);
  }
}
