package io.offerflow.zone;

import java.util.Arrays;
import org.locationtech.jts.algorithm.CGAlgorithmsDD;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Point;
import org.locationtech.jts.geom.Polygon;

/**
 * A geometry made ready for one question: is this point in it? Immutable and free of locks, because
 * every subtask of a job asks the same bundle. Borders are inside.
 */
sealed interface Shape {
  boolean covers(double lat, double lon);

  /**
   * Boxes of longitude (x) and latitude (y) that together hold the shape. They do not overlap, so
   * that an index finds a shape once.
   */
  Envelope[] boxes();

  static Shape of(Zone zone) {
    Geometry geometry = zone.geometry();
    return geometry instanceof Point centre
        ? new Circle(centre.getY(), centre.getX(), zone.radiusMetres())
        : new Polygons(geometry);
  }

  /** All within a distance along the great circle. */
  record Circle(double lat, double lon, double radiusMetres) implements Shape {
    private static final double EARTH_RADIUS_METRES = 6_371_008.8;

    /** About a metre, more than asin loses near 1: boxes may be too large, never too small. */
    private static final double PAD_DEGREES = 1e-5;

    @Override
    public boolean covers(double atLat, double atLon) {
      return Math.abs(atLat) <= 90
          && Math.abs(atLon) <= 180
          && distance(lat, lon, atLat, atLon) <= radiusMetres;
    }

    /**
     * Metres by the haversine formula. StrictMath, because two machines must come to the same
     * decision on the same fix.
     */
    static double distance(double lat1, double lon1, double lat2, double lon2) {
      double phi1 = Math.toRadians(lat1);
      double phi2 = Math.toRadians(lat2);
      double sinPhi = StrictMath.sin((phi2 - phi1) / 2);
      double sinLambda = StrictMath.sin(Math.toRadians(lon2 - lon1) / 2);
      double a =
          sinPhi * sinPhi + StrictMath.cos(phi1) * StrictMath.cos(phi2) * sinLambda * sinLambda;
      return 2 * EARTH_RADIUS_METRES * StrictMath.asin(Math.min(1, Math.sqrt(a)));
    }

    @Override
    public Envelope[] boxes() {
      double angle = radiusMetres / EARTH_RADIUS_METRES;
      double south = lat - Math.toDegrees(angle) - PAD_DEGREES;
      double north = lat + Math.toDegrees(angle) + PAD_DEGREES;
      if (south <= -90 || north >= 90) {
        // A circle around a pole holds every longitude.
        return new Envelope[] {new Envelope(-180, 180, Math.max(south, -90), Math.min(north, 90))};
      }
      double sine = Math.min(1, Math.sin(angle) / Math.cos(Math.toRadians(lat)));
      double half = Math.toDegrees(Math.asin(sine)) + PAD_DEGREES;
      double west = lon - half;
      double east = lon + half;
      if (west < -180) {
        return halves(west + 360, east, south, north);
      }
      if (east > 180) {
        return halves(west, east - 360, south, north);
      }
      return new Envelope[] {new Envelope(west, east, south, north)};
    }

    /** On both sides of the antimeridian: from west to 180, and from -180 to east. */
    private static Envelope[] halves(double west, double east, double south, double north) {
      return new Envelope[] {
        new Envelope(west, 180, south, north), new Envelope(-180, east, south, north)
      };
    }
  }

  /**
   * One polygon or more, with their holes: the edges of all rings in one array. A ray to the east
   * from a point inside crosses an odd number of them, whatever rings they belong to. Edges are
   * sorted into strips of latitude when there are many.
   */
  final class Polygons implements Shape {
    private static final int FEW_EDGES = 24;
    private static final int COPIES_OF_AN_EDGE = 8;

    private final Envelope box;
    private final double[] edges;
    private final Strips strips;

    Polygons(Geometry geometry) {
      box = geometry.getEnvelopeInternal();
      edges = edgesOf(geometry);
      strips = edges.length / 4 <= FEW_EDGES ? null : Strips.of(edges, box);
    }

    @Override
    public Envelope[] boxes() {
      return new Envelope[] {box};
    }

    @Override
    public boolean covers(double lat, double lon) {
      if (!box.covers(lon, lat)) {
        return false;
      }
      int crossings = 0;
      int from = strips == null ? 0 : strips.from(lat);
      int to = strips == null ? edges.length / 4 : strips.to(lat);
      for (int i = from; i < to; i++) {
        int crossed = crossed(4 * (strips == null ? i : strips.edge(i)), lon, lat);
        if (crossed < 0) {
          return true;
        }
        crossings += crossed;
      }
      return (crossings & 1) == 1;
    }

