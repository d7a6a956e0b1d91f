package io.offerflow.decision;

import io.offerflow.condition.EventValues;
import io.offerflow.decision.Decision.Cause;
import io.offerflow.decision.Decision.Choice;
import io.offerflow.decision.Decision.Considered;
import io.offerflow.decision.Outcome.Fate;
import io.offerflow.eligibility.Eligibility;
import io.offerflow.event.DurationText;
import io.offerflow.event.Event;
import io.offerflow.event.EventType;
import io.offerflow.event.Fields;
import io.offerflow.learning.Knowledge;
import io.offerflow.moment.Moments;
import io.offerflow.moment.Occurrence;
import io.offerflow.policy.Contact;
import io.offerflow.policy.Subject;
import io.offerflow.stock.Grants;
import io.offerflow.stock.SequentialGrants;
import io.offerflow.stock.Supplies;
import io.offerflow.stock.Supply;
import io.offerflow.stock.Taken;
import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Offer;
import io.offerflow.workspace.Policy.ContactClass;
import io.offerflow.zone.Visits;
import io.offerflow.zone.Zone;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;
import java.util.function.UnaryOperator;

/**
 * The decision core. A pure function of its arguments; the object holds scratch space and a Drools
 * session only, so it is for one thread.
 *
 * <p>The way of an event: what is due before it happens; it changes her state; its moments are
 * found; campaigns are judged; the winner is reserved and remembered; what became due happens.
 */
public final class Decider implements AutoCloseable {
  private static final long NEVER_DUE = Long.MAX_VALUE;
  private static final long PRESENTED_WITHIN = 24L * 60 * 60 * 1000;
  private static final SortedSet<String> NO_TAGS = Collections.emptySortedSet();

  private final Bundle bundle;
  private final Eligibility.Session session;
  private final Judge judge;
  private final TagRound tagRound;
  private final Answering answering;
  private final CustomerZones zones;
  private final Grants grants;
  private final ModelUse model;
  private final DecisionIds ids = new DecisionIds();

  // Of the call that is being handled.
  private String customer;
  private CustomerState state;
  private final List<Reaction> reactions = new ArrayList<>(2);
  private final List<Decision> decisions = new ArrayList<>(2);
  private int skipped;

  public Decider(Bundle bundle) {
    this(bundle, UnaryOperator.identity());
  }

  /**
   * @param observed may wrap the Drools session, to time it
   */
  public Decider(Bundle bundle, UnaryOperator<Eligibility.Session> observed) {
    this(bundle, observed, new SequentialGrants(bundle.quotas().sizes()));
  }

  /**
   * @param observed may wrap the Drools session, to time it
   * @param grants hands out what is bounded over all customers
   */
  public Decider(Bundle bundle, UnaryOperator<Eligibility.Session> observed, Grants grants) {
    this.grants = grants;
    this.bundle = bundle;
    this.session = observed.apply(bundle.eligibility().open());
    this.model = new ModelUse(bundle.workspace().policy().learning());
    this.judge = new Judge(bundle, session, model);
    this.tagRound = new TagRound(bundle, judge);
    this.answering = new Answering(bundle);
    this.zones = new CustomerZones(bundle.workspace().settings().timezone());
  }

  public Bundle bundle() {
    return bundle;
  }

  /** What is known from now on: an input of every decision, which names its version. */
  public void use(Knowledge knowledge) {
    model.use(knowledge);
  }

  /**
   * Decides.
   *
   * @param known state of the customer, or null when nothing is known of her; consumed
   */
  public Outcome decide(CustomerState known, Input input) {
    customer = input.customer();
    state = known == null ? new CustomerState() : known;
    decisions.clear();
    reactions.clear();
    skipped = 0;
    Fate fate = handle(input);
    CustomerState kept = state.isKept() ? state : null;
    List<Decision> made = decisions.isEmpty() ? List.of() : List.copyOf(decisions);
    long nextDue = kept == null ? NEVER_DUE : nextDue();
    List<Reaction> became = reactions.isEmpty() ? List.of() : List.copyOf(reactions);
    return new Outcome(kept, fate, made, skipped, model.take(), became, nextDue);
  }

  private Fate handle(Input input) {
    if (input instanceof Input.Arrived arrived) {
      adopt(arrived.event().time());
      return arrived(arrived.event());
    }
    if (input instanceof Input.Wakeup wakeup) {
      adopt(wakeup.until());
      settle(wakeup.until() + 1);
    } else if (input instanceof Input.Reviewed reviewed) {
      adopt(reviewed.clock());
    } else if (input instanceof Input.TakenOver takenOver) {
      takeOver(takenOver.contacts());
    }
    return Fate.ACCEPTED;
  }

