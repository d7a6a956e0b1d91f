package io.offerflow.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.offerflow.testing.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A day of fixes across Japan, when the folder shared/data is beside the repository. */
class RealFixesTest {
  private static final List<Zone> CITIES =
      List.of(
          Zones.zone(
              "tokyo",
              "POLYGON((139.56 35.53, 139.92 35.53, 139.95 35.80, 139.70 35.82, 139.56 35.74,"
                  + " 139.56 35.53), (139.73 35.67, 139.78 35.67, 139.78 35.70, 139.73 35.70,"
                  + " 139.73 35.67))"),
          Zones.circle("shinjuku", 35.6896, 139.7006, 2_500),
          Zones.circle("osaka", 34.7025, 135.4959, 12_000),
          Zones.zone(
              "nagoya-and-kyoto",
              "MULTIPOLYGON(((136.8 35.05, 137.05 35.05, 137.05 35.26, 136.8 35.26, 136.8 35.05)),"
                  + " ((135.68 34.93, 135.82 34.93, 135.75 35.1, 135.68 34.93)))"),
          Zones.circle("sapporo", 43.0687, 141.3508, 15_000),
          Zones.zone("north", "POLYGON((139 37, 146 37, 146 46, 139 46, 139 37))"));

  @Test
  void everyFixIsWhereBruteForceSaysItIs() throws IOException {
    Path file = Surroundings.sharedData("gps.csv");
    assumeTrue(file != null, "shared/data/gps.csv is not here: real fixes are not checked");
    ZoneMap map = new ZoneMap(CITIES);
    Map<String, Integer> hits = new TreeMap<>();
    for (String line : Files.readAllLines(file)) {
      String[] columns = line.split(",");
      double lon = Double.parseDouble(columns[2]);
      double lat = Double.parseDouble(columns[3]);
      List<String> names = ZoneMapTest.names(map.at(lat, lon));
      assertThat(names).isEqualTo(Zones.bruteForce(CITIES, lat, lon));
      names.forEach(name -> hits.merge(name, 1, Integer::sum));
    }
    assertThat(hits).hasSize(CITIES.size());
  }
}
