package io.offerflow.moment;

import io.offerflow.blob.Fingerprint;
import io.offerflow.condition.Condition;
import io.offerflow.condition.EventValues;
import io.offerflow.condition.Ref;
import io.offerflow.condition.Truth;
import io.offerflow.condition.Values;
import io.offerflow.event.Event;
import io.offerflow.feature.Feature;
import io.offerflow.feature.FeatureSet;
import io.offerflow.feature.FeatureStates;
import io.offerflow.feature.Window;
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
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * From a cause to the campaigns whose moment occurred: campaigns indexed by what triggers them, so
 * that a cause costs what it triggers. Immutable; shared by all threads.
 */
public final class Moments {
  private static final String PROFILE = "profile";
  private static final Object[] NONE = {};
  private static final List<Integer> NOBODY = List.of();

  /** Stands for a number that the event does not change. */
  private static final Object UNMOVED = new Object();

  private final List<Campaign> campaigns;
  private final FeatureSet features;
  private final List<String> triggers = new ArrayList<>();
  private final List<Remembered> remembered = new ArrayList<>();
  private final Map<String, List<Integer>> onEvent = new HashMap<>();
  private final Map<String, List<Integer>> onEnter = new HashMap<>();
  private final Map<String, List<Integer>> onLeave = new HashMap<>();
  private final Map<String, List<Staying>> onStay = new HashMap<>();
  private final Map<String, long[]> stayLengths = new HashMap<>();
  private final Map<String, List<Crossing>> crossings = new HashMap<>();
  private final Map<Integer, Crossing> falls = new HashMap<>();
  private final List<Crossing> falling = new ArrayList<>();
  private final Map<String, List<Waiting>> opening = new HashMap<>();
  private final Map<String, List<Waiting>> ending = new HashMap<>();
  private final Map<Integer, Waiting> waitingByKey = new HashMap<>();
  private final List<Dated> dated = new ArrayList<>();
  private final Map<Integer, Dated> datedByKey = new HashMap<>();
  private final Map<String, List<Integer>> onAsk = new HashMap<>();
  private final Map<String, List<Integer>> onTagged = new HashMap<>();
  private final Map<String, List<Integer>> onUntagged = new HashMap<>();
  private final Map<String, Integer> places = new HashMap<>();
  private final int datedFingerprint;

  public Moments(Workspace workspace, FeatureSet features) {
    this.campaigns = workspace.campaigns();
    this.features = features;
    for (int i = 0; i < campaigns.size(); i++) {
      String trigger = index(i, campaigns.get(i), workspace);
      // Campaigns that tag are judged before the others, on the tags of before.
      triggers.add(campaigns.get(i).tags() ? trigger + ", to tag" : trigger);
      places.put(campaigns.get(i).id(), i);
      remembered.add(Remembered.of(campaigns.get(i), workspace));
    }
    datedFingerprint =
        dated.isEmpty()
            ? 0
            : Fingerprint.shortOf(
                dated.stream().map(day -> Integer.toString(day.key())).toArray(String[]::new));
    onStay.forEach(
        (zone, stays) ->
            stayLengths.put(
                zone,
                stays.stream().mapToLong(Staying::lengthMillis).distinct().sorted().toArray()));
  }

  /** A campaign that waits for a visit to last so long. */
  private record Staying(int campaign, long lengthMillis) {}

  /** How long visits must last for somebody to notice, by zone; the shortest first. */
  public Map<String, long[]> stayLengths() {
    return stayLengths;
  }

  /**
   * What brings the campaign's rule up in Drools. Campaigns share it when their moments share all
   * that conditions can name.
   */
  public String trigger(int campaign) {
    return triggers.get(campaign);
  }

