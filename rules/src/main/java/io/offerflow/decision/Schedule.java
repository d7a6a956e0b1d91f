package io.offerflow.decision;

import io.offerflow.event.DurationText;
import io.offerflow.feature.FeatureReader;
import io.offerflow.moment.Dates;
import java.time.ZoneId;

/** When something of a customer's is due by the clock, and what moves that. For one thread. */
final class Schedule {
  static final long NEVER_DUE = Long.MAX_VALUE;

  private final Bundle bundle;
  private final ModelUse model;
  private final Call call;

  Schedule(Bundle bundle, ModelUse model, Call call) {
    this.bundle = bundle;
    this.model = model;
    this.call = call;
  }

  /** The days of campaigns that she has not met before; those before that instant are past. */
  void adopt(long instant) {
    CustomerState state = call.state;
    int fingerprint = bundle.moments().datedFingerprint();
    if ((fingerprint != 0 || state.has(Part.DATES)) && !state.hasDatesOf(fingerprint)) {
      refreshDates(Math.max(state.now, instant));
    }
  }

  /**
   * Her attributes have changed: what hangs on them comes at other times.
   *
   * @param before her time zone until then
   */
  void follow(ZoneId before) {
    CustomerState state = call.state;
    refreshDates(state.now);
    if (state.has(Part.HELD) && !call.zone().equals(before)) {
      state.held().reschedule(this::anew);
    }
  }

  private void refreshDates(long now) {
    Dates dates = call.state.dates();
    if (bundle.moments().hasDates() || !dates.isEmpty()) {
      bundle.moments().refresh(dates, call.state.attributes().all(), call.zone(), now);
    }
  }

  private HeldCandidate anew(HeldCandidate held) {
    long now = call.state.now;
    return held.releasedAt(bundle.policy().firstOutsideQuiet(held.channel(), now, call.zone()));
  }

  /** When the first of all is due, epoch milliseconds; {@link #NEVER_DUE} for never. */
  long nextDue() {
    CustomerState state = call.state;
    FeatureReader reader = call.featureReader();
    long fall = bundle.moments().nextFall(reader, state.features, fallsFrom());
    long next = Math.min(forgetDue(), fall);
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
    if (state.waitsForDays()) {
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
    return call.state.settled ? call.state.now + 1 : call.state.now;
  }

  /** When nothing will have been heard of her for so long that she is forgotten. */
  long forgetDue() {
    CustomerState state = call.state;
    long forget = bundle.workspace().settings().forgetMillis();
    // Nobody lives to see the longest time there is: it is no timer worth keeping.
    if (state.lastEvent == CustomerState.NEVER || forget == DurationText.MAX_MILLIS) {
      return NEVER_DUE;
    }
    long due = state.lastEvent + forget;
    // A day of hers that a campaign waits for keeps her.
    return state.waitsForDays() ? Math.max(due, state.dates().lastOnce()) : due;
  }
}
