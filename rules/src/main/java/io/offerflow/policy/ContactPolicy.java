package io.offerflow.policy;

import io.offerflow.condition.Ref;
import io.offerflow.content.Content;
import io.offerflow.content.Template;
import io.offerflow.feature.Window;
import io.offerflow.workspace.Offer;
import io.offerflow.workspace.Policy;
import io.offerflow.workspace.Policy.ContactClass;
import io.offerflow.workspace.Policy.Ignored;
import io.offerflow.workspace.Settings;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** policy.yaml, ready to be asked. Immutable; shared by all threads. */
public final class ContactPolicy {
  private static final String LANGUAGE = "language";
  private static final String DEFAULT_PURPOSE = "marketing";
  private static final long DAY = 24L * 60 * 60 * 1000;

  /** How long a response can still match a decision, whatever the rules look back. */
  private static final long RESPONSES = 90 * DAY;

  private final Policy policy;
  private final Settings settings;
  private final List<CapRule> caps;
  private final Map<String, QuietTime> quiet = new HashMap<>();
  private final long lookBack;

  public ContactPolicy(Policy policy, Settings settings) {
    this.policy = policy;
    this.settings = settings;
    this.caps = policy.caps().stream().map(CapRule::new).toList();
    for (String channel : settings.channels().keySet()) {
      quiet.put(channel, new QuietTime(policy.quietHours().get(channel), policy.blackouts()));
    }
    this.lookBack = lookBack(policy);
  }

  /** How long contacts must be remembered, in milliseconds. */
  public long lookBackMillis() {
    return lookBack;
  }

  /** What contacts of that class are for; the default where the class is no more. */
  public String purpose(String contactClass) {
    ContactClass known = policy.classes().get(contactClass);
    return known == null ? DEFAULT_PURPOSE : known.purpose();
  }

  private static long lookBack(Policy policy) {
    long longest = RESPONSES;
    for (Policy.Cap cap : policy.caps()) {
      if (cap.window() instanceof Window.Rolling rolling) {
        longest = Math.max(longest, rolling.lengthMillis());
      }
    }
    return longest;
  }

  /** All checks on one channel, in order; the first that blocks answers. */
  public Verdict check(Subject subject, Offer offer, String channel, ContactClass contactClass) {
    String address = address(subject, channel);
    if (address == null) {
      return new Verdict.Block(Check.UNREACHABLE, unreachable(channel), null);
    }
    Map<String, Content> byLanguage = offer.content().get(channel);
    if (byLanguage == null) {
      return new Verdict.Block(Check.CONTENT, "no content for " + channel, null);
    }
    Map.Entry<String, Content> chosen = choose(byLanguage, subject);
    if (chosen == null) {
      return new Verdict.Block(Check.CONTENT, "no text in her language for " + channel, null);
    }
    Map<String, String> content = new LinkedHashMap<>();
    Verdict.Block incomplete = fill(chosen.getValue(), subject, channel, content);
    if (incomplete != null) {
      return incomplete;
    }
    Verdict.Block blocked = checkRules(subject, offer, channel, contactClass);
    return blocked != null ? blocked : new Verdict.Pass(channel, address, chosen.getKey(), content);
  }

  /**
   * The instant at which quiet time next begins on that channel; Long.MAX_VALUE past the horizon.
   */
  public long nextQuiet(
      String channel, ContactClass contactClass, long now, long horizon, ZoneId zone) {
    return contactClass.ignores().contains(Ignored.QUIET_HOURS)
        ? Long.MAX_VALUE
        : quiet.get(channel).nextStart(now, horizon, zone);
  }

  /** The first instant not before that one at which that channel is not quiet. */
  public long firstOutsideQuiet(String channel, long instant, ZoneId zone) {
    QuietTime ofChannel = quiet.get(channel);
    return ofChannel == null ? instant : ofChannel.firstOutside(instant, zone);
  }

