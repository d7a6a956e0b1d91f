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
    model.begin(id, state.now);
    Taken formerly = former == null ? Taken.NOTHING : former.taken();
    Supplies supplies = new Supplies(bundle.quotas(), grants, id, formerly);
    Judge.Judged judged = judge.judge(customer, state, round.others(), values, supplies);
    Answering.Answered answered =
        answering.answer(customer, id, state.now, ask, answering.asked(judged.passed()));
    Decision.ByModel byModel = model.choose(judged.passed(), former);
    if (former == null && !fitsBefore(state, judged, values.zone())) {
      model.begin(id, state.now);
      byModel = model.choose(judged.passed(), null);
    }
    Candidate winner = judged.passed().isEmpty() ? null : judged.passed().get(0);
    String arm = winner == null ? null : bundle.policy().arm(customer, winner.campaign());
    if (former != null && !isAgain(former, winner, arm)) {
      // What went out went out, whatever would be found now; its record stands in the topic.
      stand(customer, state, id, former, values);
      return null;
    }
    List<Considered> considered = new ArrayList<>(round.considered());
    considered.addAll(judged.failed());
    considered.addAll(answered.considered());
    for (Candidate candidate : judged.passed()) {
      considered.add(considered(candidate, winner, arm));
    }
    considered.sort(Comparator.comparing(Considered::campaign));
    List<String> held = winner == null ? hold(state, judged.quieted()) : List.of();
    Decision.Kind without =
        !held.isEmpty()
            ? Decision.Kind.HELD
            : answered.hasEntry() ? Decision.Kind.ANSWERED : round.kind();
    answered.given().forEach(state.answers()::add);
    Candidate told = without == Decision.Kind.ANSWERED ? answered.best() : null;
    Decision decision =
        new Decision(
            id,
            customer,
            cause,
            state.now,
            winner == null ? without : arm == null ? Decision.Kind.OFFERED : Decision.Kind.CONTROL,
            chosen(state.now, winner, told, byModel, arm, values.zone()),
            bundle.version(),
            considered,
            former != null,
            round.changes(),
            granted(arm == null ? winner : null, supplies),
            held,
            answered.answer());
    if (former != null) {
      stand(customer, state, id, former, values);
    } else if (winner != null) {
      Taken taken = arm == null ? supplies.take(winner.campaign(), winner.offer()) : Taken.NOTHING;
      Contact contact = reserve(state, id, winner, taken, arm != null);
      if (arm == null) {
        offered(customer, state, id, contact, values.zone());
        model.contacted(state, id, winner);
      }
    }
    return decision;
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

  /** Whether the winner is what a former run made of that cause. */
  private static boolean isAgain(Contact former, Candidate winner, String arm) {
    return winner != null && winner.isOf(former) && former.control() == (arm != null);
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
      long now,
      Candidate winner,
      Candidate told,
      Decision.ByModel byModel,
      String arm,
      ZoneId zone) {
    if (winner != null) {
      return choice(now, winner, byModel, arm, zone);
    }
    return told == null ? null : choice(now, told, model.told(), null, zone);
  }

  private Choice choice(
      long now, Candidate winner, Decision.ByModel byModel, String arm, ZoneId zone) {
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
        byModel,
        arm,
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
  private static Boolean granted(Candidate winner, Supplies supplies) {
    if (winner != null && supplies.bounds(winner.campaign(), winner.offer())) {
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