  /** The days of campaigns that she has not met before; those before that instant are past. */
  private void adopt(long instant) {
    if (!state.dates.areOf(bundle.moments().datedFingerprint())) {
      refreshDates(Math.max(state.now, instant));
    }
  }

  private void refreshDates(long now) {
    bundle.moments().refresh(state.dates, state.attributes, zone(), now);
  }

  private void takeOver(List<Contact> contacts) {
    for (Contact contact : contacts) {
      boolean erased = contact.time() <= state.erasedAt;
      if (!erased && state.contacts.ofDecision(contact.decision()) == null) {
        Taken taken = bundle.quotas().take(grants, contact.campaign(), contact.offer());
        state.contacts.add(whole(contact).taking(taken));
      }
    }
  }

  /** With what a push does not say, but the rules. */
  private Contact whole(Contact contact) {
    Offer offer = bundle.workspace().offers().get(contact.offer());
    ContactClass known = bundle.workspace().policy().classes().get(contact.contactClass());
    return contact.of(
        offer == null ? contact.category() : offer.category(),
        known == null ? contact.counts() : known.counts(),
        offer == null ? contact.expires() : contact.time() + offer.expiresMillis());
  }

  private Fate arrived(Event event) {
    if (event.time() <= state.erasedAt) {
      return Fate.ERASED;
    }
    if (isRepeat(event)) {
      return Fate.DUPLICATE;
    }
    settle(event.time());
    if (event.time() > state.now) {
      state.now = event.time();
      state.settled = false;
    }
    state.lastEvent = Math.max(state.lastEvent, event.time());
    if (type(event).dedupe()) {
      state.seen.add(event, state.now);
    }
    Fate fate = accept(event);
    settle(state.now);
    return fate;
  }

  private EventType type(Event event) {
    return bundle.workspace().schema().events().get(event.type());
  }

  /** Judged as if she had been forgotten already where she would be before that event. */
  private boolean isRepeat(Event event) {
    return type(event).dedupe()
        && forgetDue() >= event.time()
        && state.seen.contains(event, Math.max(state.now, event.time()));
  }

  private Fate accept(Event event) {
    if (event.type().equals("erase")) {
      state = state.emptied(event.time());
      return Fate.ACCEPTED;
    }
    Event handled = event;
    if (event.type().equals("response")) {
      handled = answered(event);
      if (handled == null) {
        return Fate.UNMATCHED;
      }
    }
    Object[] before = bundle.moments().before(handled, values(handled));
    change(handled);
    ZoneId zone = zone();
    EventValues fields = new EventValues(handled, state.now, zone);
    skipped = state.features.add(bundle.features(), handled, state.now, zone);
    Contact credited = bundle.goals().credit(state.contacts, handled, fields);
    if (credited != null) {
      reactions.add(Reaction.success(credited));
    }
    Visits.Change moved = move(handled);
    CauseValues values = values(handled);
    List<Occurrence> occurrences =
        bundle.moments().ofEvent(handled, moved, before, fields, values, state.waits);
    if (!occurrences.isEmpty()) {
      Cause cause = new Decision.EventCause(event.id(), event.type());
      TagRound.Round round =
          tagRound.run(state, occurrences, values, NO_TAGS, handled, event.time());
      decide(cause, ids.ofEvent(event), round, values.retagged());
    }
    return Fate.ACCEPTED;
  }

  /** The response with what it answers; null when that is none of her decisions. */
  private Event answered(Event response) {
    Contact contact = contactOf(response);
    if (contact == null || !bundle.policy().remembers(contact, state.now)) {
      return null;
    }
    String kind = response.fields().text("kind");
    model.answered(state, contact, kind);
    Contact used = contact;
    if (kind.equals("failed")) {
      contact.taken().giveBack(grants, contact.campaign(), contact.offer());
    } else if (kind.equals("accepted")) {
      used = accepted(contact);
    }
    Subject subject = state.subject(customer, values(response), Supply.PLENTY);
    bundle.policy().answer(subject, used, kind, response.time());
    reactions.add(Reaction.response(contact, kind));
    return response.withFields(response.fields().with(fieldsOf(contact)));
  }

  /** The contact that a response is about; presenting an entry of an answer makes it one. */
  private Contact contactOf(Event response) {
    String decision = response.fields().text("decision");
    String offer = response.fields().text("offer");
    Contact contact = state.contacts.answeredBy(decision, offer);
    state.answers.dropUntil(state.now - PRESENTED_WITHIN);
    if (!response.fields().text("kind").equals("presented")) {
      return contact;
    }
    Contact given = state.answers.entry(decision, offer);
    boolean newer =
        contact != null && decision == null && given != null && contact.time() >= given.time();
    if (given == null || newer) {
      return contact;
    }
    state.answers.remove(given);
    return present(given, response);
  }

