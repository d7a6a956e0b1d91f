package io.offerflow.decision;

import io.offerflow.decision.ReferenceHistory.Answer;
import io.offerflow.decision.ReferenceHistory.Sent;
import io.offerflow.feature.Window;
import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Offer;
import io.offerflow.workspace.Policy;
import io.offerflow.workspace.Policy.ContactClass;
import io.offerflow.workspace.Policy.Ignored;
import io.offerflow.workspace.Policy.Suppression;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The checks of contact policy once more, slowly, word by word from the contract and from nothing
 * else: each question looks through all that ever happened to one customer. It holds for the
 * workspaces of {@link RandomPolicies} only.
 */
final class ReferencePolicy {
  private static final long QUARTER = 15L * 60 * 1000;
  private static final List<String> CHECKS =
      List.of(
          "unreachable",
          "content",
          "consent",
          "suppressed",
          "excluded",
          "limit",
          "cap",
          "quiet",
          "passes");

  /** A result; on the channel that decided it. */
  record Judgement(String result, Long free, String channel) {}

  private final Policy policy;
  private final ReferenceHistory history;
  private final ReferenceExperiments experiments;

  ReferencePolicy(Policy policy, ReferenceHistory history, ReferenceExperiments experiments) {
    this.policy = policy;
    this.history = history;
    this.experiments = experiments;
  }

  /**
   * @param moment of the campaign, epoch milliseconds
   */
  Judgement judge(Campaign campaign, long moment, long now) {
    ReferenceExperiments.Variant variant = experiments.variant(campaign);
    if (campaign.paused()
        || !campaign.active().contains(now)
        || !variant.offer().valid().contains(now)) {
      return new Judgement("inactive", null, null);
    }
    if (campaign.actWithinMillis() != Long.MAX_VALUE && now > moment + campaign.actWithinMillis()) {
      return new Judgement("late", null, null);
    }
    if (!campaign.conditions().isEmpty()) {
      BigDecimal fee = (BigDecimal) history.attribute("fee");
      if (fee == null || fee.compareTo(BigDecimal.valueOf(30)) <= 0) {
        return new Judgement(fee == null ? "missing" : "condition", null, null);
      }
    }
    Judgement furthest = null;
    for (String channel : variant.channels()) {
      Judgement one = judge(campaign, variant.offer(), channel, now);
      if (one.result().equals("passes")) {
        return one;
      }
      if (furthest == null || CHECKS.indexOf(one.result()) > CHECKS.indexOf(furthest.result())) {
        furthest = one;
      }
    }
    return furthest;
  }

  private Judgement judge(Campaign campaign, Offer offer, String channel, long now) {
    ContactClass contactClass = experiments.contactClass(campaign);
    Set<Ignored> ignores = contactClass.ignores();
    if (channel.equals("push") && history.attribute("push_token") == null) {
      return new Judgement("unreachable", null, channel);
    }
    if (!offer.content().containsKey(channel)) {
      return new Judgement("content", null, channel);
    }
    if (!ignores.contains(Ignored.CONSENT) && !history.consents(channel, contactClass.purpose())) {
      return new Judgement("consent", null, channel);
    }
    List<Long> ends = new ArrayList<>();
    if (!ignores.contains(Ignored.SUPPRESS)) {
      suppressed(offer, contactClass, now, ends);
      if (!ends.isEmpty()) {
        return new Judgement("suppressed", free(ends), channel);
      }
    }
    excluded(offer, now, ends);
    if (!ends.isEmpty()) {
      return new Judgement("excluded", free(ends), channel);
    }
    limited(campaign, now, ends);
    if (!ends.isEmpty()) {
      return new Judgement("limit", free(ends), channel);
    }
    if (!ignores.contains(Ignored.CAPS)) {
      capped(offer, channel, contactClass, now, ends);
      if (!ends.isEmpty()) {
        return new Judgement("cap", free(ends), channel);
      }
    }
    return !ignores.contains(Ignored.QUIET_HOURS) && quiet(channel, now)
        ? new Judgement("quiet", endOfQuiet(channel, now), channel)
        : new Judgement("passes", null, channel);
  }

  /** Null among the ends: time does not end that one, so nothing is free. */
  private static Long free(List<Long> ends) {
    return ends.contains(null) ? null : ends.stream().max(Long::compare).orElseThrow();
  }

  private void suppressed(Offer offer, ContactClass contactClass, long now, List<Long> ends) {
    for (Suppression rule : policy.suppress()) {
      if (rule instanceof Suppression.While during) {
        BigDecimal fee = (BigDecimal) history.attribute("fee");
        boolean concerned =
            during.contactClass() == null || during.contactClass().equals(contactClass.name());
        if (concerned && fee != null && fee.compareTo(BigDecimal.valueOf(60)) > 0) {
          ends.add(null);
        }
      } else if (rule instanceof Suppression.After after) {
        for (Sent one : history.sent()) {
          boolean same =
              switch (after.of()) {
                case OFFER -> one.offer().id().equals(offer.id());
                case CATEGORY ->
                    offer.category() != null && offer.category().equals(one.offer().category());
                case CLASS -> one.contactClass().name().equals(contactClass.name());
              };
          for (Answer answer : one.answers()) {
            long end = answer.time() + after.forMillis();
            if (same && answer.kind().equals(after.kind()) && end > now) {
              ends.add(end);
            }
          }
        }
      }
    }
  }

