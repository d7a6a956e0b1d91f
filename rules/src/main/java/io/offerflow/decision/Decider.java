package io.offerflow.decision;

import io.offerflow.condition.EventValues;
import io.offerflow.decision.Outcome.Fate;
import io.offerflow.eligibility.Eligibility;
import io.offerflow.event.Event;
import io.offerflow.event.EventType;
import io.offerflow.learning.Knowledge;
import io.offerflow.moment.Occurrence;
import io.offerflow.policy.Contact;
import io.offerflow.stock.Grants;
import io.offerflow.stock.SequentialGrants;
import io.offerflow.zone.Visits;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.List;
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
  private final Bundle bundle;
  private final Eligibility.Session session;
  private final ModelUse model;
  private final Responding responding;
  private final Merging merging;
  private final TakingOver takingOver;
  private final Concluding concluding;
  private final Schedule schedule;
  private final Settling settling;
  private final DecisionIds ids = new DecisionIds();
  private final LeftOut leftOut = new LeftOut();
  private final BiConsumer<String, String> leftOutFeature = leftOut::feature;
  private final Call call;

  /** What crossings look at, without the event that is being handled. */
  private final Object[] before;

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
    this.bundle = bundle;
    this.session = observed.apply(bundle.eligibility().open());
    this.model = new ModelUse(bundle.workspace().policy().learning());
    this.call = new Call(bundle);
    this.before = bundle.moments().roomForBefore();
    Judge judge = new Judge(bundle, session, model);
    Conclusion conclusion = new Conclusion(bundle, judge, model, grants, leftOut);
    this.responding = new Responding(bundle, grants, model);
    this.merging = new Merging(bundle);
    this.takingOver = new TakingOver(bundle, grants);
    this.concluding = new Concluding(new TagRound(bundle, judge), conclusion, call);
    this.schedule = new Schedule(bundle, model, call);
    this.settling = new Settling(bundle, schedule, model, grants, concluding, ids, call);
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
   * Handles one input of one customer: of an event, first what was due before it. The same
   * arguments, with the same knowledge and grants, always come to the same outcome.
   *
   * @param known what is known of her, or null when nothing is; not to be used afterwards
   * @return what is known of her now, the decisions, and when she is due next, at which somebody
   *     has to hand in an {@link Input.Wakeup}
   */
  public Outcome decide(CustomerState known, Input input) {
    call.begin(input.customer(), known);
    Fate fate = handle(input);
    CustomerState kept = call.state.isKept() ? call.state : null;
    long next = call.next == Call.UNKNOWN ? schedule.nextDue() : call.next;
    return new Outcome(
        kept,
        fate,
        call.decisions.isEmpty() ? List.of() : List.copyOf(call.decisions),
        call.skipped,
        leftOut.take(),
        model.take(),
        call.reactions.isEmpty() ? List.of() : List.copyOf(call.reactions),
        merging.take(),
        kept == null ? Schedule.NEVER_DUE : next);
  }

  private Fate handle(Input input) {
    if (input instanceof Input.Arrived arrived) {
      schedule.adopt(arrived.event().time());
      return arrived(arrived.event());
    }
    if (input instanceof Input.Joining joining) {
      schedule.adopt(joining.now());
      return joined(joining);
    }
    if (input instanceof Input.Wakeup wakeup) {
      schedule.adopt(wakeup.until());
      settling.settle(wakeup.until() + 1);
    } else if (input instanceof Input.Reviewed reviewed) {
      schedule.adopt(reviewed.clock());
    } else if (input instanceof Input.TakenOver takenOver) {
      takingOver.take(call.state, takenOver.contacts());
    }
    return Fate.ACCEPTED;
  }

  private Fate arrived(Event event) {
    if (call.state.erases(event)) {
      return Fate.ERASED;
    }
    boolean once = type(event).dedupe();
    long print = once ? SeenEvents.print(event) : 0;
    if (once && isRepeat(event, print)) {
      return Fate.DUPLICATE;
    }
    settling.settle(event.time());
    CustomerState state = call.state;
    if (state.mergedInto != null) {
      merging.passOn(state, event);
      return Fate.PASSED_ON;
    }
    call.comeTo(event.time());
    state.lastEvent = Math.max(state.lastEvent, event.time());
    if (once) {
      state.seen.add(print, event.time(), state.now);
    }
    Fate fate = accept(event);
    call.next = settling.settle(call.state.now);
    return fate;
  }

  private Fate joined(Input.Joining joining) {
    CustomerState state = call.state;
    if (state.mergedInto != null) {
      if (!state.mergedInto.givesWay(call.customer, joining.path())) {
        merging.passOn(state, joining);
        return Fate.PASSED_ON;
      }
      state.mergedInto = null;
    }
    if (Merging.isRepeat(state, joining)) {
      return Fate.DUPLICATE;
    }
    long instant = Math.max(joining.time(), joining.now());
    settling.settle(instant);
    call.comeTo(instant);
    ZoneId before = call.zone();
    merging.join(call.state, joining);
    schedule.follow(before);
    settling.settle(call.state.now);
    return Fate.ACCEPTED;
  }

  private EventType type(Event event) {
    return bundle.workspace().schema().events().get(event.type());
  }

  /** Judged as if she had been forgotten already where she would be before that event. */
  private boolean isRepeat(Event event, long print) {
    CustomerState state = call.state;
    return schedule.forgetDue() >= event.time()
        && state.seen.contains(print, Math.max(state.now, event.time()));
  }

  private Fate accept(Event event) {
    CustomerState state = call.state;
    if (event.type().equals("erase")) {
      call.state = state.emptied(event.time());
      return Fate.ACCEPTED;
    }
    if (event.type().equals("merge")) {
      call.state = merging.leave(state, event);
      return Fate.ACCEPTED;
    }
    Event handled = event;
    if (event.type().equals("response")) {
      handled =
          responding.answered(call.customer, state, event, call.values(event), call.reactions);
      if (handled == null) {
        return Fate.UNMATCHED;
      }
    }
    List<Occurrence> occurrences = enter(handled);
    if (!occurrences.isEmpty() || event.type().equals("ask")) {
      concluding.ofEvent(handled, ids.ofEvent(event), occurrences);
    }
    return Fate.ACCEPTED;
  }

  /** The event changes her state; returns the moments that it brings about. */
  private List<Occurrence> enter(Event event) {
    CustomerState state = call.state;
    call.handle(event);
    EventValues without = new EventValues(event, state.now, call.zone());
    bundle.moments().before(before, without, call.numbers());
    EventValues fields = change(event) ? new EventValues(event, state.now, call.zone()) : without;
    call.skipped = state.features.add(bundle.features(), fields, leftOutFeature);
    credit(event, fields);
    Visits.Change moved = move(event);
    return bundle.moments().ofEvent(event, moved, before, fields, call.numbers(), call.waits());
  }

  private void credit(Event event, EventValues fields) {
    CustomerState state = call.state;
    if (bundle.goals().watch(event) && state.has(Part.CONTACTS)) {
      Contact answered = event.type().equals("response") ? responding.answered() : null;
      Contact credited = bundle.goals().credit(state.contacts(), answered, fields, leftOut);
      if (credited != null) {
        call.reactions.add(Reaction.success(credited));
      }
    }
  }

  /** Returns whether what is known of her, and so perhaps her time zone, is another. */
  private boolean change(Event event) {
    CustomerState state = call.state;
    if (event.type().equals("profile")) {
      ZoneId before = call.zone();
      state.attributes().apply(event.change());
      schedule.follow(before);
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

  private Visits.Change move(Event event) {
    boolean located = event.type().equals("location");
    if (!located && !event.type().equals("signalling")) {
      return Visits.Change.NONE;
    }
    Double lat = located ? degrees(event, "lat") : null;
    Double lon = located ? degrees(event, "lon") : null;
    String cell = event.fields().text("cell");
    return cell == null && (lat == null || lon == null)
        ? Visits.Change.NONE
        : call.state.visits().move(bundle.zones(), event.time(), lat, lon, cell);
  }

  private static Double degrees(Event event, String field) {
    BigDecimal value = (BigDecimal) event.fields().get(field);
    return value == null ? null : value.doubleValue();
  }

  @Override
  public void close() {
    session.close();
  }
}
