package io.offerflow.pipeline.faults;

import io.offerflow.bundle.Activation;
import io.offerflow.bundle.BundleHistory;
import io.offerflow.decision.Bundle;
import io.offerflow.decision.Decider;
import io.offerflow.workspace.Campaign;
import io.offerflow.workspace.Workspace;
import io.offerflow.workspace.WorkspaceReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * What a job may have decided by, in order. Rules come into force once they are compiled; what is
 * paused counts as soon as it is said, with the rules of then. For one thread.
 */
final class InForce implements AutoCloseable {
  /**
   * How far a job has come.
   *
   * @param rules index of the activation whose rules decide
   * @param pauses index of the one that says what is paused; not less
   */
  record Place(int rules, int pauses) {
    boolean isBeforeOrAt(Place other) {
      return rules <= other.rules && pauses <= other.pauses;
    }
  }

  private record Way(Place from, int last) {}

  /** By number. */
  private final List<Activation> activations = new ArrayList<>();

  private final Map<String, Bundle> compiled = new TreeMap<>();
  private final Map<Place, String> names = new HashMap<>();
  private final Map<String, Decider> deciders = new TreeMap<>();
  private final Map<Way, Collection<Place>> ways = new HashMap<>();

  /** Compiles all that was ever deployed. */
  static InForce of(BundleHistory history) {
    InForce inForce = new InForce();
    for (Activation activation : history.activations()) {
      inForce.activations.add(0, activation);
      inForce.compiled.computeIfAbsent(
          activation.version(),
          version -> Bundle.of(workspace(history.bundle(version).orElseThrow().files())));
    }
    return inForce;
  }

  private static Workspace workspace(Map<String, byte[]> files) {
    return WorkspaceReader.read(files).workspace();
  }

  /** How often something was put into force after the first. */
  int changes() {
    return activations.size() - 1;
  }

  /** Of each campaign that there ever was its class. */
  Map<String, String> classes() {
    Map<String, String> classes = new TreeMap<>();
    for (Bundle bundle : compiled.values()) {
      for (Campaign campaign : bundle.workspace().campaigns()) {
        classes.put(campaign.id(), campaign.contactClass());
      }
    }
    return classes;
  }

  /** What decisions name there. */
  String name(Place place) {
    return names.computeIfAbsent(
        place,
        there -> {
          SortedSet<String> paused = activations.get(there.pauses()).paused();
          String version = activations.get(there.rules()).version();
          String name = Activation.bundleName(version, paused);
          deciders.computeIfAbsent(
              name, unused -> new Decider(compiled.get(version).paused(name, paused)));
          return name;
        });
  }

  /** Decides by that name. */
  Decider decider(String name) {
    return deciders.get(name);
  }

  /** One place of each name. */
  Collection<Place> all() {
    return from(new Place(0, 0), Long.MAX_VALUE);
  }

  /** Where it may be by some instant; of places of one name those that leave most open. */
  Collection<Place> from(Place place, long epochMillis) {
    int last = activations.size() - 1;
    while (last > place.pauses() && activations.get(last).time().toEpochMilli() > epochMillis) {
      last--;
    }
    return ways.computeIfAbsent(new Way(place, last), this::along);
  }

  private Collection<Place> along(Way way) {
    List<Place> places = new ArrayList<>();
    for (int rules = way.from().rules(); rules <= way.last(); rules++) {
      for (int at = Math.max(rules, way.from().pauses()); at <= way.last(); at++) {
        Place next = new Place(rules, at);
        if (places.stream().noneMatch(one -> same(one, next) && one.isBeforeOrAt(next))) {
          places.add(next);
        }
      }
    }
    return places;
  }

  private boolean same(Place one, Place other) {
    return name(one).equals(name(other));
  }

  @Override
  public void close() {
    deciders.values().forEach(Decider::close);
  }
}
