package io.offerflow.decision;

import io.offerflow.condition.Values;
import io.offerflow.event.Event;
import io.offerflow.moment.Waits;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The call that a core handles: whose it is, her state, and what has come of it so far. One object
 * for all calls of a core, one after the other, so that a call costs no objects that only it needs.
 * For one thread.
 */
final class Call {
  static final long UNKNOWN = Long.MIN_VALUE;

  private final Bundle bundle;
  private final CustomerZones zones;

  /** Of the cause that is being handled, by number; see {@link CauseValues}. */
  private final Object[] features;

  final List<Reaction> reactions = new ArrayList<>(2);
  final List<Decision> decisions = new ArrayList<>(2);
  String customer;
  CustomerState state;
  int skipped;

  /** What is due next, where nothing has changed since that was found; else {@link #UNKNOWN}. */
  long next;

  /** The event that is being handled. */
  private Event event;

  private final Supplier<Values> valuesOfEvent = () -> values(event);
  private final Supplier<Waits> waits = () -> state.waits();

  Call(Bundle bundle) {
    this.bundle = bundle;
    zones = new CustomerZones(bundle.workspace().settings().timezone());
    features = new Object[bundle.features().size()];
  }

  /**
   * The next call.
   *
   * @param known state of the customer, or null when nothing is known of her
   */
  void begin(String whose, CustomerState known) {
    customer = whose;
    state = known == null ? new CustomerState() : known;
    event = null;
    decisions.clear();
    reactions.clear();
    skipped = 0;
    next = UNKNOWN;
  }

  /** Her time zone; the workspace's where hers is unknown. */
  ZoneId zone() {
    return zones.of(state.timezone());
  }

  /** Time goes on to that instant, if it is not past. */
  void comeTo(long instant) {
    if (instant > state.now) {
      state.now = instant;
      state.settled = false;
    }
  }

  /** From now on {@link #valuesOfEvent} is about that one. */
  void handle(Event next) {
    event = next;
  }

  /** What conditions may ask for, as it is when they ask. */
  Supplier<Values> valuesOfEvent() {
    return valuesOfEvent;
  }

  /** Her waits. */
  Supplier<Waits> waits() {
    return waits;
  }

  /**
   * What the conditions of a cause may ask for, as it is now; what was given before is of no use
   * any more.
   *
   * @param ofCause null where it is no event
   */
  CauseValues values(Event ofCause) {
    return new CauseValues(bundle, state, zone(), ofCause, features);
  }
}
