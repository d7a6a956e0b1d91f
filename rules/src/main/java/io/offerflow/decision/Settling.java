package io.offerflow.decision;

import io.offerflow.moment.Moments;
import io.offerflow.moment.Occurrence;
import io.offerflow.policy.Contact;
import io.offerflow.stock.Grants;
import io.offerflow.workspace.Campaign;
import io.offerflow.zone.Visits;
import io.offerflow.zone.Zone;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedSet;

/** Lets happen what became due by the clock. For one thread. */
final class Settling {
  private final Bundle bundle;
  private final Schedule schedule;
  private final ModelUse model;
  private final Grants grants;
  private final Concluding concluding;
  private final DecisionIds ids;
  private final Call call;

  Settling(
      Bundle bundle,
      Schedule schedule,
      ModelUse model,
      Grants grants,
      Concluding concluding,
      DecisionIds ids,
      Call call) {
    this.bundle = bundle;
    this.schedule = schedule;
    this.model = model;
    this.grants = grants;
    this.concluding = concluding;
    this.ids = ids;
    this.call = call;
  }

  /**
   * All that is due before that instant happens, one cause for each instant.
   *
   * @return what is due next
   */
  long settle(long limit) {
    long due = schedule.nextDue();
    for (; due < limit; due = schedule.nextDue()) {
      if (due > call.state.now) {
        call.state.now = due;
      }
      happen(due);
      call.state.settled = call.state.settled || due == call.state.now;
    }
    return due;
  }

  private void happen(long due) {
    CustomerState state = call.state;
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
    Moments.Due dues =
        bundle
            .moments()
            .due(
                call.customer,
                due,
                new Moments.Over(left, stays, ended),
                state.waits(),
                state.features,
                state.dates(),
                call.zone());
    List<Occurrence> occurrences = new ArrayList<>(dues.occurrences());
    List<String> what = new ArrayList<>(dues.what());
    release(due, occurrences, what);
    if (!occurrences.isEmpty() || !ended.isEmpty()) {
      String id = ids.ofTimer(call.customer, due, what);
      concluding.ofTimer(new Decision.TimerCause(due), id, occurrences, ended);
    }
    if (schedule.forgetDue() <= due) {
      call.state = state.emptied(state.erasedAt);
    }
  }

  /** What was held and is decided once more; what is worth nothing any more takes no part. */
  private void release(long due, List<Occurrence> occurrences, List<String> what) {
    for (HeldCandidate held : call.state.held().release(due)) {
      int place = bundle.moments().place(held.campaign());
      boolean fresh = occurrences.stream().anyMatch(one -> one.campaign() == place);
      if (place >= 0 && !fresh && isWorthWhile(held, place)) {
        occurrences.add(held.occurrence(place, call.customer));
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
    long expires = bundle.policy().plan(call.customer, campaign).offer().expiresMillis();
    return call.state.now - held.moment() < Math.min(expires, campaign.actWithinMillis());
  }
}
