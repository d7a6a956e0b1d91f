package io.offerflow.benchmarks;

import io.offerflow.zone.Zone;
import io.offerflow.zone.ZoneMap;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.GeometryFactory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** In which zones is this fix? Half of the zones are circles, half polygons of 24 corners. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ZoneBenchmark {
  private static final int FIXES = 4096;
  private static final int CORNERS = 24;
  private static final GeometryFactory GEOMETRY = new GeometryFactory();

  @Param({"10", "1000", "50000"})
  private int zones;

  private ZoneMap map;
  private final double[] lats = new double[FIXES];
  private final double[] lons = new double[FIXES];
  private int next;

  @Setup
  public void setUp() {
    SplittableRandom random = new SplittableRandom(7);
    List<Zone> all = new ArrayList<>();
    for (int i = 0; i < zones; i++) {
      all.add(zone(i, lat(random), lon(random)));
    }
    map = new ZoneMap(all);
    for (int i = 0; i < FIXES; i++) {
      lats[i] = lat(random);
      lons[i] = lon(random);
    }
  }

  @Benchmark
  public List<Zone> find() {
    next = (next + 1) & (FIXES - 1);
    return map.at(lats[next], lons[next]);
  }

  private static Zone zone(int number, double lat, double lon) {
    String name = "zone-" + number;
    long lapse = TimeUnit.HOURS.toMillis(12);
    if (number % 2 == 0) {
      Coordinate centre = new Coordinate(lon, lat);
      return new Zone(name, List.of(), GEOMETRY.createPoint(centre), 300, List.of(), 0, lapse);
    }
    Coordinate[] ring = new Coordinate[CORNERS + 1];
    for (int i = 0; i < CORNERS; i++) {
      double angle = 2 * Math.PI * i / CORNERS;
      ring[i] = new Coordinate(lon + 0.003 * Math.cos(angle), lat + 0.003 * Math.sin(angle));
    }
    ring[CORNERS] = ring[0];
    return new Zone(name, List.of(), GEOMETRY.createPolygon(ring), 0, List.of(), 0, lapse);
  }

  private static double lat(SplittableRandom random) {
    return 31.0 + random.nextDouble() * 0.5;
  }

  private static double lon(SplittableRandom random) {
    return 121.2 + random.nextDouble() * 0.6;
  }
}