  /** It stands even if what it uses is gone by now (contract 7). */
  private Contact present(Contact given, Event response) {
    int place = bundle.moments().place(given.campaign());
    Offer offer = bundle.workspace().offers().get(given.offer());
    Taken taken = Taken.NOTHING;
    if (place >= 0 && offer != null) {
      Campaign campaign = bundle.workspace().campaigns().get(place);
      Supplies supplies = new Supplies(bundle.quotas(), grants, given.decision(), Taken.NOTHING);
      Supply supply = supplies.of(campaign, offer);
      boolean left = supply.lackingStock() == null && supply.lackingLimit() == null;
      taken = left ? supplies.take(campaign, offer) : Taken.NOTHING;
    }
    Contact contact = given.presented(state.now, taken);
    bundle.policy().forget(state.contacts, state.responses, state.now);
    state.contacts.add(contact);
    model.contacted(state, contact, offer, values(response));
    return contact;
  }

  /** Where acceptances are counted, the first one of a contact uses a unit. */
  private Contact accepted(Contact contact) {
    Taken taken = bundle.quotas().accept(grants, contact.offer(), contact.taken());
    Contact taking = contact.taking(taken);
    state.contacts.replace(contact, taking);
    return taking;
  }

  private static Fields fieldsOf(Contact contact) {
    Fields.Builder fields =
        new Fields.Builder()
            .put("decision", contact.decision())
            .put("offer", contact.offer())
            .put("campaign", contact.campaign())
            .put("channel", contact.channel())
            .put("class", contact.contactClass());
    return contact.category() == null
        ? fields.build()
        : fields.put("category", contact.category()).build();
  }

  private void change(Event event) {
    if (event.type().equals("profile")) {
      ZoneId before = zone();
      state.apply(event.change());
      refreshDates(state.now);
      if (!zone().equals(before)) {
        state.held.reschedule(this::anew);
      }
    } else if (event.type().equals("consent")) {
      state.consents.put(
          event.fields().text("channel"),
          event.fields().text("purpose"),
          (Boolean) event.fields().get("granted"),
          event.time());
    }
  }

  private HeldCandidate anew(HeldCandidate held) {
    return held.releasedAt(bundle.policy().firstOutsideQuiet(held.channel(), state.now, zone()));
  }

  private Visits.Change move(Event event) {
    return switch (event.type()) {
      case "location" ->
          state.visits.move(
              bundle.zones(),
              event.time(),
              degrees(event, "lat"),
              degrees(event, "lon"),
              event.fields().text("cell"));
      case "signalling" ->
          state.visits.move(bundle.zones(), event.time(), null, null, event.fields().text("cell"));
      default -> Visits.Change.NONE;
    };
  }

  private static Double degrees(Event event, String field) {
    BigDecimal value = (BigDecimal) event.fields().get(field);
    return value == null ? null : value.doubleValue();
  }

  /** All that is due before that instant happens, one cause for each instant. */
  private void settle(long limit) {
    for (long due = nextDue(); due < limit; due = nextDue()) {
      if (due > state.now) {
        state.now = due;
      }
      happen(due);
      state.settled = state.settled || due == state.now;
    }
  }

  private long nextDue() {
    long next = Math.min(state.visits.nextDue(bundle.zones()), state.waits.nextDue());
    next = Math.min(next, state.visits.nextStay(bundle.zones(), bundle.moments().stayLengths()));
    next = Math.min(next, bundle.moments().nextFall(state.features, fallsFrom()));
    next = Math.min(next, Math.min(state.tags.nextEnd(), state.dates.nextDue()));
    next = Math.min(next, state.held.nextRelease());
    next = Math.min(next, model.nextDue(state));
    next = Math.min(next, bundle.policy().nextUndone(state.contacts));
    return Math.min(next, forgetDue());
  }

  private long fallsFrom() {
    return state.settled ? state.now + 1 : state.now;
  }

  private long forgetDue() {
    long forget = bundle.workspace().settings().forgetMillis();
    // Nobody lives to see the longest time there is: it is no timer worth keeping.
    if (state.lastEvent == CustomerState.NEVER || forget == DurationText.MAX_MILLIS) {
      return NEVER_DUE;
    }
    long due = state.lastEvent + forget;
    // A day of hers that a campaign waits for keeps her.
    return Math.max(due, state.dates.lastOnce());
  }

