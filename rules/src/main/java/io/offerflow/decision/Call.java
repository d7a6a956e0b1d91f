package io.offerflow.decision;

import io.offerflow.condition.Ref;
import io.offerflow.event.Event;
import io.offerflow.feature.FeatureReader;
import io.offerflow.moment.Numbers;
import io.offerflow.moment.Waits;
import java.math.BigDecimal;
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

  private final FeatureReader reader;

  /** Of the cause that is being handled; see {@link CauseValues}. */
  private final FeatureValues features;

  final List<Reaction> reactions = new ArrayList<>(2);
  final List<Decision> decisions = new ArrayList<>(2);
  String customer;
  CustomerState state;
  int skipped;

  /** What is due next, where nothing has changed since that was found; else {@link #UNKNOWN}. */
  long next;

  /** The event that is being handled. */
  private Event event;

  private final Numbers numbers = this::number;
  private final Supplier<Waits> waits = () -> state.waits();

  Call(Bundle bundle) {
    this.bundle = bundle;
    zones = new CustomerZones(bundle.workspace().settings().timezone());
    reader = new FeatureReader(bundle.features());
    features = new FeatureValues(bundle.features(), reader);
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

  /** From now on {@link #numbers} are with that one. */
  void handle(Event next) {
    event = next;
  }

  /** What campaigns wait for to cross a line, as it is when they ask. */
  Numbers numbers() {
    return numbers;
  }

  /** A feature without all else that a cause may ask for, which takes objects. */
  private Object number(Ref subject, int feature) {
    if (feature < 0) {
      return values(event).get(subject);
    }
    Object value = reader.value(state.features, feature, state.now, zone());
    return value instanceof BigDecimal ? value : null;
  }

  FeatureReader featureReader() {
    return reader;
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