  /** Files the campaign under what brings it up, and says what that is. */
  private String index(int at, Campaign campaign, Workspace workspace) {
    Moment moment = campaign.moment();
    if (moment instanceof Moment.OnEvent on) {
      put(onEvent, on.trigger().type(), at);
      return "event " + on.trigger().type();
    } else if (moment instanceof Moment.Enter enter) {
      zones(enter.place(), workspace).forEach(zone -> put(onEnter, zone.name(), at));
      return "enter " + placeText(enter.place());
    } else if (moment instanceof Moment.Leave leave) {
      zones(leave.place(), workspace).forEach(zone -> put(onLeave, zone.name(), at));
      return "leave " + placeText(leave.place());
    } else if (moment instanceof Moment.Stay stay) {
      zones(stay.place(), workspace)
          .forEach(zone -> put(onStay, zone.name(), new Staying(at, stay.forMillis())));
      return "stay " + placeText(stay.place()) + " for " + stay.forMillis() + "ms";
    } else if (moment instanceof Moment.Cross cross) {
      indexCross(at, cross);
      String side = cross.above() ? " above " : " below ";
      return "cross " + cross.subject().text() + side + cross.line().toPlainString();
    } else if (moment instanceof Moment.Ask ask) {
      put(onAsk, ask.channel(), at);
      return "ask " + ask.channel();
    } else if (moment instanceof Moment.Tagged tagged) {
      put(onTagged, tagged.tag(), at);
      return "tagged " + tagged.tag();
    } else if (moment instanceof Moment.Untagged untagged) {
      put(onUntagged, untagged.tag(), at);
      return "untagged " + untagged.tag();
    }
    return indexOwn(at, campaign, workspace);
  }

  /** What no two campaigns share. */
  private String indexOwn(int at, Campaign campaign, Workspace workspace) {
    Moment moment = campaign.moment();
    if (moment instanceof Moment.Then then) {
      index(Waiting.of(at, campaign.id(), then, Remembered.of(campaign, workspace).ofFirst()));
    } else if (moment instanceof Moment.Without without) {
      Set<String> ofEvent = Remembered.of(campaign, workspace).ofEvent();
      index(Waiting.of(at, campaign.id(), without, ofEvent));
    } else if (moment instanceof Moment.Date date) {
      index(Dated.of(at, campaign.id(), date));
    } else {
      index(Dated.of(at, campaign.id(), (Moment.Yearly) moment));
    }
    return moment.word() + " " + campaign.id();
  }

  private void index(Dated day) {
    dated.add(day);
    datedByKey.put(day.key(), day);
  }

  private static String placeText(Moment.Place place) {
    return place.tag() ? "tag:" + place.name() : place.name();
  }

  private static List<Zone> zones(Moment.Place place, Workspace workspace) {
    return workspace.zones().stream()
        .filter(
            zone ->
                place.tag() ? zone.tags().contains(place.name()) : zone.name().equals(place.name()))
        .toList();
  }

  private void indexCross(int at, Moment.Cross cross) {
    int number = cross.subject() instanceof Ref.Feature named ? features.indexOf(named.name()) : -1;
    Condition where = number < 0 ? null : features.feature(number).where();
    Crossing crossing =
        new Crossing(at, cross.subject(), number, where, cross.above(), cross.line());
    if (number >= 0) {
      Feature feature = features.feature(number);
      put(crossings, feature.event(), crossing);
      if (!cross.above() && feature.window() instanceof Window.Rolling) {
        falls.put(at, crossing);
        falling.add(crossing);
      }
    } else {
      put(crossings, PROFILE, crossing);
    }
  }

  private void index(Waiting waiting) {
    put(opening, waiting.a().type(), waiting);
    put(ending, waiting.b().type(), waiting);
    waitingByKey.put(waiting.key(), waiting);
  }

  private static <T> void put(Map<String, List<T>> index, String key, T value) {
    index.computeIfAbsent(key, unused -> new ArrayList<>()).add(value);
  }

  /**
   * What the crossings that the event could bring about look at, as it is without the event.
   *
   * @param fields of the event
   * @param values hers before the event enters, at the {@code now} with the event
   */
  public Object[] before(EventValues fields, Supplier<Values> values) {
    List<Crossing> watched = crossings.get(fields.event().type());
    if (watched == null) {
      return NONE;
    }
    Object[] before = new Object[watched.size()];
    Values known = null;
    for (int i = 0; i < before.length; i++) {
      Crossing crossing = watched.get(i);
      if (crossing.isMovedBy(fields)) {
        known = known == null ? values.get() : known;
        before[i] = known.get(crossing.subject());
      } else {
        before[i] = UNMOVED;
      }
    }
    return before;
  }

