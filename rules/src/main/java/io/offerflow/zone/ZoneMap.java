package io.offerflow.zone;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All zones of a workspace, made ready for lookups. Immutable; any number of threads may ask. */
public final class ZoneMap {
  private static final Comparator<Place> BY_ORDER = Comparator.comparingInt(Place::order);

  private final Collection<Zone> zones;
  private final Map<String, Place> byName = new HashMap<>();
  private final Map<String, List<Zone>> byCell = new HashMap<>();
  private final PlaceTree tree;

  /**
   * @throws IllegalArgumentException when two zones have one name
   */
  public ZoneMap(List<Zone> zones) {
    List<Zone> sorted = new ArrayList<>(zones);
    sorted.sort(Comparator.comparing(Zone::name));
    this.zones = Collections.unmodifiableList(sorted);
    List<Place> places = new ArrayList<>(sorted.size());
    for (Zone zone : sorted) {
      Place place = Place.of(zone, places.size());
      places.add(place);
      if (byName.put(zone.name(), place) != null) {
        throw new IllegalArgumentException("two zones named " + zone.name());
      }
      for (String cell : place.cells()) {
        byCell.computeIfAbsent(cell, any -> new ArrayList<>(2)).add(zone);
      }
    }
    byCell.replaceAll((cell, list) -> List.copyOf(list));
    tree = new PlaceTree(places);
  }

  /** All zones, by name. */
  public Collection<Zone> all() {
    return zones;
  }

  /** The zone of that name, or null. */
  public Zone get(String name) {
    Place place = byName.get(name);
    return place == null ? null : place.zone();
  }

  /**
   * The zones whose geometry holds that point, by name. Polygons are planar in degrees, circles
   * along the great circle; the border is inside. A point that is not on earth is in none.
   */
  public List<Zone> at(double lat, double lon) {
    ArrayList<Place> found = tree.at(lat, lon);
    if (found == null) {
      return List.of();
    }
    if (found.size() == 1) {
      return List.of(found.get(0).zone());
    }
    found.sort(BY_ORDER);
    List<Zone> result = new ArrayList<>(found.size());
    for (Place place : found) {
      result.add(place.zone());
    }
    return result;
  }

  /** The zones that name that cell, by name. */
  List<Zone> ofCell(String cell) {
    return byCell.getOrDefault(cell, List.of());
  }

  /** The compiled zone of that name, or null. */
  Place place(String name) {
    return byName.get(name);
  }
}
