package io.offerflow.policy;

import io.offerflow.condition.Ref;
import io.offerflow.content.Content;
import io.offerflow.content.Template;
import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Offer;
import io.offerflow.workspace.Policy;
import io.offerflow.workspace.Policy.ContactClass;
import io.offerflow.workspace.Policy.Ignored;
import io.offerflow.workspace.Policy.Refund;
import io.offerflow.workspace.Settings;
import io.offerflow.workspace.Workspace;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** policy.yaml, ready to be asked. Immutable; shared by all threads. */
public final class ContactPolicy {
  private static final String LANGUAGE = "language";
  private static final String DEFAULT_PURPOSE = "marketing";
  private final Policy policy;
  private final Settings settings;
  private final List<CapRule> caps;
  private final Suppressions suppressions;
  private final Exclusions exclusions;
  private final Experiments experiments;
  private final Map<String, Offer> offers;
  private final Map<String, QuietTime> quiet = new HashMap<>();
  private final LookBack lookBack;

  public ContactPolicy(Workspace workspace) {
    this.policy = workspace.policy();
    this.settings = workspace.settings();
    this.caps = policy.caps().stream().map(CapRule::new).toList();
    this.suppressions = new Suppressions(policy.suppress());
    this.exclusions = new Exclusions(policy.apart());
    this.experiments = new Experiments(workspace);
    this.offers = workspace.offers();
    for (String channel : settings.channels().keySet()) {
      quiet.put(channel, new QuietTime(policy.quietHours().get(channel), policy.blackouts()));
    }
    this.lookBack = LookBack.of(workspace);
  }

  /** How long contacts are remembered, and can be answered, in milliseconds. */
  public long lookBackMillis() {
    return lookBack.millis();
  }

  /** Whether that contact must be remembered, and can be answered, at that instant. */
  public boolean remembers(Contact contact, long now) {
    return lookBack.reaches(contact, now);
  }

  /** Drops what no rule looks back to any more. */
  public void forget(Contacts contacts, Responses responses, long now) {
    contacts.dropAll(contact -> !lookBack.reaches(contact, now));
    responses.forget(now, suppressions::lookBack);
  }

  /**
   * A response changes what is known: {@code failed} undoes the contact, {@code unsubscribed} is a
   * refusal, and what suppression asks for is remembered.
   *
   * @param kind of the response
   * @param time of the response, epoch milliseconds
   */
  public void answer(Subject subject, Contact contact, String kind, long time) {
    subject.contacts().replace(contact, contact.answered(kind));
    if (kind.equals("unsubscribed")) {
      subject.consents().put(contact.channel(), purpose(contact.contactClass()), false, time);
    }
    if (suppressions.remembers(kind)) {
      subject.responses().add(kind, contact, time);
    }
  }

  /**
   * The arm of the customers who are left alone by that campaign: {@code control} or {@code
   * hold-out}; null for one whom it contacts.
   */
  public String arm(String customer, Campaign campaign) {
    return experiments.arm(customer, campaign);
  }

  /** What that campaign offers that customer. */
  public Plan plan(String customer, Campaign campaign) {
    Campaign.Variant variant = experiments.variant(customer, campaign);
    return variant == null
        ? new Plan(null, offers.get(campaign.offer()), campaign.channels())
        : new Plan(variant.name(), variant.offer(), variant.channels());
  }

  /** Whether contacts are undone where nothing confirms them. */
  public boolean undoes() {
    return policy.refund() == Refund.FAILED_OR_UNCONFIRMED;
  }

  /** When the next contact is undone because nothing confirmed it; Long.MAX_VALUE for never. */
  public long nextUndone(Contacts contacts) {
    long next = Long.MAX_VALUE;
    if (undoes()) {
      for (int i = 0; i < contacts.size(); i++) {
        if (isUnconfirmed(contacts.get(i))) {
          next = Math.min(next, contacts.get(i).expires());
        }
      }
    }
    return next;
  }

  /** Undoes what nothing has confirmed by that instant, and says what it was. */
  public List<Contact> undo(Contacts contacts, long now) {
    if (nextUndone(contacts) > now) {
      return List.of();
    }
    List<Contact> undone = new ArrayList<>();
    for (Contact contact : contacts.all()) {
      if (isUnconfirmed(contact) && contact.expires() <= now) {
        contacts.replace(contact, contact.undone());
        undone.add(contact);
      }
    }
    return undone;
  }

  /** Nothing can confirm what did not go out: a control decision stands. */
  private static boolean isUnconfirmed(Contact contact) {
    return !contact.failed() && !contact.answered() && !contact.control();
  }

  /** What contacts of that class are for; the default where the class is no more. */
  private String purpose(String contactClass) {
    ContactClass known = policy.classes().get(contactClass);
    return known == null ? DEFAULT_PURPOSE : known.purpose();
  }