  private void happen(long due) {
    for (Contact unconfirmed : bundle.policy().undo(state.contacts, due)) {
      unconfirmed.taken().giveBack(grants, unconfirmed.campaign(), unconfirmed.offer());
      model.undone(state, unconfirmed);
    }
    model.expire(state, due);
    List<Zone> left = state.visits.due(bundle.zones(), due).left();
    // The end of a visit goes first: one that ends exactly then has not lasted.
    List<Visits.Stay> stays =
        state.visits.stays(bundle.zones(), due, bundle.moments().stayLengths());
    SortedSet<String> ended = state.tags.endedAt(due);
    Moments.Over over = new Moments.Over(left, stays, ended);
    Moments.Due dues =
        bundle.moments().due(customer, due, over, state.waits, state.features, state.dates, zone());
    List<Occurrence> occurrences = new ArrayList<>(dues.occurrences());
    List<String> what = new ArrayList<>(dues.what());
    release(due, occurrences, what);
    if (!occurrences.isEmpty() || !ended.isEmpty()) {
      CauseValues values = values(null);
      TagRound.Round round = tagRound.run(state, occurrences, values, ended, null, due);
      decide(
          new Decision.TimerCause(due), ids.ofTimer(customer, due, what), round, values.retagged());
    }
    if (forgetDue() <= due) {
      state = state.emptied(state.erasedAt);
    }
  }

  /** What was held and is decided once more; what is worth nothing any more takes no part. */
  private void release(long due, List<Occurrence> occurrences, List<String> what) {
    for (HeldCandidate held : state.held.release(due)) {
      int place = bundle.moments().place(held.campaign());
      boolean fresh = occurrences.stream().anyMatch(one -> one.campaign() == place);
      if (place >= 0 && !fresh && isWorthWhile(held, place)) {
        occurrences.add(held.occurrence(place, customer));
        what.add(held.what());
      }
    }
    occurrences.sort(Comparator.comparingInt(Occurrence::campaign));
    what.sort(null);
  }

  private boolean isWorthWhile(HeldCandidate held, int place) {
    Campaign campaign = bundle.workspace().campaigns().get(place);
    if (campaign.tags()) {
      return false;
    }
    long expires = bundle.policy().plan(customer, campaign).offer().expiresMillis();
    return state.now - held.moment() < Math.min(expires, campaign.actWithinMillis());
  }

  private CauseValues values(Event event) {
    return new CauseValues(bundle, state, zone(), event);
  }

  private ZoneId zone() {
    return zones.of((String) state.attributes.get("timezone"));
  }

  /**
   * @param round the campaigns that tag, and the moments of the others
   * @param values hers with the tags that she has by now
   */
  private void decide(Cause cause, String id, TagRound.Round round, CauseValues values) {
    if (round.considered().isEmpty() && round.others().isEmpty()) {
      return;
    }
    Contact former = formerly(id);
    model.begin(id, state.now);
    Taken formerly = former == null ? Taken.NOTHING : former.taken();
    Supplies supplies = new Supplies(bundle.quotas(), grants, id, formerly);
    Judge.Judged judged = judge.judge(customer, state, round.others(), values, supplies);
    Answering.Answered answered =
        answering.answer(customer, id, state.now, round.others(), answering.asked(judged.passed()));
    Decision.ByModel byModel = model.choose(judged.passed(), former);
    Candidate winner = judged.passed().isEmpty() ? null : judged.passed().get(0);
    if (former != null && (winner == null || !winner.isOf(former))) {
      // What went out went out, whatever would be found now; its record stands in the topic.
      stand(former, values);
      return;
    }
    String arm = winner == null ? null : bundle.policy().arm(customer, winner.campaign());
    List<Considered> considered = new ArrayList<>(round.considered());
    considered.addAll(judged.failed());
    considered.addAll(answered.considered());
    for (Candidate candidate : judged.passed()) {
      considered.add(considered(candidate, winner, arm));
    }
    considered.sort(Comparator.comparing(Considered::campaign));
    List<String> held = winner == null ? hold(judged.quieted()) : List.of();
    Decision.Kind without =
        !held.isEmpty()
            ? Decision.Kind.HELD
            : answered.hasEntry() ? Decision.Kind.ANSWERED : round.kind();
    answered.given().forEach(state.answers::add);
    decisions.add(
        new Decision(
            id,
            customer,
            cause,
            state.now,
            winner == null ? without : arm == null ? Decision.Kind.OFFERED : Decision.Kind.CONTROL,
            chosen(winner, answered, byModel, arm, values.zone()),
            bundle.version(),
            considered,
            former != null,
            round.changes(),
            granted(arm == null ? winner : null, supplies),
            held,
            answered.answer()));
    if (former != null) {
      stand(former, values);
    } else if (winner != null) {
      Taken taken = arm == null ? supplies.take(winner.campaign(), winner.offer()) : Taken.NOTHING;
      Contact contact = reserve(id, winner, taken, arm != null);
      if (arm == null) {
        offered(contact, values.zone());
        model.contacted(state, id, winner);
      }
    }
  }

