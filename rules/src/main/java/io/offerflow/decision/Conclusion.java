package io.offerflow.decision;

import io.offerflow.condition.EventValues;
import io.offerflow.decision.Decision.Cause;
import io.offerflow.decision.Decision.Choice;
import io.offerflow.decision.Decision.Considered;
import io.offerflow.event.Event;
import io.offerflow.event.Fields;
import io.offerflow.moment.Occurrence;
import io.offerflow.policy.Contact;
import io.offerflow.policy.Verdict;
import io.offerflow.stock.Grants;
import io.offerflow.stock.Supplies;
import io.offerflow.stock.Taken;
import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Policy.ContactClass;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Ends a cause: its campaigns are judged and ranked, the winner is reserved and remembered, and all
 * of it is written down.
 */
final class Conclusion {
  private final Bundle bundle;
  private final Judge judge;
  private final Answering answering;
  private final ModelUse model;
  private final Grants grants;
  private final LeftOut leftOut;

  Conclusion(Bundle bundle, Judge judge, ModelUse model, Grants grants, LeftOut leftOut) {
    this.bundle = bundle;
    this.judge = judge;
    this.answering = new Answering(bundle);
    this.model = model;
    this.grants = grants;
    this.leftOut = leftOut;
  }

  /**
   * The decision; null where no campaign had a moment and nobody asks, or where what a former run
   * decided stands.
   *
   * @param id of the decision
   * @param round the campaigns that tag, and the moments of the others
   * @param values hers with the tags that she has by now
   */
  Decision of(
      String customer,
      CustomerState state,
      Cause cause,
      String id,
      TagRound.Round round,
      CauseValues values) {
    Event ask = answering.ask(values.event());
    if (round.considered().isEmpty() && round.others().isEmpty() && ask == null) {
      return null;
    }
    Contact former = formerly(state, id);
    Taken before = former == null ? Taken.NOTHING : former.taken();
    Supplies supplies = new Supplies(bundle.quotas(), grants, id, before);
    model.begin(id, state.now);
    Judge.Judged judged = judge.judge(customer, state, round.others(), values, supplies);
    Answering.Answered answered =
        answering.answer(customer, id, state.now, ask, answering.asked(judged.passed()));
    Best best = best(customer, state, id, judged, former, values.zone());
    if (former != null && !best.isAgain(former)) {
      // What went out went out, whatever would be found now; its record stands in the topic.
      stand(customer, state, id, former, values);
      return null;
    }
    List<String> held = best.isNone() ? hold(state, judged.quieted()) : List.of();
    Decision.Kind outcome = outcome(best, held, answered, round);
    answered.given().forEach(state.answers()::add);
    Decision decision =
        new Decision(
            id,
            customer,
            cause,
            state.now,
            outcome,
            chosen(state.now, best, outcome, answered, values.zone()),
            bundle.version(),
            considered(round, judged, answered, best),
            former != null,
            round.changes(),
            granted(best, supplies),
            held,
            answered.answer());
    if (former != null) {
      stand(customer, state, id, former, values);
    } else if (!best.isNone()) {
      contact(customer, state, id, best, supplies, values.zone());
    }
    return decision;
  }

  /**
   * Who comes first of those that passed.
   *
   * @param candidate null where nobody passed
   * @param arm of a customer who is left alone; null where the offer goes out
   * @param byModel null where nothing is learned or nobody passed
   */
  private record Best(Candidate candidate, String arm, Decision.ByModel byModel) {
    boolean isNone() {
      return candidate == null;
    }

    boolean goesOut() {
      return candidate != null && arm == null;
    }

    /** Whether that is what a former run made of that cause. */
    boolean isAgain(Contact former) {
      return candidate != null && candidate.isOf(former) && former.control() == (arm != null);
    }
  }

  private Best best(
      String customer,
      CustomerState state,
      String id,
      Judge.Judged judged,
      Contact former,
      ZoneId zone) {
    Decision.ByModel byModel = model.choose(judged.passed(), former);
    if (former == null && !fitsBefore(state, judged, zone)) {
      model.begin(id, state.now);
      byModel = model.choose(judged.passed(), null);
    }
    if (judged.passed().isEmpty()) {
      return new Best(null, null, byModel);
    }
    Candidate first = judged.passed().get(0);
    return new Best(first, bundle.policy().arm(customer, first.campaign()), byModel);
  }

  private static Decision.Kind outcome(
      Best best, List<String> held, Answering.Answered answered, TagRound.Round round) {
    if (!best.isNone()) {
      return best.goesOut() ? Decision.Kind.OFFERED : Decision.Kind.CONTROL;
    }
    if (!held.isEmpty()) {
      return Decision.Kind.HELD;
    }
    return answered.hasEntry() ? Decision.Kind.ANSWERED : round.kind();
  }

  /** Every campaign that had a moment, and what became of it. */
  private static List<Considered> considered(
      TagRound.Round round, Judge.Judged judged, Answering.Answered answered, Best best) {
    List<Considered> all = new ArrayList<>(round.considered());
    all.addAll(judged.failed());
    all.addAll(answered.considered());
    judged.passed().forEach(candidate -> all.add(considered(candidate, best)));
    all.sort(Comparator.comparing(Considered::campaign));
    return all;
  }

  /** Remembers the winner as a contact of hers, and what it takes of what is bounded. */
  private void contact(
      String customer, CustomerState state, String id, Best best, Supplies supplies, ZoneId zone) {
    Candidate winner = best.candidate();
    if (!best.goesOut()) {
      reserve(state, id, winner, Taken.NOTHING, true);
      return;
    }
    Taken taken = supplies.take(winner.campaign(), winner.offer());
    Contact contact = reserve(state, id, winner, taken, false);
    offered(customer, state, id, contact, zone);
    model.contacted(state, id, winner);
  }