  private void excluded(Offer offer, long now, List<Long> ends) {
    for (String other : offer.excludes()) {
      if (history.owns(other)) {
        ends.add(null);
      }
      for (Sent one : history.sent()) {
        if (one.offer().id().equals(other) && history.open(one, now)) {
          ends.add(one.expires());
        }
      }
    }
    for (String needed : offer.requires()) {
      if (!history.owns(needed)) {
        ends.add(null);
      }
    }
    for (Policy.Apart apart : policy.apart()) {
      for (Sent one : history.sent()) {
        long end = one.time() + apart.forMillis();
        if (apart.offers().contains(offer.id())
            && apart.offers().contains(one.offer().id())
            && !one.offer().id().equals(offer.id())
            && !history.undone(one, now)
            && end > now) {
          ends.add(end);
        }
      }
    }
  }

  private void limited(Campaign campaign, long now, List<Long> ends) {
    Campaign.CustomerLimit limit = campaign.limits().customer();
    if (limit != null) {
      Predicate<Sent> hers = one -> one.campaign().equals(campaign.id());
      room(limit.max(), limit.window(), hers, now, ends);
    }
  }

  private void capped(
      Offer offer, String channel, ContactClass contactClass, long now, List<Long> ends) {
    for (Policy.Cap cap : policy.caps()) {
      if (applies(cap, channel, offer.category(), contactClass)) {
        room(cap.max(), cap.window(), one -> counts(cap, one), now, ends);
      }
    }
  }

  private static boolean counts(Policy.Cap cap, Sent one) {
    return one.contactClass().counts()
        && applies(cap, one.channel(), one.offer().category(), one.contactClass());
  }

  private static boolean applies(
      Policy.Cap cap, String channel, String category, ContactClass contactClass) {
    return (cap.channel() == null || cap.channel().equals(channel))
        && (cap.category() == null || cap.category().equals(category))
        && (cap.contactClass() == null || cap.contactClass().equals(contactClass.name()));
  }

  /** Adds when there is room again, unless there is now. */
  private void room(int max, Window window, Predicate<Sent> counted, long now, List<Long> ends) {
    if (count(window, counted, now, now) < max) {
      return;
    }
    if (window instanceof Window.Life) {
      ends.add(null);
    } else if (window instanceof Window.Rolling rolling) {
      long first = Long.MAX_VALUE;
      for (Sent one : history.sent()) {
        long leaves = one.time() + rolling.lengthMillis();
        if (leaves > now && leaves < first && count(window, counted, leaves, now) < max) {
          first = leaves;
        }
      }
      ends.add(first);
    } else {
      LocalDate current = beginning(window, now);
      ZonedDateTime midnight = history.clock(now).toLocalDate().atStartOfDay(history.zone());
      while (beginning(window, midnight.toInstant().toEpochMilli()).equals(current)) {
        midnight = midnight.toLocalDate().plusDays(1).atStartOfDay(history.zone());
      }
      ends.add(midnight.toInstant().toEpochMilli());
    }
  }

  private int count(Window window, Predicate<Sent> counted, long at, long now) {
    int count = 0;
    for (Sent one : history.sent()) {
      boolean inside =
          window instanceof Window.Rolling rolling
              ? one.time() > at - rolling.lengthMillis()
              : window instanceof Window.Life
                  || beginning(window, one.time()).equals(beginning(window, at));
      count += inside && !history.undone(one, now) && counted.test(one) ? 1 : 0;
    }
    return count;
  }

  private LocalDate beginning(Window window, long instant) {
    LocalDate day = history.clock(instant).toLocalDate();
    return switch (((Window.Calendar) window).unit()) {
      case DAY -> day;
      case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      case MONTH -> day.withDayOfMonth(1);
    };
  }

  boolean quiet(String channel, long instant) {
    LocalDateTime shown = history.clock(instant);
    for (Policy.Blackout blackout : policy.blackouts()) {
      if (!shown.isBefore(blackout.from()) && shown.isBefore(blackout.to())) {
        return true;
      }
    }
    Policy.QuietHours hours = policy.quietHours().get(channel);
    if (hours == null) {
      return false;
    }
    LocalTime time = shown.toLocalTime();
    boolean begun = !time.isBefore(hours.from());
    boolean over = !time.isBefore(hours.to());
    return hours.from().isBefore(hours.to()) ? begun && !over : begun || !over;
  }

  /** Everything here begins and ends on a quarter of an hour. */
  private long endOfQuiet(String channel, long now) {
    long at = (now / QUARTER + 1) * QUARTER;
    while (quiet(channel, at)) {
      at += QUARTER;
    }
    return at;
  }
}
