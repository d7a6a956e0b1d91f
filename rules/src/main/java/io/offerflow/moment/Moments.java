package io.offerflow.moment;

import io.offerflow.condition.Condition;
import io.offerflow.condition.EventValues;
import io.offerflow.condition.Ref;
import io.offerflow.condition.Truth;
import io.offerflow.event.Event;
import io.offerflow.feature.Feature;
import io.offerflow.feature.FeatureReader;
import io.offerflow.feature.FeatureSet;
import io.offerflow.feature.FeatureStates;
import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Moment;
import io.offerflow.workspace.Workspace;
import io.offerflow.zone.Visits;
import io.offerflow.zone.Zone;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * From a cause to the campaigns whose moment occurred: campaigns indexed by what triggers them, so
 * that a cause costs what it triggers. Immutable; shared by all threads.
 */
public final class Moments {
  /** Stands for a number that the event does not change. */
  private static final Object UNMOVED = new Object();

  private final List<Campaign> campaigns;
  private final FeatureSet features;
  private final MomentIndex index;

  public Moments(Workspace workspace, FeatureSet features) {
    this.campaigns = workspace.campaigns();
    this.features = features;
    this.index = new MomentIndex(workspace, features);
  }

  /** How long visits must last for somebody to notice, by zone; the shortest first. */
  public Map<String, long[]> stayLengths() {
    return index.stayLengths;
  }

  /**
   * What brings the campaign's rule up in Drools. Campaigns share it when their moments share all
   * that conditions can name.
   */
  public String trigger(int campaign) {
    return index.triggers.get(campaign);
  }

  /** Room for what {@link #before} finds of any event; to be used again for the next. */
  public Object[] roomForBefore() {
    return new Object[index.mostWatches];
  }

  /**
   * Finds the numbers that the event could take across a line, as they are without the event.
   *
   * @param room takes them
   * @param fields of the event
   * @param numbers hers before the event enters, at the {@code now} with the event
   */
  public void before(Object[] room, EventValues fields, Numbers numbers) {
    List<Watch> watches = index.of(fields.event().type()).watches();
    for (int i = 0; i < watches.size(); i++) {
      Watch watch = watches.get(i);
      room[i] = watch.isMovedBy(fields) ? numbers.get(watch.subject(), watch.feature()) : UNMOVED;
    }
  }

  /**
   * The moments of an event that has entered all windows and moved her.
   *
   * @param before what {@link #before} found
   * @param numbers hers with the event
   * @param waits hers; ended and opened by the event
   */
  public List<Occurrence> ofEvent(
      Event event,
      Visits.Change change,
      Object[] before,
      EventValues fields,
      Numbers numbers,
      Supplier<Waits> waits) {
    Found found = new Found();
    MomentIndex.OfType watching = index.of(event.type());
    follow(watching, event, fields, waits, found);
    for (int campaign : watching.onEvent()) {
      Moment.Trigger trigger = ((Moment.OnEvent) campaigns.get(campaign).moment()).trigger();
      if (holds(campaign, trigger, fields, found)) {
        found.add(new Occurrence(campaign, event, null, event.time()));
      }
    }
    if (event.type().equals("ask")) {
      for (int campaign : index.onAsk.getOrDefault(event.fields().text("channel"), List.of())) {
        found.add(new Occurrence(campaign, event, null, event.time()));
      }
    }
    addPlaces(found, index.onEnter, change.entered(), event, event.time());
    addPlaces(found, index.onLeave, change.left(), null, event.time());
    addCrossings(found, watching.watches(), event, before, numbers);
    return found.inOrder();
  }

  private static void addCrossings(
      Found found, List<Watch> watches, Event event, Object[] before, Numbers numbers) {
    for (int i = 0; i < watches.size(); i++) {
      if (before[i] != UNMOVED) {
        addCrossings(found, watches.get(i), event, before[i], numbers);
      }
    }
  }

  private static void addCrossings(
      Found found, Watch watch, Event event, Object before, Numbers numbers) {
    Object after = UNMOVED;
    for (int i = 0; i < watch.crossings().size(); i++) {
      Crossing crossing = watch.crossings().get(i);
      if (!crossing.beyond(before)) {
        after = after == UNMOVED ? numbers.get(watch.subject(), watch.feature()) : after;
        if (crossing.beyond(after)) {
          found.add(new Occurrence(crossing.campaign(), event, null, event.time()));
        }
      }
    }
  }