  /**
   * The moments of an event that has entered all windows and moved her.
   *
   * @param before what {@link #before} said
   * @param waits hers; ended and opened by the event
   * @param values hers with the event
   */
  public List<Occurrence> ofEvent(
      Event event,
      Visits.Change change,
      Object[] before,
      EventValues fields,
      Supplier<Values> values,
      Supplier<Waits> waits) {
    Found found = new Found();
    for (Occurrence completed : follow(event, fields, waits)) {
      found.add(completed);
    }
    for (int campaign : onEvent.getOrDefault(event.type(), NOBODY)) {
      Moment.Trigger trigger = ((Moment.OnEvent) campaigns.get(campaign).moment()).trigger();
      if (holds(campaign, trigger, fields, found::add)) {
        found.add(new Occurrence(campaign, event, null, event.time()));
      }
    }
    if (event.type().equals("ask")) {
      for (int campaign : onAsk.getOrDefault(event.fields().text("channel"), List.of())) {
        found.add(new Occurrence(campaign, event, null, event.time()));
      }
    }
    addPlaces(found, onEnter, change.entered(), event, event.time());
    addPlaces(found, onLeave, change.left(), null, event.time());
    addCrossings(found, event, before, values);
    return found.inOrder();
  }

  private void addCrossings(Found found, Event event, Object[] before, Supplier<Values> values) {
    Values known = null;
    for (int i = 0; i < before.length; i++) {
      Crossing crossing = crossings.get(event.type()).get(i);
      if (before[i] != UNMOVED && !crossing.beyond(before[i])) {
        known = known == null ? values.get() : known;
        if (crossing.beyond(known.get(crossing.subject()))) {
          found.add(new Occurrence(crossing.campaign(), event, null, event.time()));
        }
      }
    }
  }

  private static void addPlaces(
      Found found, Map<String, List<Integer>> index, List<Zone> zones, Event event, long time) {
    for (Zone zone : zones) {
      for (int campaign : index.getOrDefault(zone.name(), List.of())) {
        found.add(new Occurrence(campaign, event, zone.name(), time));
      }
    }
  }

  /** Where that cannot be told it does not hold, and its campaign is said to be in doubt. */
  private static boolean holds(
      int campaign, Moment.Trigger trigger, EventValues fields, Consumer<Occurrence> doubtful) {
    Condition where = trigger.where();
    try {
      return where == null || where.test(fields) == Truth.TRUE;
    } catch (RuntimeException | StackOverflowError failure) {
      doubtful.accept(Occurrence.doubtful(campaign, fields.event(), where.failed(failure)));
      return false;
    }
  }

  /**
   * Ends and opens waits: an event that is both B and A ends the old one, then opens anew.
   *
   * @return the sequences that it completed, and those in doubt; {@code offered} events are moments
   *     of nothing
   */
  public List<Occurrence> follow(Event event, EventValues fields, Supplier<Waits> hers) {
    if (!ending.containsKey(event.type()) && !opening.containsKey(event.type())) {
      return List.of();
    }
    Waits waits = hers.get();
    waits.dropOver(fields.now());
    List<Occurrence> completed = new ArrayList<>(0);
    for (Waiting waiting : ending.getOrDefault(event.type(), List.of())) {
      if (waiting.matches(event)
          && holds(waiting.campaign(), waiting.b(), fields, completed::add)) {
        Wait ended = waits.end(waiting.key(), waiting.shared(event), event.time());
        if (ended != null && !waiting.byClock()) {
          Event first = waiting.first(ended, event.customer());
          completed.add(new Occurrence(waiting.campaign(), event, first, null, event.time()));
        }
      }
    }
    for (Waiting waiting : opening.getOrDefault(event.type(), List.of())) {
      if (waiting.matches(event)
          && holds(waiting.campaign(), waiting.a(), fields, completed::add)) {
        waits.open(waiting.waitAfter(event));
      }
    }
    return completed;
  }

  /** What is waited for by the clock and has no instant in the state, as text; sorted. */
  public List<String> byClock() {
    List<String> texts = new ArrayList<>();
    stayLengths.forEach((zone, lengths) -> texts.add("stay " + zone + Arrays.toString(lengths)));
    for (Crossing fall : falls.values()) {
      Feature feature = features.feature(features.indexOf(((Ref.Feature) fall.subject()).name()));
      texts.add("below " + fall.line().toPlainString() + " " + feature);
    }
    if (datedFingerprint != 0) {
      texts.add("days " + datedFingerprint);
    }
    texts.sort(null);
    return texts;
  }

  /**
   * When a feature next falls under a campaign's line by the clock alone; Long.MAX_VALUE for never.
   *
   * @param from the first instant that counts
   */
  public long nextFall(FeatureStates states, long from) {
    long next = Long.MAX_VALUE;
    for (int i = 0; i < falling.size(); i++) {
      next = Math.min(next, fallOf(falling.get(i), states, from));
    }
    return next;
  }

