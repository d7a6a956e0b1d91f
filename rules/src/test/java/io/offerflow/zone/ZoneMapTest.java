package io.offerflow.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;

class ZoneMapTest {

  @Test
  void bordersVerticesAndTheRimsOfHolesAreInside() {
    ZoneMap map =
        new ZoneMap(
            List.of(
                Zones.zone("z", "POLYGON((0 0, 4 0, 4 4, 0 4, 0 0), (1 1, 1 3, 3 3, 3 1, 1 1))")));
    assertThat(names(map.at(0, 0))).containsExactly("z");
    assertThat(names(map.at(4, 4))).containsExactly("z");
    assertThat(names(map.at(0, 2))).containsExactly("z");
    assertThat(names(map.at(2, 4))).containsExactly("z");
    assertThat(names(map.at(1, 1))).containsExactly("z");
    assertThat(names(map.at(2, 1))).containsExactly("z");
    assertThat(names(map.at(0.5, 2))).containsExactly("z");
    assertThat(map.at(2, 2)).isEmpty();
    assertThat(map.at(1.0000001, 1.0000001)).isEmpty();
    assertThat(map.at(4.0000001, 2)).isEmpty();
    assertThat(map.at(2, -0.0000001)).isEmpty();
  }

  @Test
  void zonesAreFoundByPointCellAndNameSortedByName() {
    Zone north = Zones.of("n", Zones.square(0, 0, 2), 0, List.of("c1"), 0, 1);
    Zone all = Zones.of("a", Zones.square(-9, -9, 18), 0, List.of("c1", "c2"), 0, 1);
    Zone cells = Zones.of("m", null, 0, List.of("c1"), 0, 1);
    ZoneMap map = new ZoneMap(List.of(north, cells, all));
    assertThat(names(map.at(1, 1))).containsExactly("a", "n");
    assertThat(names(map.at(-1, 1))).containsExactly("a");
    assertThat(names(map.ofCell("c1"))).containsExactly("a", "m", "n");
    assertThat(names(map.ofCell("c2"))).containsExactly("a");
    assertThat(map.ofCell("c3")).isEmpty();
    assertThat(map.get("m")).isSameAs(cells);
    assertThat(map.get("x")).isNull();
    assertThat(map.all()).containsExactly(all, cells, north);
    assertThatThrownBy(() -> new ZoneMap(List.of(north, north))).hasMessageContaining("named n");
  }

  @Test
  void noZonesAtAllAreFine() {
    ZoneMap map = new ZoneMap(List.of());
    assertThat(map.at(0, 0)).isEmpty();
    assertThat(map.ofCell("c")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "31.14, 121.80, 31.15, 121.81, true",
    "31.14, 121.80, 31.16, 121.80, false",
    // Over the antimeridian, both ways, and at its two names.
    "0, 179.99, 0, -179.999, true",
    "0, -179.99, 0, 179.999, true",
    "0, 180, 0, -180, true",
    "0, -180, 0, 180, true",
    "0, 179.99, 0, -179.97, false",
    // Over the poles.
    "89.99, 0, 89.995, 180, true",
    "89.99, 0, 90, 77, true",
    "-89.99, 10, -89.995, -170, true",
    "89.9, 0, 89.9, 180, false",
    // Points that are not on earth are nowhere.
    "89.99, 0, 90.001, 0, false",
    "0, 179.99, 0, 180.001, false"
  })
  void circlesFollowTheGreatCircle(
      double lat, double lon, double atLat, double atLon, boolean inside) {
    ZoneMap map = new ZoneMap(List.of(Zones.circle("c", lat, lon, 2000)));
    assertThat(map.at(atLat, atLon)).hasSize(inside ? 1 : 0);
  }