    /** 1 when the ray to the east crosses that edge, 0 when not, -1 when the point is on it. */
    private int crossed(int edge, double x, double y) {
      double x1 = edges[edge];
      double y1 = edges[edge + 1];
      double x2 = edges[edge + 2];
      double y2 = edges[edge + 3];
      if (x1 < x && x2 < x) {
        return 0;
      }
      if (x == x2 && y == y2) {
        return -1;
      }
      if (y1 == y && y2 == y) {
        return x >= Math.min(x1, x2) && x <= Math.max(x1, x2) ? -1 : 0;
      }
      // An edge belongs to its lower end, so that a ray through a vertex counts it once.
      if (y1 > y && y2 <= y || y2 > y && y1 <= y) {
        int side = CGAlgorithmsDD.orientationIndex(x1, y1, x2, y2, x, y);
        if (side == 0) {
          return -1;
        }
        return (y2 < y1 ? -side : side) > 0 ? 1 : 0;
      }
      return 0;
    }

    private static double[] edgesOf(Geometry geometry) {
      double[] edges = new double[4 * geometry.getNumPoints()];
      int size = 0;
      for (int i = 0; i < geometry.getNumGeometries(); i++) {
        Polygon polygon = (Polygon) geometry.getGeometryN(i);
        size = addRing(polygon.getExteriorRing(), edges, size);
        for (int hole = 0; hole < polygon.getNumInteriorRing(); hole++) {
          size = addRing(polygon.getInteriorRingN(hole), edges, size);
        }
      }
      return Arrays.copyOf(edges, size);
    }

    private static int addRing(LinearRing ring, double[] edges, int start) {
      int size = start;
      Coordinate[] positions = ring.getCoordinates();
      for (int i = 1; i < positions.length; i++) {
        if (!positions[i].equals2D(positions[i - 1])) {
          edges[size++] = positions[i - 1].x;
          edges[size++] = positions[i - 1].y;
          edges[size++] = positions[i].x;
          edges[size++] = positions[i].y;
        }
      }
      return size;
    }

    /** Which edges meet which strip: edges {@code all[starts[s]]} up to {@code starts[s + 1]}. */
    private record Strips(double south, double perDegree, int[] starts, int[] all) {

      static Strips of(double[] edges, Envelope box) {
        int count = Math.min(4096, Math.max(1, edges.length / 8));
        while (true) {
          Strips strips =
              new Strips(
                  box.getMinY(),
                  box.getHeight() > 0 ? count / box.getHeight() : 0,
                  new int[count + 1],
                  null);
          int total = strips.countEdges(edges);
          // Edges that are long from north to south are in many strips; memory stays linear.
          if (count == 1 || total <= COPIES_OF_AN_EDGE * edges.length / 4) {
            return strips.filled(edges, total);
          }
          count /= 2;
        }
      }

      private int countEdges(double[] edges) {
        for (int i = 0; i < edges.length; i += 4) {
          for (int s = low(edges, i); s <= high(edges, i); s++) {
            starts[s + 1]++;
          }
        }
        for (int s = 1; s < starts.length; s++) {
          starts[s] += starts[s - 1];
        }
        return starts[starts.length - 1];
      }

      private Strips filled(double[] edges, int total) {
        int[] filled = new int[total];
        int[] next = starts.clone();
        for (int i = 0; i < edges.length; i += 4) {
          for (int s = low(edges, i); s <= high(edges, i); s++) {
            filled[next[s]++] = i / 4;
          }
        }
        return new Strips(south, perDegree, starts, filled);
      }

      private int low(double[] edges, int i) {
        return strip(Math.min(edges[i + 1], edges[i + 3]));
      }

      private int high(double[] edges, int i) {
        return strip(Math.max(edges[i + 1], edges[i + 3]));
      }

      /**
       * Never falls as the latitude grows, so that a point's strip has every edge at its height.
       */
      private int strip(double lat) {
        int strip = (int) ((lat - south) * perDegree);
        return Math.max(0, Math.min(strip, starts.length - 2));
      }

      int from(double lat) {
        return starts[strip(lat)];
      }

      int to(double lat) {
        return starts[strip(lat) + 1];
      }

      int edge(int i) {
        return all[i];
      }
    }
  }
}
