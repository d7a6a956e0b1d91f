package io.offerflow.zone;

import java.util.List;
import org.locationtech.jts.geom.Geometry;

/**
 * A named place.
 *
 * @param geometry longitude and latitude in degrees; null for a zone of cells only
 * @param radiusMetres for a point: how far around it, along the great circle; 0 otherwise
 * @param graceMillis how long somebody may be outside without having left
 * @param lapseMillis after how long without a fix or cell inside a visit ends in silence
 */
public record Zone(
    String name,
    List<String> tags,
    Geometry geometry,
    double radiusMetres,
    List<String> cells,
    long graceMillis,
    long lapseMillis) {
  public Zone {
    tags = List.copyOf(tags);
    cells = List.copyOf(cells);
  }
}