  private String address(Subject subject, String channel) {
    Settings.Channel settingsOf = settings.channels().get(channel);
    if (settingsOf.inbound()) {
      return null;
    }
    if (settingsOf.address() == null || settingsOf.address().equals("customer")) {
      return subject.customer();
    }
    return (String) subject.values().get(new Ref.Customer(settingsOf.address()));
  }

  private String unreachable(String channel) {
    Settings.Channel settingsOf = settings.channels().get(channel);
    return settingsOf.inbound()
        ? channel + " is inbound"
        : "customer." + settingsOf.address() + " is missing for " + channel;
  }

  private Map.Entry<String, Content> choose(Map<String, Content> byLanguage, Subject subject) {
    String hers = (String) subject.values().get(new Ref.Customer(LANGUAGE));
    return Content.choose(byLanguage, hers, settings.language());
  }

  private static Verdict.Block fill(
      Content content, Subject subject, String channel, Map<String, String> filled) {
    for (Map.Entry<String, Template> part : content.parts().entrySet()) {
      String text = part.getValue().render(subject.values());
      if (text == null) {
        Ref unfilled = part.getValue().unfilled(subject.values());
        return new Verdict.Block(
            Check.CONTENT, unfilled.text() + " is missing in the text for " + channel, null);
      }
      filled.put(part.getKey(), text);
    }
    return null;
  }

  private Verdict.Block checkRules(
      Subject subject, Offer offer, String channel, ContactClass contactClass) {
    Verdict.Block blocked = null;
    if (!contactClass.ignores().contains(Ignored.CONSENT)) {
      blocked = consent(subject, channel, contactClass.purpose());
    }
    if (blocked == null) {
      blocked = supply(subject);
    }
    if (blocked == null && !contactClass.ignores().contains(Ignored.CAPS)) {
      blocked = cap(subject, channel, offer.category(), contactClass.name());
    }
    if (blocked == null && !contactClass.ignores().contains(Ignored.QUIET_HOURS)) {
      blocked = quiet(subject, channel);
    }
    return blocked;
  }

  /** What is used up does not come back by time. */
  private static Verdict.Block supply(Subject subject) {
    String lacking = subject.supply().lackingStock();
    if (lacking != null) {
      return new Verdict.Block(Check.STOCK, lacking, null);
    }
    lacking = subject.supply().lackingLimit();
    return lacking == null ? null : new Verdict.Block(Check.LIMIT, lacking, null);
  }

  private Verdict.Block consent(Subject subject, String channel, String purpose) {
    Boolean said = subject.consents().latest(channel, purpose);
    if (said == null) {
      boolean inbound = settings.channels().get(channel).inbound();
      boolean needsGrant = policy.optIn().getOrDefault(channel, !inbound);
      return needsGrant
          ? new Verdict.Block(Check.CONSENT, "no consent to " + purpose + " on " + channel, null)
          : null;
    }
    return said
        ? null
        : new Verdict.Block(Check.CONSENT, purpose + " on " + channel + " refused", null);
  }

  private Verdict.Block cap(Subject subject, String channel, String category, String contactClass) {
    List<CapRule> blocking = new ArrayList<>(1);
    long free = subject.now();
    for (CapRule cap : caps) {
      if (!cap.appliesTo(channel, category, contactClass)) {
        continue;
      }
      long freeOfThis = cap.free(subject.contacts(), subject.now(), subject.values().zone());
      if (freeOfThis > subject.now()) {
        blocking.add(cap);
        free = Math.max(free, freeOfThis);
      }
    }
    return blocking.isEmpty() ? null : new Verdict.Block(Check.CAP, blocking.get(0).text(), free);
  }

  private Verdict.Block quiet(Subject subject, String channel) {
    QuietTime quietTime = quiet.get(channel);
    String reason = quietTime.reason(subject.now(), subject.values().zone());
    return reason == null
        ? null
        : new Verdict.Block(
            Check.QUIET,
            reason + " on " + channel,
            quietTime.firstOutside(subject.now(), subject.values().zone()));
  }
}