  private List<String> hold(List<Quieted> quieted) {
    List<HeldCandidate> candidates = new ArrayList<>(quieted.size());
    for (Quieted one : quieted) {
      Occurrence remembered = bundle.moments().remembered(one.occurrence());
      candidates.add(HeldCandidate.of(one, remembered, state.now));
    }
    return List.copyOf(state.held.hold(candidates, this::rank));
  }

  /** A class that is no more goes last. */
  private int rank(String contactClass) {
    ContactClass known = bundle.workspace().policy().classes().get(contactClass);
    return known == null ? Integer.MAX_VALUE : known.rank();
  }

  private void stand(Contact former, CauseValues values) {
    state.contacts.add(former.confirmed());
    model.contacted(state, former, bundle.workspace().offers().get(former.offer()), values);
    offered(former, values.zone());
  }

  /** What a former run made of this cause, set aside so that it does not stand in its own way. */
  private Contact formerly(String id) {
    Contact former = state.contacts.ofDecision(id);
    if (former == null || !former.takenOver()) {
      return null;
    }
    state.contacts.remove(former);
    return former;
  }

  /**
   * @param arm of the winner, where nothing goes out
   */
  private static Considered considered(Candidate candidate, Candidate winner, String arm) {
    boolean best = candidate == winner;
    Result won = arm == null ? Result.WON : Result.CONTROL;
    return new Considered(
        candidate.campaign().id(),
        candidate.campaign().moment().word(),
        best ? won : Result.OUTRANKED,
        best ? arm : candidate.outrankedBy(winner),
        null);
  }

  /** The offer that goes out; where none does, the first that is answered. */
  private Choice chosen(
      Candidate winner,
      Answering.Answered answered,
      Decision.ByModel byModel,
      String arm,
      ZoneId zone) {
    if (winner != null) {
      return choice(winner, byModel, arm, zone);
    }
    return answered.hasEntry() ? choice(answered.best(), model.told(), null, zone) : null;
  }

  private Choice choice(Candidate winner, Decision.ByModel byModel, String arm, ZoneId zone) {
    return new Choice(
        winner.campaign().id(),
        winner.offer().id(),
        winner.pass().channel(),
        winner.contactClass().name(),
        winner.score().value(),
        winner.score().estimate().propensity(),
        winner.pass().address(),
        winner.pass().content(),
        winner.pass().language(),
        deadline(winner, zone),
        byModel,
        arm,
        winner.variant());
  }

  /** Contract 4.12: the earliest of expiry, {@code act within} and the next quiet time. */
  private long deadline(Candidate winner, ZoneId zone) {
    long expires = state.now + winner.offer().expiresMillis();
    long actWithin = winner.campaign().actWithinMillis();
    long tooOld =
        actWithin == Long.MAX_VALUE ? Long.MAX_VALUE : winner.occurrence().time() + actWithin;
    long first = Math.min(expires, tooOld);
    long quiet =
        bundle
            .policy()
            .nextQuiet(winner.pass().channel(), winner.contactClass(), state.now, first, zone);
    return Math.min(first, quiet);
  }

  /** Whether the winner got what it needs; or else whether anyone went without. */
  private static Boolean granted(Candidate winner, Supplies supplies) {
    if (winner != null && supplies.bounds(winner.campaign(), winner.offer())) {
      return true;
    }
    return supplies.refused() ? false : null;
  }

  private Contact reserve(String id, Candidate winner, Taken taken, boolean control) {
    bundle.policy().forget(state.contacts, state.responses, state.now);
    state.trials.dropUntil(state.now - bundle.policy().lookBackMillis());
    Contact contact = winner.contact(id, state.now, taken, control);
    state.contacts.add(contact);
    return contact;
  }

  /** The {@code offered} event: it enters windows and waits, and is a cause of nothing. */
  private void offered(Contact contact, ZoneId zone) {
    Event event =
        Event.of("offered", contact.decision(), customer, contact.time(), fieldsOf(contact));
    state.features.add(bundle.features(), event, state.now, zone);
    bundle.moments().follow(event, new EventValues(event, state.now, zone), state.waits);
  }

  @Override
  public void close() {
    session.close();
  }
}