  /**
   * All checks on one channel, in order; the first that blocks answers.
   *
   * @param offer the campaign's, or that of her variant of it
   */
  public Verdict check(Subject subject, Campaign campaign, Offer offer, String channel) {
    String address = address(subject, channel);
    if (address == null) {
      return new Verdict.Block(Check.UNREACHABLE, unreachable(subject, channel), null);
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
    Verdict.Block blocked = checkRules(subject, campaign, offer, channel);
    return blocked != null ? blocked : new Verdict.Pass(channel, address, chosen.getKey(), content);
  }

  /**
   * The bound that one more contact now would break for those that a former run of the job made
   * later, by other rules; null for none. By the same rules it breaks none: then the former run
   * made this contact first.
   *
   * @param contacts hers, those that were taken over for later among them
   */
  public Verdict.Block brokenLater(
      Contacts contacts,
      Campaign campaign,
      Offer offer,
      ContactClass contactClass,
      String channel,
      long now,
      ZoneId zone) {
    if (contacts.size() == 0 || contacts.get(contacts.size() - 1).isBy(now)) {
      return null;
    }
    Verdict.Block excluded = exclusions.brokenLater(contacts, offer, now, offers);
    if (excluded != null) {
      return excluded;
    }
    Campaign.CustomerLimit limit = campaign.limits().customer();
    Quota quota = limit == null ? null : new Quota(limit.max(), limit.window());
    Predicate<Contact> hers = contact -> contact.campaign().equals(campaign.id());
    if (quota != null && quota.overfillsLater(contacts, hers, now, zone)) {
      return new Verdict.Block(Check.LIMIT, quota.text() + " a customer", null);
    }
    boolean capped = contactClass.counts() && !contactClass.ignores().contains(Ignored.CAPS);
    for (CapRule cap : capped ? caps : List.<CapRule>of()) {
      if (cap.appliesTo(channel, offer.category(), contactClass.name())
          && cap.overfillsLater(contacts, now, zone)) {
        return new Verdict.Block(Check.CAP, cap.text(), null);
      }
    }
    return null;
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
    if (subject.asking() != null) {
      return subject.asking().equals(channel) ? subject.customer() : null;
    }
    if (settingsOf.inbound()) {
      return null;
    }
    if (settingsOf.address() == null || settingsOf.address().equals("customer")) {
      return subject.customer();
    }
    return (String) subject.values().get(new Ref.Customer(settingsOf.address()));
  }

  private String unreachable(Subject subject, String channel) {
    if (subject.asking() != null) {
      return subject.asking() + " asks, not " + channel;
    }
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
      Subject subject, Campaign campaign, Offer offer, String channel) {
    ContactClass contactClass = policy.classes().get(campaign.contactClass());
    Set<Ignored> ignores = contactClass.ignores();
    Verdict.Block blocked = null;
    if (!ignores.contains(Ignored.CONSENT)) {
      blocked = consent(subject, channel, contactClass.purpose());
    }
    if (blocked == null && !ignores.contains(Ignored.SUPPRESS)) {
      blocked = suppressions.check(subject, offer, contactClass.name());
    }
    if (blocked == null) {
      blocked = exclusions.check(subject, offer);
    }
    if (blocked == null) {
      blocked = stock(subject);
    }
    if (blocked == null) {
      blocked = limit(subject, campaign);
    }
    if (blocked == null && !ignores.contains(Ignored.CAPS)) {
      blocked = cap(subject, channel, offer.category(), contactClass.name());
    }
    if (blocked == null && subject.asking() == null && !ignores.contains(Ignored.QUIET_HOURS)) {
      blocked = quiet(subject, channel);
    }
    return blocked;
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

  /** What is used up does not come back by time. */
  private static Verdict.Block stock(Subject subject) {
    String lacking = subject.supply().lackingStock();
    return lacking == null ? null : new Verdict.Block(Check.STOCK, lacking, null);
  }

  private static Verdict.Block limit(Subject subject, Campaign campaign) {
    Blocking blocking = new Blocking(Check.LIMIT);
    Campaign.CustomerLimit limit = campaign.limits().customer();
    if (limit != null) {
      Quota quota = new Quota(limit.max(), limit.window());
      long free =
          quota.free(
              subject.contacts(),
              contact -> contact.campaign().equals(campaign.id()),
              subject.now(),
              subject.values().zone());
      if (free > subject.now()) {
        blocking.until(free, quota.text() + " a customer");
      }
    }
    String lacking = subject.supply().lackingLimit();
    if (lacking != null) {
      blocking.always(lacking);
    }
    return blocking.verdict();
  }

  private Verdict.Block cap(Subject subject, String channel, String category, String contactClass) {
    Blocking blocking = new Blocking(Check.CAP);
    for (CapRule cap : caps) {
      if (cap.appliesTo(channel, category, contactClass)) {
        long free = cap.free(subject.contacts(), subject.now(), subject.values().zone());
        if (free > subject.now()) {
          blocking.until(free, cap.text());
        }
      }
    }
    return blocking.verdict();
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