  /**
   * Whether the winner leaves room for what a former run put out later, by rules that have been
   * replaced since; where it does not, nobody passes any longer who does not either.
   */
  private boolean fitsBefore(CustomerState state, Judge.Judged judged, ZoneId zone) {
    List<Candidate> passed = judged.passed();
    if (passed.isEmpty() || brokenLater(state, passed.get(0), zone) == null) {
      return true;
    }
    for (Candidate candidate : List.copyOf(passed)) {
      Verdict.Block broken = brokenLater(state, candidate, zone);
      if (broken != null) {
        passed.remove(candidate);
        Campaign campaign = candidate.campaign();
        Result result = Result.valueOf(broken.check().name());
        judged
            .failed()
            .add(
                new Considered(
                    campaign.id(), campaign.moment().word(), result, broken.detail(), null));
      }
    }
    return false;
  }

  private Verdict.Block brokenLater(CustomerState state, Candidate candidate, ZoneId zone) {
    return bundle
        .policy()
        .brokenLater(
            state.contacts(),
            candidate.campaign(),
            candidate.offer(),
            candidate.contactClass(),
            candidate.pass().channel(),
            state.now,
            zone);
  }

  private List<String> hold(CustomerState state, List<Quieted> quieted) {
    List<HeldCandidate> candidates = new ArrayList<>(quieted.size());
    for (Quieted one : quieted) {
      Occurrence remembered = bundle.moments().remembered(one.occurrence());
      candidates.add(HeldCandidate.of(one, remembered, state.now));
    }
    return List.copyOf(state.held().hold(candidates, this::rank));
  }

  /** A class that is no more goes last. */
  private int rank(String contactClass) {
    ContactClass known = bundle.workspace().policy().classes().get(contactClass);
    return known == null ? Integer.MAX_VALUE : known.rank();
  }

  private void stand(
      String customer, CustomerState state, String id, Contact former, CauseValues values) {
    state.contacts().add(former.confirmed());
    if (former.control()) {
      return;
    }
    model.contacted(state, former, bundle.workspace().offers().get(former.offer()), values);
    offered(customer, state, id, former, values.zone());
  }

  /** What a former run made of this cause, set aside so that it does not stand in its own way. */
  private static Contact formerly(CustomerState state, String id) {
    Contact former = state.hasContactOf(id) ? state.contacts().ofDecision(id) : null;
    if (former == null || !former.takenOver()) {
      return null;
    }
    state.contacts().remove(former);
    return former;
  }

  private static Considered considered(Candidate candidate, Best best) {
    Campaign campaign = candidate.campaign();
    String moment = campaign.moment().word();
    if (candidate != best.candidate()) {
      String why = candidate.outrankedBy(best.candidate());
      return new Considered(campaign.id(), moment, Result.OUTRANKED, why, null);
    }
    Result won = best.goesOut() ? Result.WON : Result.CONTROL;
    return new Considered(campaign.id(), moment, won, best.arm(), null);
  }

  /** The offer that goes out; where none does, the first that is answered. */
  private Choice chosen(
      long now, Best best, Decision.Kind outcome, Answering.Answered answered, ZoneId zone) {
    if (!best.isNone()) {
      return choice(now, best, zone);
    }
    return outcome == Decision.Kind.ANSWERED
        ? choice(now, new Best(answered.best(), null, model.told()), zone)
        : null;
  }

  private Choice choice(long now, Best best, ZoneId zone) {
    Candidate winner = best.candidate();
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
        deadline(now, winner, zone),
        best.byModel(),
        best.arm(),
        winner.variant());
  }

  /** Contract 4.12: the earliest of expiry, {@code act within} and the next quiet time. */
  private long deadline(long now, Candidate winner, ZoneId zone) {
    long expires = now + winner.offer().expiresMillis();
    long actWithin = winner.campaign().actWithinMillis();
    long tooOld =
        actWithin == Long.MAX_VALUE ? Long.MAX_VALUE : winner.occurrence().time() + actWithin;
    long first = Math.min(expires, tooOld);
    long quiet =
        bundle.policy().nextQuiet(winner.pass().channel(), winner.contactClass(), now, first, zone);
    return Math.min(first, quiet);
  }

  /** Whether the winner got what it needs; or else whether anyone went without. */
  private static Boolean granted(Best best, Supplies supplies) {
    if (best.goesOut() && supplies.bounds(best.candidate().campaign(), best.candidate().offer())) {
      return true;
    }
    return supplies.refused() ? false : null;
  }

  private Contact reserve(
      CustomerState state, String id, Candidate winner, Taken taken, boolean control) {
    bundle.policy().forget(state.contacts(), state.responses(), state.now);
    state.trials().dropUntil(state.now - bundle.policy().lookBackMillis());
    Contact contact = winner.contact(id, state.now, taken, control);
    state.contacts().add(contact);
    return contact;
  }

  /** The {@code offered} event: it enters windows and waits, and is a cause of nothing. */
  private void offered(
      String customer, CustomerState state, String id, Contact contact, ZoneId zone) {
    Event event =
        Event.of(
            "offered",
            id,
            customer,
            contact.time(),
            new Fields.Builder().put("decision", id).build().with(Responding.fieldsOf(contact)));
    EventValues values = new EventValues(event, state.now, zone);
    state.features.add(bundle.features(), values, leftOut::feature);
    bundle.moments().follow(event, values, state::waits);
  }
}
