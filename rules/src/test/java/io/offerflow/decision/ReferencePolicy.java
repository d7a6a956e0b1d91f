package io.offerflow.decision;

import io.offerflow.event.Event;
import io.offerflow.feature.Window;
import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Offer;
import io.offerflow.workspace.Policy;
import io.offerflow.workspace.Policy.ContactClass;
import io.offerflow.workspace.Policy.Ignored;
import io.offerflow.workspace.Policy.Suppression;
import io.offerflow.workspace.Workspace;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The checks of contact policy once more, slowly, word by word from the contract and from nothing
 * else: everything that ever happened to one customer stands in plain lists, and each question
 * looks through all of it. It holds for the workspaces of {@link RandomPolicies} only.
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

  /** What she said of a channel. */
  private record Said(String channel, String purpose, boolean granted, long time) {}

  private record Answer(String kind, long time, long handledAt) {}

  /** A decision that counts as a contact. */
  private record Sent(
      String decision,
      String campaign,
      Offer offer,
      String channel,
      ContactClass contactClass,
      long time,
      boolean control,
      List<Answer> answers) {
    long expires() {
      return time + offer.expiresMillis();
    }
  }

  /** A result; on the channel that decided it. */
  record Judgement(String result, Long free, String channel) {}

  /** What a campaign is for this customer. */
  record Variant(String name, Offer offer, List<String> channels) {}

  private final Workspace workspace;
  private final Policy policy;
  private final String customer;
  private ZoneId zone;
  private final Map<String, Object> attributes = new HashMap<>();
  private final List<Said> said = new ArrayList<>();
  private final List<Sent> sent = new ArrayList<>();

  ReferencePolicy(Workspace workspace, String customer) {
    this.workspace = workspace;
    this.policy = workspace.policy();
    this.customer = customer;
    this.zone = workspace.settings().timezone();
  }

  // What happens.

  /** Whether it changed anything; a response that matches nothing does not. */
  boolean happened(Event event, long now) {
    switch (event.type()) {
      case "profile" -> {
        event.change().unset().forEach(attributes::remove);
        attributes.putAll(event.change().set());
        String hers = (String) attributes.get("timezone");
        zone = hers == null ? workspace.settings().timezone() : ZoneId.of(hers);
      }
      case "consent" ->
          said.add(
              new Said(
                  event.fields().text("channel"),
                  event.fields().text("purpose"),
                  (Boolean) event.fields().get("granted"),
                  event.time()));
      case "response" -> {
        return responded(event, now);
      }
      default -> {
        // It is a moment and no more.
      }
    }
    return true;
  }

  /** Everything is deleted but her refusals in force. */
  void erased() {
    List<Said> refusals = new ArrayList<>();
    for (Said one : said) {
      if (!one.granted() && !lifted(one)) {
        refusals.add(one);
      }
    }
    said.clear();
    said.addAll(refusals);
    attributes.clear();
    sent.clear();
    zone = workspace.settings().timezone();
  }

  /** Whether she has granted later what she refused there: the same purpose, or all. */
  private boolean lifted(Said refusal) {
    for (Said one : said) {
      boolean covers =
          one.channel().equals(refusal.channel())
              && (one.purpose() == null || one.purpose().equals(refusal.purpose()));
      if (covers && one.granted() && one.time() > refusal.time()) {
        return true;
      }
    }
    return false;
  }

  private boolean responded(Event event, long now) {
    String decision = event.fields().text("decision");
    String offer = event.fields().text("offer");
    Sent answered = null;
    for (Sent one : sent) {
      boolean meant =
          decision != null ? one.decision().equals(decision) : one.offer().id().equals(offer);
      if (meant && !one.control() && (answered == null || one.time() >= answered.time())) {
        answered = one;
      }
    }
    if (answered == null) {
      return false;
    }
    String kind = event.fields().text("kind");
    answered.answers().add(new Answer(kind, event.time(), now));
    if (kind.equals("unsubscribed")) {
      String purpose = answered.contactClass().purpose();
      said.add(new Said(answered.channel(), purpose, false, event.time()));
    }
    return true;
  }

  void decided(Decision decision, Variant variant, ContactClass contactClass) {
    sent.add(
        new Sent(
            decision.id(),
            decision.choice().campaign(),
            variant.offer(),
            decision.choice().channel(),
            contactClass,
            decision.time(),
            decision.outcome() == Decision.Kind.CONTROL,
            new ArrayList<>()));
  }

  /** All instants after that one at which a rule of so many milliseconds may end. */
  List<Long> edges(long now, long... lengths) {
    List<Long> edges = new ArrayList<>();
    for (Sent one : sent) {
      for (long length : lengths) {
        edges.add(one.time() + length);
        one.answers().forEach(answer -> edges.add(answer.time() + length));
      }
    }
    edges.removeIf(edge -> edge < now);
    return edges;
  }

  // What holds.

  private boolean undone(Sent one, long now) {
    boolean failed = one.answers().stream().anyMatch(answer -> answer.kind().equals("failed"));
    boolean confirmed =
        one.answers().stream()
            .anyMatch(
                answer -> !answer.kind().equals("failed") && answer.handledAt() <= one.expires());
    boolean refunds = policy.refund() == Policy.Refund.FAILED_OR_UNCONFIRMED && !one.control();
    return failed || (refunds && !confirmed && now >= one.expires());
  }

  private boolean open(Sent one, long now) {
    boolean declined = one.answers().stream().anyMatch(answer -> answer.kind().equals("declined"));
    return !undone(one, now) && !declined && now < one.expires();
  }

  private boolean owns(String product) {
    return ((Collection<?>) attributes.getOrDefault("products", Set.of())).contains(product);
  }

  private LocalDateTime clock(long instant) {
    return LocalDateTime.ofInstant(Instant.ofEpochMilli(instant), zone);
  }

  // Experiments.

  static int bucket(String salt, String customer) {
    try {
      byte[] text = (salt + "\0" + customer).getBytes(StandardCharsets.UTF_8);
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text);
      return new BigInteger(1, Arrays.copyOf(hash, 8)).mod(BigInteger.valueOf(10_000)).intValue();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean within(BigDecimal share, String salt) {
    return BigDecimal.valueOf(bucket(salt, customer), 4).compareTo(share) < 0;
  }

  Variant variant(Campaign campaign) {
    BigDecimal upTo = BigDecimal.ZERO;
    for (Campaign.Variant variant : campaign.variants()) {
      upTo = upTo.add(variant.share());
      if (within(upTo, campaign.id() + "/variants")) {
        return new Variant(variant.name(), variant.offer(), variant.channels());
      }
    }
    return new Variant(null, workspace.offers().get(campaign.offer()), campaign.channels());
  }

  String arm(Campaign campaign) {
    boolean ignores = contactClass(campaign).ignores().contains(Ignored.CONTROL);
    if (!ignores && within(policy.controlGroup(), workspace.settings().name())) {
      return "control";
    }
    return within(campaign.holdOut(), campaign.id() + "/hold-out") ? "hold-out" : null;
  }

  ContactClass contactClass(Campaign campaign) {
    return policy.classes().get(campaign.contactClass());
  }

  BigDecimal score(Campaign campaign) {
    Offer offer = variant(campaign).offer();
    BigDecimal lever = BigDecimal.ONE.add(campaign.lever().movePointLeft(2));
    return offer
        .startPropensity()
        .multiply(offer.value().subtract(offer.cost()))
        .multiply(lever)
        .setScale(9, RoundingMode.HALF_UP);
  }

  // Judgement.

  /**
   * @param moment of the campaign, epoch milliseconds
   */
  Judgement judge(Campaign campaign, long moment, long now) {
    Variant variant = variant(campaign);
    if (campaign.paused()
        || !campaign.active().contains(now)
        || !variant.offer().valid().contains(now)) {
      return new Judgement("inactive", null, null);
    }
    if (campaign.actWithinMillis() != Long.MAX_VALUE && now > moment + campaign.actWithinMillis()) {
      return new Judgement("late", null, null);
    }
    if (!campaign.conditions().isEmpty()) {
      BigDecimal fee = (BigDecimal) attributes.get("fee");
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
    ContactClass contactClass = contactClass(campaign);
    Set<Ignored> ignores = contactClass.ignores();
    if (channel.equals("push") && attributes.get("push_token") == null) {
      return new Judgement("unreachable", null, channel);
    }
    if (!offer.content().containsKey(channel)) {
      return new Judgement("content", null, channel);
    }
    if (!ignores.contains(Ignored.CONSENT) && !consents(channel, contactClass.purpose())) {
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

  boolean consents(String channel, String purpose) {
    Said latest = null;
    for (Said one : said) {
      boolean about =
          one.channel().equals(channel) && (one.purpose() == null || one.purpose().equals(purpose));
      if (about
          && (latest == null
              || one.time() > latest.time()
              || (one.time() == latest.time() && !one.granted()))) {
        latest = one;
      }
    }
    return latest == null ? !policy.optIn().getOrDefault(channel, true) : latest.granted();
  }

  private void suppressed(Offer offer, ContactClass contactClass, long now, List<Long> ends) {
    for (Suppression rule : policy.suppress()) {
      if (rule instanceof Suppression.While during) {
        BigDecimal fee = (BigDecimal) attributes.get("fee");
        boolean concerned =
            during.contactClass() == null || during.contactClass().equals(contactClass.name());
        if (concerned && fee != null && fee.compareTo(BigDecimal.valueOf(60)) > 0) {
          ends.add(null);
        }
      } else if (rule instanceof Suppression.After after) {
        for (Sent one : sent) {
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
      if (owns(other)) {
        ends.add(null);
      }
      for (Sent one : sent) {
        if (one.offer().id().equals(other) && open(one, now)) {
          ends.add(one.expires());
        }
      }
    }
    for (String needed : offer.requires()) {
      if (!owns(needed)) {
        ends.add(null);
      }
    }
    for (Policy.Apart apart : policy.apart()) {
      for (Sent one : sent) {
        long end = one.time() + apart.forMillis();
        if (apart.offers().contains(offer.id())
            && apart.offers().contains(one.offer().id())
            && !one.offer().id().equals(offer.id())
            && !undone(one, now)
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
      for (Sent one : sent) {
        long leaves = one.time() + rolling.lengthMillis();
        if (leaves > now && leaves < first && count(window, counted, leaves, now) < max) {
          first = leaves;
        }
      }
      ends.add(first);
    } else {
      LocalDate current = beginning(window, now);
      ZonedDateTime midnight = clock(now).toLocalDate().atStartOfDay(zone);
      while (beginning(window, midnight.toInstant().toEpochMilli()).equals(current)) {
        midnight = midnight.toLocalDate().plusDays(1).atStartOfDay(zone);
      }
      ends.add(midnight.toInstant().toEpochMilli());
    }
  }

  private int count(Window window, Predicate<Sent> counted, long at, long now) {
    int count = 0;
    for (Sent one : sent) {
      boolean inside =
          window instanceof Window.Rolling rolling
              ? one.time() > at - rolling.lengthMillis()
              : window instanceof Window.Life
                  || beginning(window, one.time()).equals(beginning(window, at));
      count += inside && !undone(one, now) && counted.test(one) ? 1 : 0;
    }
    return count;
  }

  private LocalDate beginning(Window window, long instant) {
    LocalDate day = clock(instant).toLocalDate();
    return switch (((Window.Calendar) window).unit()) {
      case DAY -> day;
      case WEEK -> day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
      case MONTH -> day.withDayOfMonth(1);
    };
  }

  boolean quiet(String channel, long instant) {
    LocalDateTime shown = clock(instant);
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