  @Property(tries = 500)
  void circlesAgreeWithVectorsEverywhere(@ForAll Random random) {
    double lat = random.nextInt(4) == 0 ? 90 - random.nextDouble() : random.nextDouble() * 180 - 90;
    lat = random.nextBoolean() ? lat : -lat;
    double lon = random.nextInt(3) == 0 ? 179.9 : random.nextDouble() * 360 - 180;
    double radius = Math.pow(10, random.nextDouble() * 7.2);
    ZoneMap map = new ZoneMap(List.of(Zones.circle("c", lat, lon, radius)));
    for (int i = 0; i < 50; i++) {
      // Points in all directions, from the centre to twice the radius.
      double[] at = travel(lat, lon, random.nextDouble() * 360, radius * 2 * random.nextDouble());
      double metres = Zones.metres(lat, lon, at[0], at[1]);
      if (Math.abs(metres - radius) > 0.2) {
        assertThat(map.at(at[0], at[1]))
            .as("%s of %s m", metres, radius)
            .hasSize(metres <= radius ? 1 : 0);
      }
    }
  }

  @Property(tries = 200)
  void polygonsAgreeWithJts(@ForAll Random random) {
    List<Zone> zones = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      zones.add(Zones.of("z" + i, randomGeometry(random), 0, List.of(), 0, 1));
    }
    ZoneMap map = new ZoneMap(zones);
    for (int i = 0; i < 60; i++) {
      // On the grid of the vertices half of the time, so that borders and vertices are hit.
      boolean onGrid = random.nextBoolean();
      double lat = onGrid ? random.nextInt(41) / 2.0 - 10 : random.nextDouble() * 20 - 10;
      double lon = onGrid ? random.nextInt(41) / 2.0 - 10 : random.nextDouble() * 20 - 10;
      assertThat(names(map.at(lat, lon)))
          .as("%s %s", lat, lon)
          .isEqualTo(Zones.bruteForce(zones, lat, lon));
    }
  }

  @Test
  void aCoastOfManyThousandVerticesAgreesWithJts() {
    Random random = new Random(7);
    Coordinate[] positions = new Coordinate[6001];
    for (int i = 0; i < 6000; i++) {
      double angle = 2 * Math.PI * i / 6000;
      double radius = 5 + random.nextDouble();
      positions[i] = new Coordinate(radius * Math.cos(angle), radius * Math.sin(angle));
    }
    positions[6000] = positions[0];
    List<Zone> zones =
        List.of(Zones.of("coast", Zones.FACTORY.createPolygon(positions), 0, List.of(), 0, 1));
    ZoneMap map = new ZoneMap(zones);
    for (int i = 0; i < 300; i++) {
      double lat = random.nextDouble() * 13 - 6.5;
      double lon = random.nextDouble() * 13 - 6.5;
      assertThat(names(map.at(lat, lon))).isEqualTo(Zones.bruteForce(zones, lat, lon));
    }
    for (int i = 0; i < 6000; i += 10) {
      assertThat(map.at(positions[i].y, positions[i].x)).hasSize(1);
    }
  }

  @Test
  void tallTeethDoNotFillTheMemory() {
    // Each edge spans the whole height: strips of latitude would hold every edge.
    int teeth = 4000;
    Coordinate[] positions = new Coordinate[teeth * 2 + 3];
    for (int i = 0; i <= teeth * 2; i++) {
      positions[i] = new Coordinate(i * 0.01, i % 2 == 0 ? 1 : 9);
    }
    positions[teeth * 2 + 1] = new Coordinate(0, 0);
    positions[teeth * 2 + 2] = positions[0];
    positions[teeth * 2] = new Coordinate(teeth * 0.02, 0);
    List<Zone> zones =
        List.of(Zones.of("comb", Zones.FACTORY.createPolygon(positions), 0, List.of(), 0, 1));
    ZoneMap map = new ZoneMap(zones);
    Random random = new Random(11);
    for (int i = 0; i < 100; i++) {
      double lat = random.nextDouble() * 10;
      double lon = random.nextDouble() * 80;
      assertThat(names(map.at(lat, lon))).isEqualTo(Zones.bruteForce(zones, lat, lon));
    }
  }

  @Test
  void fiftyThousandZonesAreFoundAsByBruteForce() {
    List<Zone> zones = city(50_000);
    ZoneMap map = new ZoneMap(zones);
    Random random = new Random(3);
    int found = 0;
    for (int i = 0; i < 100; i++) {
      double lat = 30 + random.nextDouble() * 5;
      double lon = 120 + random.nextDouble() * 5;
      List<String> names = names(map.at(lat, lon));
      assertThat(names).isEqualTo(Zones.bruteForce(zones, lat, lon));
      found += names.size();
    }
    assertThat(found).isGreaterThan(50);
  }

  /** Octagons and circles of some hundred metres, scattered over five by five degrees. */
  static List<Zone> city(int count) {
    Random random = new Random(count);
    double reach = 2.5 / Math.sqrt(count);
    List<Zone> zones = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double lat = 30 + random.nextDouble() * 5;
      double lon = 120 + random.nextDouble() * 5;
      if (i % 3 == 0) {
        zones.add(Zones.circle("z" + i, lat, lon, reach * 111_000));
      } else {
        Coordinate[] positions = new Coordinate[9];
        for (int k = 0; k < 8; k++) {
          double angle = Math.PI * k / 4;
          double radius = reach * (0.5 + random.nextDouble());
          positions[k] =
              new Coordinate(lon + radius * Math.cos(angle), lat + radius * Math.sin(angle));
        }
        positions[8] = positions[0];
        zones.add(Zones.of("z" + i, Zones.FACTORY.createPolygon(positions), 0, List.of(), 0, 1));
      }
    }
    return zones;
  }

  static List<String> names(List<Zone> zones) {
    return zones.stream().map(Zone::name).toList();
  }

  /** A valid polygon on a grid of half degrees, with a hole or without, or two of them. */
  private static Geometry randomGeometry(Random random) {
    Polygon first = randomPolygon(random, random.nextInt(9) - 4.0, random.nextInt(9) - 4.0);
    if (random.nextInt(3) > 0) {
      return first;
    }
    Polygon second = randomPolygon(random, random.nextInt(9) - 4.0, random.nextInt(9) - 4.0);
    Geometry both = Zones.FACTORY.createMultiPolygon(new Polygon[] {first, second});
    return both.isValid() ? both : first;
  }

  private static Polygon randomPolygon(Random random, double lon, double lat) {
    int corners = 3 + random.nextInt(random.nextInt(8) == 0 ? 120 : 9);
    Coordinate[] shell = new Coordinate[corners + 1];
    Coordinate[] hole = new Coordinate[corners + 1];
    for (int i = 0; i < corners; i++) {
      double angle = 2 * Math.PI * i / corners;
      double radius = 2 + random.nextDouble() * 4;
      double x = Math.rint(2 * radius * Math.cos(angle)) / 2;
      double y = Math.rint(2 * radius * Math.sin(angle)) / 2;
      shell[i] = new Coordinate(lon + x, lat + y);
      hole[i] = new Coordinate(lon + x / 2, lat + y / 2);
    }
    shell[corners] = shell[0];
    hole[corners] = hole[0];
    LinearRing[] holes = {Zones.FACTORY.createLinearRing(hole)};
    Polygon holed = Zones.FACTORY.createPolygon(Zones.FACTORY.createLinearRing(shell), holes);
    Polygon whole = Zones.FACTORY.createPolygon(shell);
    if (random.nextBoolean() && holed.isValid()) {
      return holed;
    }
    return whole.isValid() ? whole : Zones.square(lon, lat, 3);
  }

  /** Where one comes to, going so many metres into that direction. */
  private static double[] travel(double lat, double lon, double bearing, double metres) {
    double angle = Math.min(metres / 6_371_008.8, Math.PI);
    double phi = Math.toRadians(lat);
    double theta = Math.toRadians(bearing);
    double sine =
        Math.sin(phi) * Math.cos(angle) + Math.cos(phi) * Math.sin(angle) * Math.cos(theta);
    double phi2 = Math.asin(Math.max(-1, Math.min(1, sine)));
    double y = Math.sin(theta) * Math.sin(angle) * Math.cos(phi);
    double x = Math.cos(angle) - Math.sin(phi) * Math.sin(phi2);
    double lon2 = lon + Math.toDegrees(Math.atan2(y, x));
    return new double[] {Math.toDegrees(phi2), (lon2 + 540) % 360 - 180};
  }
}
