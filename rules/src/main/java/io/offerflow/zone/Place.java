package io.offerflow.zone;

import java.util.Set;

/**
 * A zone made ready for lookups.
 *
 * @param order among all zones, by name
 * @param shape null for a zone of cells only
 */
record Place(Zone zone, int order, Shape shape, Set<String> cells) {
  static Place of(Zone zone, int order) {
    return new Place(
        zone, order, zone.geometry() == null ? null : Shape.of(zone), Set.copyOf(zone.cells()));
  }

  boolean hasShape() {
    return shape != null;
  }

  boolean hasCells() {
    return !cells.isEmpty();
  }
}
