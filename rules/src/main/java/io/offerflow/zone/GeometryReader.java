package io.offerflow.zone;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.operation.valid.IsValidOp;
import org.locationtech.jts.operation.valid.TopologyValidationError;

/** From a GeoJSON geometry to one that lookups can rely on. Altitudes are left out. */
final class GeometryReader {
  private static final Set<String> MEMBERS = Set.of("type", "coordinates", "bbox");
  private static final GeometryFactory FACTORY = new GeometryFactory();

  private final List<ZoneProblem> problems;

  GeometryReader(List<ZoneProblem> problems) {
    this.problems = problems;
  }

  /** The geometry; null when there is none, or a problem with it. */
  Geometry read(Json value) {
    if (value == null) {
      return null;
    }
    if (!(value instanceof Json.Obj geometry)) {
      return problem(value, "geometry is " + value.kind() + ": write an object, or null");
    }
    for (Map.Entry<String, Json.Member> member : geometry.members().entrySet()) {
      if (!MEMBERS.contains(member.getKey())) {
        Json at = member.getValue().value();
        return problem(
            at, "unknown key \"" + member.getKey() + "\": a geometry has type and coordinates");
      }
    }
    Json type = geometry.get("type");
    Json coordinates = geometry.get("coordinates");
    String word = type instanceof Json.Text text ? text.value() : "";
    return switch (word) {
      case "Point" -> point(items(coordinates, geometry, "[longitude, latitude]"));
      case "Polygon" -> valid(polygon(coordinates, geometry), coordinates);
      case "MultiPolygon" -> valid(multiPolygon(coordinates, geometry), coordinates);
      default ->
          problem(
              type == null ? geometry : type,
              (word.isEmpty() ? "a geometry without a type" : "a zone cannot be a " + word)
                  + ": write Polygon, MultiPolygon, Point (with radius_m), or null for a zone of"
                  + " cells");
    };
  }

  private Geometry point(Json.Arr array) {
    Coordinate centre = array == null ? null : position(array);
    return centre == null ? null : FACTORY.createPoint(centre);
  }

  private Geometry multiPolygon(Json coordinates, Json geometry) {
    Json.Arr array = items(coordinates, geometry, "an array of polygons, [[[[...]]]]");
    if (array == null) {
      return null;
    }
    List<Polygon> polygons = new ArrayList<>();
    for (Json item : array.items()) {
      Polygon polygon = polygon(item, item);
      if (polygon != null) {
        polygons.add(polygon);
      }
    }
    return polygons.size() < array.items().size()
        ? null
        : FACTORY.createMultiPolygon(polygons.toArray(new Polygon[0]));
  }

  private Polygon polygon(Json coordinates, Json geometry) {
    Json.Arr array = items(coordinates, geometry, "an array of rings, [[[...]]]");
    if (array == null) {
      return null;
    }
    List<LinearRing> rings = new ArrayList<>();
    for (Json item : array.items()) {
      LinearRing ring = ring(item);
      if (ring != null) {
        rings.add(ring);
      }
    }
    if (rings.size() < array.items().size()) {
      return null;
    }
    LinearRing[] holes = rings.subList(1, rings.size()).toArray(new LinearRing[0]);
    return FACTORY.createPolygon(rings.get(0), holes);
  }

  private LinearRing ring(Json value) {
    Json.Arr array = items(value, value, "an array of positions, [[lon, lat], ...]");
    if (array == null) {
      return null;
    }
    Coordinate[] positions = new Coordinate[array.items().size()];
    for (int i = 0; i < positions.length; i++) {
      Json.Arr item = items(array.items().get(i), array, "[longitude, latitude]");
      positions[i] = item == null ? null : position(item);
      if (positions[i] == null) {
        // The first is enough: a swapped ring would have one problem for each position.
        return null;
      }
    }
    if (positions.length < 4) {
      return problem(
          value,
          "a ring of " + positions.length + ": write at least 4 positions, the last as the first");
    }
    if (!positions[0].equals2D(positions[positions.length - 1])) {
      return problem(
          array.items().get(positions.length - 1),
          "the ring is not closed: its last position must be its first, " + words(positions[0]));
    }
    return antimeridian(positions, array) ? null : FACTORY.createLinearRing(positions);
  }

