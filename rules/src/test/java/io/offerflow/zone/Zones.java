package io.offerflow.zone;

import java.util.ArrayList;
import java.util.List;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.GeometryFactory;
import org.locationtech.jts.geom.Point;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.io.ParseException;
import org.locationtech.jts.io.WKTReader;

/** Zones for tests, and the slow way to look them up. */
final class Zones {
  static final GeometryFactory FACTORY = new GeometryFactory();
  static final long HOUR = 3_600_000;

  private Zones() {}

  static Zone zone(String name, String wkt) {
    return of(name, wkt(wkt), 0, List.of(), 0, 12 * HOUR);
  }

  static Zone circle(String name, double lat, double lon, double radiusMetres) {
    Point centre = FACTORY.createPoint(new Coordinate(lon, lat));
    return of(name, centre, radiusMetres, List.of(), 0, 12 * HOUR);
  }

  static Zone of(
      String name, Geometry geometry, double radius, List<String> cells, long grace, long lapse) {
    return new Zone(name, List.of(), geometry, radius, cells, grace, lapse);
  }

  static Geometry wkt(String text) {
    try {
      return new WKTReader(FACTORY).read(text);
    } catch (ParseException wrong) {
      throw new IllegalArgumentException(wrong);
    }
  }

  static Polygon square(double west, double south, double side) {
    return FACTORY.createPolygon(
        new Coordinate[] {
          new Coordinate(west, south),
          new Coordinate(west + side, south),
          new Coordinate(west + side, south + side),
          new Coordinate(west, south + side),
          new Coordinate(west, south)
        });
  }

  /** Every zone is asked, by JTS or by the textbook's formula. */
  static List<String> bruteForce(Iterable<Zone> zones, double lat, double lon) {
    List<String> names = new ArrayList<>();
    for (Zone zone : zones) {
      if (zone.geometry() != null && covers(zone, lat, lon)) {
        names.add(zone.name());
      }
    }
    names.sort(null);
    return names;
  }

  private static boolean covers(Zone zone, double lat, double lon) {
    if (zone.geometry() instanceof Point centre) {
      return metres(centre.getY(), centre.getX(), lat, lon) <= zone.radiusMetres();
    }
    return zone.geometry().getEnvelopeInternal().covers(lon, lat)
        && zone.geometry().intersects(FACTORY.createPoint(new Coordinate(lon, lat)));
  }

  /** By the angle between two vectors, not by haversines: exact near poles and antipodes too. */
  static double metres(double lat1, double lon1, double lat2, double lon2) {
    double[] a = vector(lat1, lon1);
    double[] b = vector(lat2, lon2);
    double x = a[1] * b[2] - a[2] * b[1];
    double y = a[2] * b[0] - a[0] * b[2];
    double z = a[0] * b[1] - a[1] * b[0];
    double dot = a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    return 6_371_008.8 * Math.atan2(Math.sqrt(x * x + y * y + z * z), dot);
  }

  private static double[] vector(double lat, double lon) {
    double phi = Math.toRadians(lat);
    double lambda = Math.toRadians(lon);
    return new double[] {
      Math.cos(phi) * Math.cos(lambda), Math.cos(phi) * Math.sin(lambda), Math.sin(phi)
    };
  }
}