  private static void addPlaces(
      Found found, Map<String, List<Integer>> index, List<Zone> zones, Event event, long time) {
    for (int i = 0; i < zones.size(); i++) {
      Zone zone = zones.get(i);
      for (int campaign : index.getOrDefault(zone.name(), List.of())) {
        found.add(new Occurrence(campaign, event, zone.name(), time));
      }
    }
  }

  /** Where that cannot be told it does not hold, and its campaign is said to be in doubt. */
  private static boolean holds(
      int campaign, Moment.Trigger trigger, EventValues fields, Found found) {
    Condition where = trigger.where();
    try {
      return where == null || where.test(fields) == Truth.TRUE;
    } catch (RuntimeException | StackOverflowError failure) {
      found.add(Occurrence.doubtful(campaign, fields.event(), where.failed(failure)));
      return false;
    }
  }

  /**
   * Ends and opens waits: an event that is both B and A ends the old one, then opens anew. What it
   * completes is left alone: {@code offered} events are moments of nothing.
   */
  public void follow(Event event, EventValues fields, Supplier<Waits> hers) {
    follow(index.of(event.type()), event, fields, hers, new Found());
  }

  private static void follow(
      MomentIndex.OfType watching,
      Event event,
      EventValues fields,
      Supplier<Waits> hers,
      Found found) {
    if (watching.ending().isEmpty() && watching.opening().isEmpty()) {
      return;
    }
    Waits waits = hers.get();
    waits.dropOver(fields.now());
    for (Waiting waiting : watching.ending()) {
      if (waiting.matches(event) && holds(waiting.campaign(), waiting.b(), fields, found)) {
        Wait ended = waits.end(waiting.key(), waiting.shared(event), event.time());
        if (ended != null && !waiting.byClock()) {
          Event first = waiting.first(ended, event.customer());
          found.add(new Occurrence(waiting.campaign(), event, first, null, event.time()));
        }
      }
    }
    for (Waiting waiting : watching.opening()) {
      if (waiting.matches(event) && holds(waiting.campaign(), waiting.a(), fields, found)) {
        waits.open(waiting.waitAfter(event));
      }
    }
  }

  /** What is waited for by the clock and has no instant in the state, as text; sorted. */
  public List<String> byClock() {
    List<String> texts = new ArrayList<>();
    index.stayLengths.forEach(
        (zone, lengths) -> texts.add("stay " + zone + Arrays.toString(lengths)));
    for (Crossing fall : index.falls.values()) {
      Feature feature = features.feature(features.indexOf(((Ref.Feature) fall.subject()).name()));
      texts.add("below " + fall.line().toPlainString() + " " + feature);
    }
    if (index.datedFingerprint != 0) {
      texts.add("days " + index.datedFingerprint);
    }
    texts.sort(null);
    return texts;
  }

  /**
   * When a feature next falls under a campaign's line by the clock alone; Long.MAX_VALUE for never.
   *
   * @param reader of the features of these rules
   * @param from the first instant that counts
   */
  public long nextFall(FeatureReader reader, FeatureStates states, long from) {
    long next = Long.MAX_VALUE;
    for (int i = 0; i < index.falling.size(); i++) {
      Crossing fall = index.falling.get(i);
      next = Math.min(next, reader.nextFall(states, fall.feature(), from, fall.line()));
    }
    return next;
  }

  /**
   * What is over at one instant.
   *
   * @param left the zones that are left by the clock
   * @param stays the visits that have lasted long enough
   * @param tags those whose lifetime ends; their moments are found in {@link #ofTags}
   */
  public record Over(List<Zone> left, List<Visits.Stay> stays, Collection<String> tags) {}

  /** What was due, and the moments it brought about. */
  public record Due(List<Occurrence> occurrences, List<String> what) {}

