package io.offerflow.moment;

import io.offerflow.blob.Fingerprint;
import io.offerflow.condition.Condition;
import io.offerflow.condition.Ref;
import io.offerflow.feature.Feature;
import io.offerflow.feature.FeatureSet;
import io.offerflow.feature.Window;
import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Moment;
import io.offerflow.workspace.Workspace;
import io.offerflow.zone.Zone;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Campaigns by what triggers them. Never changed once made. */
final class MomentIndex {
  private static final String PROFILE = "profile";

  private static final OfType NOTHING = new OfType(new int[0], List.of(), List.of(), List.of());

  private final FeatureSet features;
  private final Map<String, OfType> ofTypes = new HashMap<>();
  final List<String> triggers = new ArrayList<>();
  final List<Remembered> remembered = new ArrayList<>();
  private final Map<String, List<Integer>> onEvent = new HashMap<>();
  final Map<String, List<Integer>> onEnter = new HashMap<>();
  final Map<String, List<Integer>> onLeave = new HashMap<>();
  final Map<String, List<Staying>> onStay = new HashMap<>();
  final Map<String, long[]> stayLengths = new HashMap<>();
  private final Map<String, List<Watch>> watches = new HashMap<>();

  /** So many numbers are watched of events of one type at most. */
  final int mostWatches;

  final Map<Integer, Crossing> falls = new HashMap<>();

  /** Of those that fall together one alone. */
  final List<Crossing> falling = new ArrayList<>();

  private final Map<String, List<Waiting>> opening = new HashMap<>();
  private final Map<String, List<Waiting>> ending = new HashMap<>();
  final Map<Integer, Waiting> waitingByKey = new HashMap<>();
  final List<Dated> dated = new ArrayList<>();
  final Map<Integer, Dated> datedByKey = new HashMap<>();
  final Map<String, List<Integer>> onAsk = new HashMap<>();
  final Map<String, List<Integer>> onTagged = new HashMap<>();
  final Map<String, List<Integer>> onUntagged = new HashMap<>();
  final Map<String, Integer> places = new HashMap<>();
  final int datedFingerprint;

  MomentIndex(Workspace workspace, FeatureSet features) {
    List<Campaign> campaigns = workspace.campaigns();
    this.features = features;
    for (int i = 0; i < campaigns.size(); i++) {
      String trigger = index(i, campaigns.get(i), workspace);
      // Campaigns that tag are judged before the others, on the tags of before.
      triggers.add(campaigns.get(i).tags() ? trigger + ", to tag" : trigger);
      places.put(campaigns.get(i).id(), i);
      remembered.add(Remembered.of(campaigns.get(i), workspace));
    }
    for (Map<String, ?> byType : List.of(onEvent, watches, opening, ending)) {
      byType.keySet().forEach(type -> ofTypes.put(type, ofType(type)));
    }
    mostWatches = watches.values().stream().mapToInt(List::size).max().orElse(0);
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

  /** What looks at events of one type, so that it is found at once. */
  record OfType(int[] onEvent, List<Watch> watches, List<Waiting> ending, List<Waiting> opening) {}

  private OfType ofType(String type) {
    return new OfType(
        onEvent.getOrDefault(type, List.of()).stream().mapToInt(Integer::intValue).toArray(),
        List.copyOf(watches.getOrDefault(type, List.of())),
        List.copyOf(ending.getOrDefault(type, List.of())),
        List.copyOf(opening.getOrDefault(type, List.of())));
  }

  /** What looks at events of that type. */
  OfType of(String type) {
    return ofTypes.getOrDefault(type, NOTHING);
  }

  /** A campaign that waits for a visit to last so long. */
  record Staying(int campaign, long lengthMillis) {}

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
    Crossing crossing = new Crossing(at, cross.subject(), number, cross.above(), cross.line());
    if (number >= 0) {
      Feature feature = features.feature(number);
      watch(feature.event(), where, crossing);
      if (!cross.above() && feature.window() instanceof Window.Rolling) {
        falls.put(at, crossing);
        if (falling.stream().noneMatch(crossing::fallsWith)) {
          falling.add(crossing);
        }
      }
    } else {
      watch(PROFILE, where, crossing);
    }
  }

  /** All campaigns that wait for the same number are found together. */
  private void watch(String event, Condition where, Crossing crossing) {
    List<Watch> ofEvent = watches.computeIfAbsent(event, unused -> new ArrayList<>());
    for (Watch watch : ofEvent) {
      if (watch.subject().equals(crossing.subject())) {
        watch.crossings().add(crossing);
        return;
      }
    }
    List<Crossing> alone = new ArrayList<>(List.of(crossing));
    ofEvent.add(new Watch(crossing.subject(), crossing.feature(), where, alone));
  }

  private void index(Waiting waiting) {
    put(opening, waiting.a().type(), waiting);
    put(ending, waiting.b().type(), waiting);
    waitingByKey.put(waiting.key(), waiting);
  }

  private static <T> void put(Map<String, List<T>> index, String key, T value) {
    index.computeIfAbsent(key, unused -> new ArrayList<>()).add(value);
  }
}
