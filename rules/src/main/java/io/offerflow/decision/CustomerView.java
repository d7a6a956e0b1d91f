package io.offerflow.decision;

import io.offerflow.condition.Ref;
import io.offerflow.event.Field;
import io.offerflow.feature.Feature;
import io.offerflow.workspace.Policy;
import io.offerflow.workspace.Workspace;
import java.math.BigDecimal;
import java.time.ZoneId;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is known of a customer at one instant, to be shown to people: a copy, which later decisions
 * do not change. Personal values cannot be got out of it; a value that is missing has no entry.
 *
 * @param known whether she has any event that was not erased or forgotten
 * @param now the instant that features count from, epoch milliseconds
 * @param zone her time zone; the workspace's where her own is unknown
 * @param attributes by name
 * @param features by name
 * @param consents what holds by her own word, as {@code sms marketing}: granted or refused
 * @param zones those that she is in, a running grace included
 * @param tags those that she has, up to the timer of their end
 * @param days when the day of hers that a campaign waits for is due, epoch milliseconds, by the
 *     campaign; none where it has come, or does not come
 */
public record CustomerView(
    boolean known,
    long now,
    ZoneId zone,
    SortedMap<String, Value> attributes,
    SortedMap<String, Value> features,
    SortedMap<String, Value> consents,
    SortedSet<String> zones,
    SortedSet<String> tags,
    SortedMap<String, Long> days) {

  /** What stands in place of a personal value. */
  public static final String HIDDEN = "***";

  /**
   * A value that may be personal: told apart from others by what it is, shown only if it may be.
   */
  public static final class Value {
    private final Object value;
    private final boolean personal;

    public Value(Object value, boolean personal) {
      this.value = value;
      this.personal = personal;
    }

    /** As {@link io.offerflow.event.ValueType} says, or {@value CustomerView#HIDDEN}. */
    public Object shown() {
      return personal ? HIDDEN : value;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Value that && same(value, that.value);
    }

    /** Numbers are the same whatever their scale. */
    private static boolean same(Object one, Object other) {
      return one instanceof BigDecimal a && other instanceof BigDecimal b
          ? a.compareTo(b) == 0
          : one.equals(other);
    }

    @Override
    public int hashCode() {
      return value instanceof BigDecimal number
          ? Double.hashCode(number.doubleValue())
          : value.hashCode();
    }

    /** As {@link #shown}, for a sentence: numbers plain, sets sorted. */
    @Override
    public String toString() {
      Object shown = shown();
      if (shown instanceof BigDecimal number) {
        return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
      }
      return shown instanceof Collection<?> set
          ? List.copyOf(new TreeSet<>(set)).toString()
          : shown.toString();
    }
  }

  public CustomerView {
    attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
    features = Collections.unmodifiableSortedMap(new TreeMap<>(features));
    consents = Collections.unmodifiableSortedMap(new TreeMap<>(consents));
    zones = Collections.unmodifiableSortedSet(new TreeSet<>(zones));
    tags = Collections.unmodifiableSortedSet(new TreeSet<>(tags));
    days = Collections.unmodifiableSortedMap(new TreeMap<>(days));
  }

  /**
   * Looks at a state; changes nothing that a decision depends on.
   *
   * @param state null for a customer of whom nothing is known
   * @param at the instant that features count from, epoch milliseconds; her own {@code now} where
   *     that is later
   */
  public static CustomerView of(Bundle bundle, CustomerState state, long at) {
    CustomerState hers = state == null ? new CustomerState() : state;
    ZoneId zone = new CustomerZones(bundle.workspace().settings().timezone()).of(hers.timezone());
    long now = Math.max(hers.now, at);
    CauseValues values = new CauseValues(bundle, hers, zone, null);
    return new CustomerView(
        hers.lastEvent != CustomerState.NEVER,
        now,
        zone,
        attributes(bundle.workspace(), hers),
        features(bundle, hers, now, zone),
        consents(bundle.workspace(), hers),
        texts(values.get(Ref.Ambient.ZONES)),
        new TreeSet<>(hers.tags().ends().keySet()),
        days(bundle, hers));
  }

  private static SortedMap<String, Long> days(Bundle bundle, CustomerState state) {
    SortedMap<String, Long> days = new TreeMap<>();
    bundle
        .moments()
        .pendingDays(state.dates())
        .forEach((at, due) -> days.put(bundle.workspace().campaigns().get(at).id(), due));
    return days;
  }

  private static SortedMap<String, Value> attributes(Workspace workspace, CustomerState state) {
    SortedMap<String, Value> shown = new TreeMap<>();
    state
        .attributes()
        .all()
        .forEach(
            (name, value) -> {
              Field field = workspace.schema().customer().get(name);
              // What this workspace does not declare may have been personal in the one that did.
              shown.put(name, new Value(value, field == null || field.pii()));
            });
    return shown;
  }

  private static SortedMap<String, Value> features(
      Bundle bundle, CustomerState state, long at, ZoneId zone) {
    SortedMap<String, Value> shown = new TreeMap<>();
    for (Feature feature : bundle.features().features()) {
      Object value = state.features.value(bundle.features(), feature.name(), at, zone);
      if (value != null) {
        shown.put(feature.name(), new Value(value, feature.pii()));
      }
    }
    return shown;
  }

  private static SortedMap<String, Value> consents(Workspace workspace, CustomerState state) {
    SortedMap<String, Value> shown = new TreeMap<>();
    for (String channel : workspace.settings().channels().keySet()) {
      for (Policy.ContactClass contactClass : workspace.policy().classes().values()) {
        Boolean said = state.consents().latest(channel, contactClass.purpose());
        if (said != null) {
          String word = said ? "granted" : "refused";
          shown.put(channel + " " + contactClass.purpose(), new Value(word, false));
        }
      }
    }
    return shown;
  }

  private static SortedSet<String> texts(Object set) {
    SortedSet<String> texts = new TreeSet<>();
    ((Collection<?>) set).forEach(text -> texts.add((String) text));
    return texts;
  }
}
