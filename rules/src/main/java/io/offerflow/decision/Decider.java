package io.offerflow.decision;

import io.offerflow.condition.EventValues;
import io.offerflow.decision.Decision.Cause;
import io.offerflow.decision.Outcome.Fate;
import io.offerflow.eligibility.Eligibility;
import io.offerflow.event.DurationText;
import io.offerflow.event.Event;
import io.offerflow.event.EventType;
import io.offerflow.learning.Knowledge;
import io.offerflow.moment.Dates;
import io.offerflow.moment.Moments;
import io.offerflow.moment.Occurrence;
import io.offerflow.policy.Contact;
import io.offerflow.stock.Grants;
import io.offerflow.stock.SequentialGrants;
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
import java.util.function.BiConsumer;
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
  private static final long UNKNOWN = Long.MIN_VALUE;
  private static final SortedSet<String> NO_TAGS = Collections.emptySortedSet();

  private final Bundle bundle;
  private final Eligibility.Session session;
  private final TagRound tagRound;
  private final Responding responding;
  private final Conclusion conclusion;
  private final CustomerZones zones;
  private final Grants grants;
  private final ModelUse model;
  private final Merging merging;
  private final DecisionIds ids = new DecisionIds();
  private final LeftOut leftOut = new LeftOut();
  private final BiConsumer<String, String> leftOutFeature = leftOut::feature;

  // Of the call that is being handled.
  private String customer;
  private CustomerState state;
  private final List<Reaction> reactions = new ArrayList<>(2);
  private final List<Decision> decisions = new ArrayList<>(2);
  private int skipped;

  /** What is due next, where nothing has changed since that was found; else {@link #UNKNOWN}. */
  private long next;

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
    Judge judge = new Judge(bundle, session, model);
    this.tagRound = new TagRound(bundle, judge);
    this.responding = new Responding(bundle, grants, model);
    this.conclusion = new Conclusion(bundle, judge, model, grants, leftOut);
    this.merging = new Merging(bundle);
    this.zones = new CustomerZones(bundle.workspace().settings().timezone());
  }

  public Bundle bundle() {
    return bundle;
  }

  /** Brings what is loaded and linked at first use into memory; decides nothing. */
  public void warmUp() {
    session.warmUp();
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
    next = UNKNOWN;
    Fate fate = handle(input);
    CustomerState kept = state.isKept() ? state : null;
    List<Decision> made = decisions.isEmpty() ? List.of() : List.copyOf(decisions);
    long nextDue = kept == null ? NEVER_DUE : next == UNKNOWN ? nextDue() : next;
    List<Reaction> became = reactions.isEmpty() ? List.of() : List.copyOf(reactions);
    return new Outcome(
        kept, fate, made, skipped, leftOut.take(), model.take(), became, merging.take(), nextDue);
  }

  private Fate handle(Input input) {
    if (input instanceof Input.Arrived arrived) {
      adopt(arrived.event().time());
      return arrived(arrived.event());
    }
    if (input instanceof Input.Joining joining) {
      adopt(joining.now());
      return joined(joining);
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
    int fingerprint = bundle.moments().datedFingerprint();
    if ((fingerprint != 0 || state.has(Part.DATES)) && !state.dates().areOf(fingerprint)) {
      refreshDates(Math.max(state.now, instant));
    }
  }

  private void refreshDates(long now) {
    Dates dates = state.dates();
    if (bundle.moments().hasDates() || !dates.isEmpty()) {
      bundle.moments().refresh(dates, state.attributes().all(), zone(), now);
    }
  }

  private void takeOver(List<Contact> contacts) {
    for (Contact contact : contacts) {
      boolean erased = contact.time() <= state.erasedAt;
      if (!erased && !state.hasContactOf(contact.decision())) {
        Taken taken =
            contact.control()
                ? Taken.NOTHING
                : bundle.quotas().take(grants, contact.campaign(), contact.offer());
        state.contacts().add(whole(contact).taking(taken));
      }
    }
  }

  /** With what a push or a record does not say, but the rules. */
  private Contact whole(Contact contact) {
    Offer offer = bundle.workspace().offers().get(contact.offer());
    String name = contact.contactClass();
    if (name == null) {
      int place = bundle.moments().place(contact.campaign());
      name = place < 0 ? "" : bundle.workspace().campaigns().get(place).contactClass();
    }
    ContactClass known = bundle.workspace().policy().classes().get(name);
    return contact.of(
        name,
        offer == null ? contact.category() : offer.category(),
        known == null ? contact.counts() : known.counts(),
        offer == null ? contact.expires() : contact.time() + offer.expiresMillis());
  }

  private Fate arrived(Event event) {
    if (state.erases(event)) {
      return Fate.ERASED;
    }
    boolean once = type(event).dedupe();
    long print = once ? SeenEvents.print(event) : 0;
    if (once && isRepeat(event, print)) {
      return Fate.DUPLICATE;
    }
    settle(event.time());
    if (state.mergedInto != null) {
      merging.passOn(state, event);
      return Fate.PASSED_ON;
    }
    comeTo(event.time());
    state.lastEvent = Math.max(state.lastEvent, event.time());
    if (once) {
      state.seen.add(print, event.time(), state.now);
    }
    Fate fate = accept(event);
    next = settle(state.now);
    return fate;
  }

  private void comeTo(long instant) {
    if (instant > state.now) {
      state.now = instant;
      state.settled = false;
    }
  }

  private Fate joined(Input.Joining joining) {
    if (state.mergedInto != null) {
      if (!state.mergedInto.givesWay(customer, joining.path())) {
        merging.passOn(state, joining);
        return Fate.PASSED_ON;
      }
      state.mergedInto = null;
    }
    if (Merging.isRepeat(state, joining)) {
      return Fate.DUPLICATE;
    }
    long instant = Math.max(joining.time(), joining.now());
    settle(instant);
    comeTo(instant);
    ZoneId before = zone();
    merging.join(state, joining);
    follow(before);
    settle(state.now);
    return Fate.ACCEPTED;
  }

  private EventType type(Event event) {
    return bundle.workspace().schema().events().get(event.type());
  }

  /** Judged as if she had been forgotten already where she would be before that event. */
  private boolean isRepeat(Event event, long print) {
    return forgetDue() >= event.time()
        && state.seen.contains(print, Math.max(state.now, event.time()));
  }

  private Fate accept(Event event) {
    if (event.type().equals("erase")) {
      state = state.emptied(event.time());
      return Fate.ACCEPTED;
    }
    if (event.type().equals("merge")) {
      state = merging.leave(state, event);
      return Fate.ACCEPTED;
    }
    Event handled = event;
    if (event.type().equals("response")) {
      handled = responding.answered(customer, state, event, values(event), reactions);
      if (handled == null) {
        return Fate.UNMATCHED;
      }
    }
    EventValues without = new EventValues(handled, state.now, zone());
    Event known = handled;
    Object[] before = bundle.moments().before(without, () -> values(known));
    EventValues fields = change(handled) ? new EventValues(handled, state.now, zone()) : without;
    skipped =
        state.features.add(bundle.features(), handled, state.now, fields.zone(), leftOutFeature);
    credit(handled, fields);
    Visits.Change moved = move(handled);
    List<Occurrence> occurrences =
        bundle.moments().ofEvent(handled, moved, before, fields, () -> values(known), state::waits);
    if (!occurrences.isEmpty() || event.type().equals("ask")) {
      CauseValues values = values(handled);
      Cause cause = new Decision.EventCause(event.id(), event.type());
      TagRound.Round round =
          tagRound.run(state, occurrences, values, NO_TAGS, handled, event.time());
      conclude(cause, ids.ofEvent(event), round, values.retagged());
    }
    return Fate.ACCEPTED;
  }

  private void credit(Event event, EventValues fields) {
    if (bundle.goals().watch(event) && state.has(Part.CONTACTS)) {
      Contact answered = event.type().equals("response") ? responding.answered() : null;
      Contact credited = bundle.goals().credit(state.contacts(), answered, fields, leftOut);
      if (credited != null) {
        reactions.add(Reaction.success(credited));
      }
    }
  }

  /** Returns whether what is known of her, and so perhaps her time zone, is another. */
  private boolean change(Event event) {
    if (event.type().equals("profile")) {
      ZoneId before = zone();
      state.attributes().apply(event.change());
      follow(before);
      return true;
    }
    if (event.type().equals("consent")) {
      state
          .consents()
          .put(
              event.fields().text("channel"),
              event.fields().text("purpose"),
              (Boolean) event.fields().get("granted"),
              event.time());
    }
    return false;
  }

  /** Her attributes have changed: what hangs on them comes at other times. */
  private void follow(ZoneId before) {
    refreshDates(state.now);
    if (state.has(Part.HELD) && !zone().equals(before)) {
      state.held().reschedule(this::anew);
    }
  }

  private HeldCandidate anew(HeldCandidate held) {
    return held.releasedAt(bundle.policy().firstOutsideQuiet(held.channel(), state.now, zone()));
  }

  private Visits.Change move(Event event) {
    return switch (event.type()) {
      case "location" ->
          state
              .visits()
              .move(
                  bundle.zones(),
                  event.time(),
                  degrees(event, "lat"),
                  degrees(event, "lon"),
                  event.fields().text("cell"));
      case "signalling" ->
          state
              .visits()
              .move(bundle.zones(), event.time(), null, null, event.fields().text("cell"));
      default -> Visits.Change.NONE;
    };
  }

  private static Double degrees(Event event, String field) {
    BigDecimal value = (BigDecimal) event.fields().get(field);
    return value == null ? null : value.doubleValue();
  }

  /**
   * All that is due before that instant happens, one cause for each instant.
   *
   * @return what is due next
   */
  private long settle(long limit) {
    long due = nextDue();
    for (; due < limit; due = nextDue()) {
      if (due > state.now) {
        state.now = due;
      }
      happen(due);
      state.settled = state.settled || due == state.now;
    }
    return due;
  }

  private long nextDue() {
    long next = Math.min(forgetDue(), bundle.moments().nextFall(state.features, fallsFrom()));
    if (state.isInside()) {
      next = Math.min(next, state.visits().nextDue(bundle.zones()));
      next =
          Math.min(next, state.visits().nextStay(bundle.zones(), bundle.moments().stayLengths()));
    }
    if (state.has(Part.WAITS)) {
      next = Math.min(next, state.waits().nextDue());
    }
    if (state.has(Part.TAGS)) {
      next = Math.min(next, state.tags().nextEnd());
    }
    if (state.has(Part.DATES)) {
      next = Math.min(next, state.dates().nextDue());
    }
    if (state.has(Part.HELD)) {
      next = Math.min(next, state.held().nextRelease());
    }
    if (state.has(Part.TRIALS)) {
      next = Math.min(next, model.nextDue(state));
    }
    if (state.has(Part.CONTACTS) && bundle.policy().undoes()) {
      next = Math.min(next, bundle.policy().nextUndone(state.contacts()));
    }
    return next;
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
    return state.has(Part.DATES) ? Math.max(due, state.dates().lastOnce()) : due;
  }

  private void happen(long due) {
    for (Contact unconfirmed : bundle.policy().undo(state.contacts(), due)) {
      unconfirmed.taken().giveBack(grants, unconfirmed.campaign(), unconfirmed.offer());
      model.undone(state, unconfirmed);
    }
    model.expire(state, due);
    List<Zone> left = state.visits().due(bundle.zones(), due).left();
    // The end of a visit goes first: one that ends exactly then has not lasted.
    List<Visits.Stay> stays =
        state.visits().stays(bundle.zones(), due, bundle.moments().stayLengths());
    SortedSet<String> ended = state.tags().endedAt(due);
    Moments.Over over = new Moments.Over(left, stays, ended);
    Moments.Due dues =
        bundle
            .moments()
            .due(customer, due, over, state.waits(), state.features, state.dates(), zone());
    List<Occurrence> occurrences = new ArrayList<>(dues.occurrences());
    List<String> what = new ArrayList<>(dues.what());
    release(due, occurrences, what);
    if (!occurrences.isEmpty() || !ended.isEmpty()) {
      CauseValues values = values(null);
      TagRound.Round round = tagRound.run(state, occurrences, values, ended, null, due);
      conclude(
          new Decision.TimerCause(due), ids.ofTimer(customer, due, what), round, values.retagged());
    }
    if (forgetDue() <= due) {
      state = state.emptied(state.erasedAt);
    }
  }

  /** What was held and is decided once more; what is worth nothing any more takes no part. */
  private void release(long due, List<Occurrence> occurrences, List<String> what) {
    for (HeldCandidate held : state.held().release(due)) {
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
    return zones.of(state.timezone());
  }

  /**
   * @param round the campaigns that tag, and the moments of the others
   * @param values hers with the tags that she has by now
   */
  private void conclude(Cause cause, String id, TagRound.Round round, CauseValues values) {
    Decision decision = conclusion.of(customer, state, cause, id, round, values);
    if (decision != null) {
      decisions.add(decision);
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