  /**
   * The moments of what is due at one instant; takes the waits that end out.
   *
   * @param clock her time zone, for the next year's day
   */
  public Due due(
      String customer,
      long instant,
      Over over,
      Waits waits,
      FeatureStates states,
      Dates dates,
      ZoneId clock) {
    Found found = new Found();
    List<String> what = new ArrayList<>();
    addPlaces(found, index.onLeave, over.left(), null, instant);
    over.left().forEach(zone -> what.add("leave " + zone.name()));
    addStays(found, over.stays(), instant, what);
    addOverWaits(found, waits.due(instant), customer, instant, what);
    for (Crossing fall : index.falls.values()) {
      if (states.nextFall(features, fall.feature(), instant, fall.line()) == instant) {
        found.add(new Occurrence(fall.campaign(), null, null, instant));
        what.add("cross " + campaigns.get(fall.campaign()).id());
      }
    }
    for (int key : dates.due(instant, index.datedByKey, clock)) {
      int campaign = index.datedByKey.get(key).campaign();
      found.add(new Occurrence(campaign, null, null, instant));
      what.add(campaigns.get(campaign).moment().word() + " " + campaigns.get(campaign).id());
    }
    over.tags().forEach(tag -> what.add("tag " + tag));
    what.sort(null);
    return new Due(found.inOrder(), what);
  }

  private void addStays(Found found, List<Visits.Stay> stays, long instant, List<String> what) {
    for (Visits.Stay stay : stays) {
      what.add("stay " + stay.zone().name() + " " + stay.lengthMillis());
      for (MomentIndex.Staying staying : index.onStay.get(stay.zone().name())) {
        if (staying.lengthMillis() == stay.lengthMillis()) {
          found.add(new Occurrence(staying.campaign(), null, stay.zone().name(), instant));
        }
      }
    }
  }

  private void addOverWaits(
      Found found, List<Wait> over, String customer, long instant, List<String> what) {
    for (Wait wait : over) {
      Waiting waiting = index.waitingByKey.get(wait.campaign());
      if (waiting != null) {
        Event first = waiting.first(wait, customer);
        found.add(new Occurrence(waiting.campaign(), first, null, instant));
        what.add("without " + campaigns.get(waiting.campaign()).id() + " " + wait.id());
      }
    }
  }

  /** Whether any campaign waits for days. */
  public boolean hasDates() {
    return !index.dated.isEmpty();
  }

  /** Tells one set of campaigns that wait for days from another; 0 when there is none. */
  public int datedFingerprint() {
    return index.datedFingerprint;
  }

  /** When each pending day of hers is due, epoch milliseconds, by the campaign's place. */
  public Map<Integer, Long> pendingDays(Dates dates) {
    Map<Integer, Long> pending = new HashMap<>();
    dates
        .pending()
        .forEach(
            (key, due) -> {
              Dated day = index.datedByKey.get(key);
              if (day != null) {
                pending.put(day.campaign(), due);
              }
            });
    return pending;
  }

  /**
   * Brings the days that campaigns wait for up to her attributes and time zone.
   *
   * @param now what is new and lies before it does not occur; epoch milliseconds
   */
  public void refresh(Dates dates, Map<String, Object> attributes, ZoneId zone, long now) {
    dates.refresh(index.dated, index.datedFingerprint, attributes, zone, now);
  }

  /** The same moment with what its campaign may still ask of its events later. */
  public Occurrence remembered(Occurrence occurrence) {
    return index.remembered.get(occurrence.campaign()).of(occurrence);
  }

  /** The place of a campaign in the bundle's list, or -1 when there is none of that name. */
  public int place(String campaign) {
    return index.places.getOrDefault(campaign, -1);
  }

  /**
   * The moments that tags brought about.
   *
   * @param event of the cause; null in a timer's
   * @param time the event's, or the instant at which the timer was due
   */
  public List<Occurrence> ofTags(
      Collection<String> came, Collection<String> went, Event event, long time) {
    Found found = new Found();
    for (String tag : came) {
      for (int campaign : index.onTagged.getOrDefault(tag, List.of())) {
        found.add(new Occurrence(campaign, event, null, time));
      }
    }
    for (String tag : went) {
      for (int campaign : index.onUntagged.getOrDefault(tag, List.of())) {
        found.add(new Occurrence(campaign, event, null, time));
      }
    }
    return found.inOrder();
  }

  /** Whether that key is one of a campaign that still waits. */
  public boolean waits(int key) {
    return index.waitingByKey.containsKey(key);
  }
}