  private long fallOf(Crossing fall, FeatureStates states, long from) {
    return states.nextFall(features, fall.feature(), from, fall.line());
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
    addPlaces(found, onLeave, over.left(), null, instant);
    over.left().forEach(zone -> what.add("leave " + zone.name()));
    for (Visits.Stay stay : over.stays()) {
      what.add("stay " + stay.zone().name() + " " + stay.lengthMillis());
      for (Staying staying : onStay.get(stay.zone().name())) {
        if (staying.lengthMillis() == stay.lengthMillis()) {
          found.add(new Occurrence(staying.campaign(), null, stay.zone().name(), instant));
        }
      }
    }
    for (Wait wait : waits.due(instant)) {
      Waiting waiting = waitingByKey.get(wait.campaign());
      if (waiting != null) {
        Event first = waiting.first(wait, customer);
        found.add(new Occurrence(waiting.campaign(), first, null, instant));
        what.add("without " + campaigns.get(waiting.campaign()).id() + " " + wait.id());
      }
    }
    for (Crossing fall : falls.values()) {
      if (fallOf(fall, states, instant) == instant) {
        found.add(new Occurrence(fall.campaign(), null, null, instant));
        what.add("cross " + campaigns.get(fall.campaign()).id());
      }
    }
    for (int key : dates.due(instant, datedByKey, clock)) {
      int campaign = datedByKey.get(key).campaign();
      found.add(new Occurrence(campaign, null, null, instant));
      what.add(campaigns.get(campaign).moment().word() + " " + campaigns.get(campaign).id());
    }
    over.tags().forEach(tag -> what.add("tag " + tag));
    what.sort(null);
    return new Due(found.inOrder(), what);
  }

  /** Whether any campaign waits for days. */
  public boolean hasDates() {
    return !dated.isEmpty();
  }

  /** Tells one set of campaigns that wait for days from another; 0 when there is none. */
  public int datedFingerprint() {
    return datedFingerprint;
  }

  /**
   * Brings the days that campaigns wait for up to her attributes and time zone.
   *
   * @param now what is new and lies before it does not occur; epoch milliseconds
   */
  public void refresh(Dates dates, Map<String, Object> attributes, ZoneId zone, long now) {
    dates.refresh(dated, datedFingerprint, attributes, zone, now);
  }

  /** The same moment with what its campaign may still ask of its events later. */
  public Occurrence remembered(Occurrence occurrence) {
    return remembered.get(occurrence.campaign()).of(occurrence);
  }

  /** The place of a campaign in the bundle's list, or -1 when there is none of that name. */
  public int place(String campaign) {
    return places.getOrDefault(campaign, -1);
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
      for (int campaign : onTagged.getOrDefault(tag, List.of())) {
        found.add(new Occurrence(campaign, event, null, time));
      }
    }
    for (String tag : went) {
      for (int campaign : onUntagged.getOrDefault(tag, List.of())) {
        found.add(new Occurrence(campaign, event, null, time));
      }
    }
    return found.inOrder();
  }

  /** Whether that key is one of a campaign that still waits. */
  public boolean waits(int key) {
    return waitingByKey.containsKey(key);
  }

  /**
   * Several moments of one campaign in one cause are one: that of the later event (contract 7); one
   * that occurred before one in doubt.
   */
  private static final class Found {
    private Map<Integer, Occurrence> byCampaign = Map.of();

    void add(Occurrence occurrence) {
      if (byCampaign.isEmpty()) {
        byCampaign = new HashMap<>(4);
      }
      byCampaign.merge(
          occurrence.campaign(), occurrence, (old, fresh) -> isBefore(old, fresh) ? old : fresh);
    }

    private static boolean isBefore(Occurrence old, Occurrence fresh) {
      return old.isDoubtful() == fresh.isDoubtful() ? time(old) > time(fresh) : fresh.isDoubtful();
    }

    private static long time(Occurrence occurrence) {
      return occurrence.event() == null ? occurrence.time() : occurrence.event().time();
    }

    List<Occurrence> inOrder() {
      if (byCampaign.isEmpty()) {
        return List.of();
      }
      List<Occurrence> inOrder = new ArrayList<>(byCampaign.values());
      inOrder.sort((a, b) -> Integer.compare(a.campaign(), b.campaign()));
      return inOrder;
    }
  }
}