  private boolean antimeridian(Coordinate[] positions, Json.Arr array) {
    for (int i = 1; i < positions.length; i++) {
      double from = positions[i - 1].x;
      double to = positions[i].x;
      boolean whole = Math.abs(from) == 180 && Math.abs(to) == 180;
      if (Math.abs(to - from) > 180 && !whole) {
        problem(
            array.items().get(i),
            "an edge over more than 180 degrees of longitude: where the zone crosses the"
                + " antimeridian, write a MultiPolygon cut at 180; where it really is that wide,"
                + " add a position in between");
        return true;
      }
    }
    return false;
  }

  private Coordinate position(Json.Arr array) {
    List<Json> items = array.items();
    for (Json item : items) {
      if (!(item instanceof Json.Num)) {
        return problem(item, item.kind() + " in a position: write [longitude, latitude]");
      }
    }
    if (items.size() < 2 || items.size() > 3) {
      return problem(
          array, "a position of " + items.size() + " numbers: write [longitude, latitude]");
    }
    double lon = ((Json.Num) items.get(0)).value();
    double lat = ((Json.Num) items.get(1)).value();
    if (!Double.isFinite(lon) || !Double.isFinite(lat)) {
      return problem(array, "a number that is not finite: write degrees");
    }
    if (Math.abs(lat) > 90) {
      String hint =
          Math.abs(lat) <= 180 && Math.abs(lon) <= 90
              ? " (GeoJSON has the longitude first: are the two swapped?)"
              : "";
      return problem(items.get(1), "a latitude is between -90 and 90" + hint);
    }
    if (Math.abs(lon) > 180) {
      return problem(
          items.get(0),
          "a longitude is between -180 and 180: a zone across the antimeridian is a MultiPolygon"
              + " cut at 180");
    }
    // Adding zero turns -0.0 into 0.0: the two are one place.
    return new Coordinate(lon + 0.0, lat + 0.0);
  }

  private Geometry valid(Geometry geometry, Json at) {
    if (geometry == null) {
      return null;
    }
    TopologyValidationError error = new IsValidOp(geometry).getValidationError();
    if (error == null) {
      return geometry;
    }
    String near = error.getCoordinate() == null ? "" : " near " + words(error.getCoordinate());
    return problem(at, String.format(reason(error.getErrorType()), near));
  }

  private static String reason(int error) {
    return switch (error) {
      case TopologyValidationError.SELF_INTERSECTION ->
          "borders cross or overlap%s: draw each ring without crossing itself or another, and make"
              + " polygons that overlap one";
      case TopologyValidationError.RING_SELF_INTERSECTION ->
          "a ring touches itself%s: write the part it cuts off as a hole, or as a polygon of its"
              + " own";
      case TopologyValidationError.HOLE_OUTSIDE_SHELL ->
          "a hole lies outside its polygon%s: the first ring is the outer one, holes follow";
      case TopologyValidationError.NESTED_HOLES -> "a hole lies within another%s: leave it out";
      case TopologyValidationError.NESTED_SHELLS ->
          "a polygon lies within another%s: leave it out, or make it a hole";
      case TopologyValidationError.DISCONNECTED_INTERIOR ->
          "holes cut the polygon in two%s: write two polygons";
      case TopologyValidationError.TOO_FEW_POINTS ->
          "a ring without an inside%s: write at least three different positions";
      default -> "the geometry is not valid%s: " + TopologyValidationError.errMsg[error];
    };
  }

  /** The array, with at least one item; null and a problem otherwise. */
  private Json.Arr items(Json value, Json around, String wanted) {
    if (value instanceof Json.Arr array && !array.items().isEmpty()) {
      return array;
    }
    String what = value == null ? "coordinates are missing" : "this is " + value.kind();
    String empty = value instanceof Json.Arr ? "this is empty" : what;
    return problem(value == null ? around : value, empty + ": write " + wanted);
  }

  private static String words(Coordinate at) {
    return "[" + at.x + ", " + at.y + "]";
  }

  /** Remembers the problem; null, for the caller to return. */
  private <T> T problem(Json at, String message) {
    problems.add(new ZoneProblem(at.line(), at.column(), message));
    return null;
  }
}
