package io.offerflow.measure;

import io.offerflow.condition.EventValues;
import io.offerflow.condition.Truth;
import io.offerflow.decision.Decision;
import io.offerflow.event.Event;
import io.offerflow.event.EventType;
import io.offerflow.event.Fields;
import io.offerflow.policy.ContactPolicy;
import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Offer;
import io.offerflow.workspace.Workspace;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Measures what came of decisions. A customer's decisions are given in the order in which they were
 * made, her events in the order in which they came. A decision may be given ahead of the events
 * before it: it takes its place after the event that caused it, a timer's decision after the events
 * of its instant. So all decisions may be given first, then all events.
 *
 * <p>A success, an event that a campaign's {@code success} asks for, is credited once: to the
 * latest contact of hers to whose campaign it is a success, that did not fail, has no success yet
 * and is at most {@code within} old, that end included. Those left alone have contacts that are
 * only remembered; they are credited in the same way. A response that is a success is credited to
 * the contact that it answers.
 *
 * <p>For comparing arms nothing is credited: a customer has had a success in a campaign when one
 * came within the time after any of its contacts, failed or not, real or only remembered.
 *
 * <p>Kept of a customer: her contacts of the time in which a response may answer them or a success
 * may follow, at most {@value Person#LIMIT}, and a few marks for each campaign.
 */
public final class Measurement {
  static final String ALL = "";
  static final String RESPONSE = "response";
  private static final long DAY = 24L * 60 * 60 * 1000;

  /** What a campaign counts as its success. */
  private record Goal(CampaignCounter campaign, Campaign.Success success) {}

  private final Workspace workspace;
  private final Design design;
  private final ZoneId zone;
  private final FunnelSteps steps;
  private final long responseMillis;
  private final long keepMillis;
  private final Map<String, CampaignCounter> campaigns = new TreeMap<>();
  private final Map<String, List<Goal>> goals = new HashMap<>();

  /** Campaigns that leave the control group alone and whose success comes without a contact too. */
  private final Set<String> compared = new HashSet<>();

  private final Map<CellKey, FunnelCounter> cells = new LinkedHashMap<>();
  private final Map<Decision.Kind, Long> decisions = new EnumMap<>(Decision.Kind.class);
  private final Map<String, Person> people = new HashMap<>();
  private Long from;
  private Long to;

  public Measurement(Workspace workspace, Design design) {
    this.workspace = workspace;
    this.design = design;
    this.zone = workspace.settings().timezone();
    this.steps = new FunnelSteps(zone);
    this.responseMillis = new ContactPolicy(workspace).lookBackMillis();
    long keep = responseMillis;
    for (Campaign campaign : workspace.campaigns()) {
      Campaign.Success success = campaign.success();
      if (success != null) {
        goals
            .computeIfAbsent(success.event().type(), unused -> new ArrayList<>())
            .add(new Goal(counter(campaign.id()), success));
        keep = Math.max(keep, success.withinMillis());
        if (!success.event().type().equals(RESPONSE)
            && !design.unaffected().contains(campaign.id())) {
          compared.add(campaign.id());
        }
      }
    }
    this.keepMillis = keep;
  }

  /** Takes a decision; one with the id of an earlier contact is that contact again. */
  public void decided(Decided decision) {
    LocalDate date = steps.date(decision.time());
    if (decision.isContact() && !expect(decision)) {
      return;
    }
    if (decision.outcome() == Decision.Kind.ANSWERED) {
      person(decision.customer()).answers.add(decision);
    }
    from = from == null ? decision.time() : Math.min(from, decision.time());
    to = to == null ? decision.time() : Math.max(to, decision.time());
    decisions.merge(decision.outcome(), 1L, Long::sum);
    for (Decided.Considered one : decision.considered()) {
      counter(one.campaign()).considered(one, date);
    }
  }

  private Person person(String customer) {
    return people.computeIfAbsent(customer, unused -> new Person());
  }

  private boolean expect(Decided decision) {
    Person person = person(decision.customer());
    Contacted contact = contact(decision);
    if (!person.expect(contact)) {
      return false;
    }
    count(person, contact);
    String arm = decision.armOrContacted();
    enrol(person.membership(decision.campaign()), arm, decision.variant());
    if (compared.contains(decision.campaign())) {
      boolean control = arm.equals(Decided.CONTROL);
      enrol(person.membership(ALL), control ? arm : Decided.CONTACTED, null);
    }
    return true;
  }

  private Contacted contact(Decided decision) {
    CellKey key =
        new CellKey(
            decision.campaign(),
            decision.offer(),
            decision.channel(),
            decision.variant(),
            decision.armOrContacted());
    return new Contacted(
        decision.alone(),
        counter(decision.campaign()),
        cells.computeIfAbsent(key, unused -> new FunnelCounter()));
  }

  private void count(Person person, Contacted contact) {
    contact.funnel.contacts++;
    CampaignCounter.DayCounter day = contact.campaign.day(steps.date(contact.time()));
    if (contact.isGhost()) {
      day.ghosts++;
    } else {
      day.contacts++;
      person.messages++;
    }
  }

  private static void enrol(Person.Membership membership, String arm, String variant) {
    switch (arm) {
      case Decided.CONTACTED -> membership.contacted = true;
      case Decided.HOLD_OUT -> membership.heldOut = true;
      default -> membership.control = true;
    }
    membership.addVariant(variant);
  }

  private CampaignCounter counter(String campaign) {
    return campaigns.computeIfAbsent(campaign, CampaignCounter::new);
  }

  /** Takes an event. Events of customers whom nothing was decided about count for nothing. */
  public void happened(Event event) {
    to = from == null ? to : Long.valueOf(Math.max(to, event.time()));
    Person person = people.get(event.customer());
    boolean merges = event.type().equals("merge");
    if (merges && event.fields().text("into") != null) {
      merge(person, event);
      return;
    }
    if (person == null || event.time() <= person.erasedAt) {
      return;
    }
    comeTo(person, event.time());
    if (!isRepeat(person, event)) {
      person.now = Math.max(person.now, event.time());
      handle(person, event);
    }
    comeToWhatItCaused(person, event);
  }

  /** Contacts before that instant; those of the instant itself come after its events. */
  private void comeTo(Person person, long instant) {
    while (!person.ahead.isEmpty() && person.ahead.get(0).time() < instant) {
      person.add(person.ahead.remove(0), keepMillis);
    }
  }

  private void comeToWhatItCaused(Person person, Event event) {
    while (!person.ahead.isEmpty() && isCausedBy(person.ahead.get(0).decision, event)) {
      person.add(person.ahead.remove(0), keepMillis);
    }
  }

  private static boolean isCausedBy(Decided decision, Event event) {
    return event.id().equals(decision.causeEvent()) && event.type().equals(decision.causeType());
  }

  /** Only of types that can count; of the others a repeat changes nothing here anyway. */
  private boolean isRepeat(Person person, Event event) {
    EventType type = workspace.schema().events().get(event.type());
    boolean counts = goals.containsKey(event.type()) || event.type().equals(RESPONSE);
    if (!counts || type == null || !type.dedupe()) {
      return false;
    }
    long now = Math.max(person.now, event.time());
    if (person.seen.contains(event, now)) {
      return true;
    }
    person.seen.add(event, now);
    return false;
  }

  private void handle(Person person, Event event) {
    if (event.type().equals("erase")) {
      person.contacts.clear();
      person.answers.removeIf(answer -> answer.time() <= event.time());
      person.erasedAt = event.time();
    } else if (event.type().equals(RESPONSE)) {
      Contacted answered = answered(person, event);
      if (answered != null) {
        steps.respond(answered, event);
        succeed(person, event.withFields(fieldsOf(answered, event.fields())), answered);
      }
    } else {
      succeed(person, event, null);
    }
  }

  private void merge(Person person, Event event) {
    String into = event.fields().text("into");
    Person joined = person(into);
    if (person != null && person != joined) {
      comeTo(person, event.time());
      comeTo(joined, event.time());
      joined.join(person);
    }
    people.put(event.customer(), joined);
  }

  private Contacted answered(Person person, Event response) {
    String decision = response.fields().text("decision");
    String offer = response.fields().text("offer");
    if (decision == null && offer == null) {
      return null;
    }
    if ("presented".equals(response.fields().text("kind"))) {
      present(person, decision, offer);
    }
    Contacted contact = person.answeredBy(decision, offer);
    boolean matches = contact != null && contact.time() > person.now - responseMillis;
    return matches ? contact : null;
  }

  /**
   * An entry of an answer becomes a contact when it is presented. Nobody is left alone there, so
   * such contacts are in no comparison.
   */
  private void present(Person person, String decision, String offer) {
    for (int i = person.answers.size() - 1; i >= 0; i--) {
      Decided answer = person.answers.get(i);
      boolean open = answer.time() <= person.now && answer.time() > person.now - DAY;
      if (open && (decision == null || decision.equals(answer.id()))) {
        Decided entry = answer.presented(offer, person.now, workspace);
        if (entry != null && person.find(entry.id(), entry.offer()) == null) {
          Contacted contact = contact(entry);
          count(person, contact);
          person.add(contact, keepMillis);
          return;
        }
      }
    }
  }

  /** What a response says of the decision that it answers, as the core adds it. */
  private Fields fieldsOf(Contacted contact, Fields response) {
    Decided decision = contact.decision;
    Offer offer = workspace.offers().get(decision.offer());
    String category = offer == null ? null : offer.category();
    Fields.Builder added =
        new Fields.Builder()
            .put("offer", decision.offer())
            .put("campaign", decision.campaign())
            .put("channel", decision.channel());
    for (Campaign campaign : workspace.campaigns()) {
      if (campaign.id().equals(decision.campaign()) && campaign.contactClass() != null) {
        added.put("class", campaign.contactClass());
      }
    }
    return response.with(
        category == null ? added.build() : added.put("category", category).build());
  }

  /**
   * @param answered the only contact that it can be credited to; null for any
   */
  private void succeed(Person person, Event event, Contacted answered) {
    List<Goal> possible = goals.get(event.type());
    if (possible == null || person.contacts.isEmpty()) {
      return;
    }
    Map<CampaignCounter, Long> within = new HashMap<>();
    EventValues values = new EventValues(event, event.time(), zone);
    for (Goal goal : possible) {
      var where = goal.success().event().where();
      if (where == null || where.test(values) == Truth.TRUE) {
        within.put(goal.campaign(), goal.success().withinMillis());
      }
    }
    boolean credited = false;
    for (int i = person.contacts.size() - 1; i >= 0; i--) {
      Contacted contact = person.contacts.get(i);
      Long length = within.get(contact.campaign);
      boolean counts = length != null && contact.isOpenAt(event.time(), length);
      if (!counts || (answered != null && answered != contact)) {
        continue;
      }
      mark(person, contact);
      if (!credited && !contact.failed && !contact.converted) {
        steps.convert(contact, event.time());
        credited = true;
      }
    }
  }

  private void mark(Person person, Contacted contact) {
    person.membership(contact.campaign.id).success = true;
    if (compared.contains(contact.campaign.id)) {
      person.membership(ALL).success = true;
    }
  }

  /** What came of it all; nothing may be given afterwards. */
  public Measured result() {
    return new Results(workspace, design, campaigns, people.values())
        .of(from, to, decisions, cells);
  }
}
