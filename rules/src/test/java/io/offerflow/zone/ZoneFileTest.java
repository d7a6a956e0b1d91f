package io.offerflow.zone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.locationtech.jts.geom.MultiPolygon;
import org.locationtech.jts.geom.Point;

class ZoneFileTest {
  private static final String FILE =
      """
      {"type": "FeatureCollection", "name": "export", "features": [
        {"type": "Feature", "id": 7, "bbox": [0, 0, 1, 1],
         "properties": {"name": "airport", "tags": ["travel", "busy"], "grace": "60s", "lapse": "2h"},
         "geometry": {"type": "Polygon", "coordinates": [[[0,0],[4,0],[4,4],[0,4],[0,0]],
                                                         [[1,1,9],[2,1,9],[2,2,9],[1,1,9]]]}},
        {"type": "Feature", "properties": {"name": "店", "radius_m": 250.5, "tags": null},
         "geometry": {"type": "Point", "coordinates": [121.8, 31.14]}},
        {"type": "Feature", "properties": {"name": "metro", "cells": ["b", "a"]}, "geometry": null},
        {"type": "Feature", "properties": {"name": "islands", "cells": ["c"]},
         "geometry": {"type": "MultiPolygon", "coordinates":
           [[[[179,0],[180,0],[180,1],[179,0]]], [[[-180,0],[-179,0],[-180,1],[-180,0]]]]}}
      ]}
      """;

  @Test
  void readsAllKindsOfZones() {
    ZoneFile.Result result = parse(FILE);

    assertThat(result.problems()).isEmpty();
    assertThat(result.zones())
        .extracting(Zone::name)
        .containsExactly("airport", "店", "metro", "islands");
    Zone airport = result.zones().get(0);
    assertThat(airport.tags()).containsExactly("busy", "travel");
    assertThat(airport.graceMillis()).isEqualTo(60_000);
    assertThat(airport.lapseMillis()).isEqualTo(7_200_000);
    assertThat(airport.geometry().getArea()).isEqualTo(15.5);
    Zone shop = result.zones().get(1);
    assertThat((Object) shop.geometry()).isInstanceOf(Point.class);
    assertThat(shop.radiusMetres()).isEqualTo(250.5);
    assertThat(shop.graceMillis()).isZero();
    assertThat(shop.lapseMillis()).isEqualTo(12 * 3_600_000);
    assertThat((Object) result.zones().get(2).geometry()).isNull();
    assertThat(result.zones().get(2).cells()).containsExactly("a", "b");
    assertThat((Object) result.zones().get(3).geometry()).isInstanceOf(MultiPolygon.class);
  }

  @Test
  void anEmptyCollectionAndAByteOrderMarkAreFine() {
    ZoneFile.Result result = parse("\uFEFF{\"features\": [], \"type\": \"FeatureCollection\"}");
    assertThat(result.problems()).isEmpty();
    assertThat(result.zones()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                | a zone needs a "name"
          {"name": 5}                       | name is a number: write a text
          {"name": " a"}                    | no spaces at its ends
          {"name": "tag:a"}                 | means a tag of zones
          {"name": "z", "color": "red"}     | unknown key "color": a zone has name, tags, radius_m, cells, grace, lapse
          {"name": "z", "radius_m": 5}      | radius_m is for a Point only
          {"name": "z", "tags": "a"}        | tags is a text: write an array of texts
          {"name": "z", "tags": [1]}        | one of tags is a number: write a text, in quotes
          {"name": "z", "tags": ["a", "a"]} | "a" is twice among tags
          {"name": "z", "cells": [""]}      | one of cells is empty
          {"name": "z", "grace": 60}        | grace is a number: write a duration in quotes
          {"name": "z", "grace": "1 min"}   | grace: "1 min" is not a duration
          {"name": "z", "lapse": "0s"}      | a lapse of nothing
          null                              | a zone needs "properties"
          {"name": "z", "name": "y"}        | the key "name" is here twice
          """)
  void refusesProperties(String properties, String message) {
    String polygon = "{\"type\": \"Polygon\", \"coordinates\": [[[0,0],[4,0],[4,4],[0,0]]]}";
    assertOneProblem(feature(properties, polygon), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          null                                                     | neither geometry nor "cells"
          5                                                        | geometry is a number
          {"type": "Point", "coordinates": [1, 2]}                 | a Point needs "radius_m"
          {"type": "LineString", "coordinates": [[1,2],[3,4]]}     | a zone cannot be a LineString
          {"coordinates": [[1,2],[3,4]]}                           | a geometry without a type
          {"type": "Polygon"}                                      | coordinates are missing
          {"type": "Polygon", "coordinates": []}                   | this is empty: write an array of rings
          {"type": "Polygon", "coordinates": [[[0,0],[4,0],[0,0]]]}           | a ring of 3: write at least 4 positions
          {"type": "Polygon", "coordinates": [[[0,0],[4,0],[4,4],[0,4]]]}     | the ring is not closed: its last position must be its first, [0.0, 0.0]
          {"type": "Polygon", "coordinates": [[[31,121],[32,121],[32,122],[31,121]]]} | are the two swapped?
          {"type": "Polygon", "coordinates": [[[0,0],[4,"0"],[4,4],[0,0]]]}   | a text in a position
          {"type": "Polygon", "coordinates": [[[0,0],[4],[4,4],[0,0]]]}       | a position of 1 numbers
          {"type": "Polygon", "coordinates": [[[0,0],4,[4,4],[0,0]]]}         | this is a number: write [longitude, latitude]
          {"type": "Polygon", "coordinates": [[[0,0],[1e999,0],[4,4],[0,0]]]} | not finite
          {"type": "Polygon", "coordinates": [[[0,0],[181,0],[4,4],[0,0]]]}   | a zone across the antimeridian is a MultiPolygon
          {"type": "Polygon", "coordinates": [[[179,0],[-179,0],[-179,1],[179,1],[179,0]]]} | write a MultiPolygon cut at 180
          {"type": "Polygon", "coordinates": [[[0,0],[4,4],[4,0],[0,4],[0,0]]]} | borders cross or overlap near [2.0, 2.0]
          {"type": "Polygon", "coordinates": [[[0,0],[1,1],[2,2],[0,0]]]}     | borders cross or overlap
          {"type": "Polygon", "coordinates": [[[0,0],[0,0],[0,0],[0,0]]]}     | a ring without an inside
          {"type": "Polygon", "coordinates": [[[0,0],[4,0],[4,4],[0,0]],[[9,9],[10,9],[9,10],[9,9]]]} | a hole lies outside its polygon
          {"type": "Polygon", "coordinates": [[[0,0],[4,0],[4,4],[0,0]]], "radius_m": 4} | unknown key "radius_m"
          {"type": "MultiPolygon", "coordinates": [[[[0,0],[4,0],[0,4],[0,0]]],[[[0,0],[4,0],[4,4],[0,0]]]]} | borders cross or overlap
          """)
  void refusesGeometries(String geometry, String message) {
    assertOneProblem(feature("{\"name\": \"z\"}", geometry), message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          []                                       | a zones file is {"type": "FeatureCollection"
          {"type": "FeatureCollection"}            | no "features"
          {"features": []}                         | no "type"
          {"type": "Feature", "features": []}      | is not a FeatureCollection
          {"type": "FeatureCollection", "features": {}} | features is an object: write an array
          {"type": "FeatureCollection", "features": [5]} | is a number: write {"type": "Feature"
          {"type": "FeatureCollection", "features": [], "features": []} | is here twice
          {"type": "FeatureCollection", "features": [] | is not JSON
          {"type": "FeatureCollection", "features": []} 1 | something follows
          {"type": "FeatureCollection", "features": [], "crs": {"properties": {"name": "EPSG:3857"}}} | in WGS 84 (EPSG:4326)
          {"type": "FeatureCollection", "features": [NaN]} | is not JSON
          """)
  void refusesFiles(String file, String message) {
    assertOneProblem(file, message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"urn:ogc:def:crs:OGC:1.3:CRS84", "urn:ogc:def:crs:EPSG::4326"})
  void acceptsTheReferenceSystemThatItReads(String name) {
    String file =
        "{\"type\": \"FeatureCollection\", \"features\": [], \"crs\": {\"type\": \"name\","
            + " \"properties\": {\"name\": \""
            + name
            + "\"}}}";
    assertThat(parse(file).problems()).isEmpty();
  }

  @Test
  void everyProblemIsReportedAtItsPlaceAndGoodZonesStay() {
    String file =
        """
        {"type": "FeatureCollection", "features": [
          {"type": "Feature", "properties": {"name": "a", "cells": ["1"]}, "geometry": null},
          {"type": "Feature", "properties": {"name": "a", "cells": ["2"]}, "geometry": null},
          {"type": "Feature", "properties": {"name": "b", "cells": [3], "size": 4}, "geometry": null},
          {"type": "Feature", "name": "c", "properties": {"name": "c", "cells": ["4"]}}
        ]}
        """;
    ZoneFile.Result result = parse(file);
    assertThat(result.problems())
        .extracting(ZoneProblem::line, ZoneProblem::column, p -> p.message().substring(0, 22))
        .containsExactly(
            tuple(3, 46, "a zone \"a\" is there al"),
            tuple(4, 37, "neither geometry nor \""),
            tuple(4, 61, "one of cells is a numb"),
            tuple(4, 65, "unknown key \"size\": a "),
            tuple(5, 23, "\"name\" belongs into \"p"));
    assertThat(result.zones()).extracting(Zone::name).containsExactly("a");
  }

  @Test
  void columnsCountCharactersNotBytes() {
    String file = "{\"type\": \"FeatureCollection\", \"标\": \"题\", \"features\": 5}";
    assertThat(parse(file).problems())
        .extracting(ZoneProblem::column)
        .containsExactly(file.indexOf('5') + 1);
  }

  @Test
  void bytesThatAreNotUtf8HaveAPlace() {
    byte[] bytes = "{\n \"é".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(ZoneFile.parse(bytes).problems())
        .containsExactly(
            new ZoneProblem(2, 3, "this is not UTF-8 from here on: save the file as UTF-8"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE"})
  void aFileInAnotherEncodingIsSaidAtOnce(String charset) {
    byte[] bytes = "{\"type\": \"FeatureCollection\"}".getBytes(Charset.forName(charset));
    assertThat(ZoneFile.parse(bytes).problems())
        .containsExactly(new ZoneProblem(1, 1, "this file is in UTF-16: save it as UTF-8"));
  }

  @Test
  void whatIsSaidOfBrokenJsonIsForPeople() {
    assertThat(parse("{\"type\": \"FeatureCollection\", \"features\": [").problems())
        .extracting(ZoneProblem::message)
        .containsExactly(
            "this is not JSON: Unexpected end-of-input: expected close marker for Array");
  }

  @Test
  void depthIsLimited() {
    String file =
        "{\"type\": \"FeatureCollection\", \"features\": ["
            + "[".repeat(10_000)
            + "]".repeat(10_000)
            + "]}";
    assertOneProblem(file, "more than 32 levels deep");
  }

  @Test
  void oneFeatureHasALimitOfValues() {
    String file =
        "{\"type\": \"FeatureCollection\", \"features\": [[" + "1,".repeat(1_000_000) + "1]]}";
    assertOneProblem(file, "more than 1000000 values in one feature");
  }

  @Test
  void anEmptyFileIsNoCollection() {
    assertOneProblem("", "a zones file is");
  }

  @Property(tries = 300)
  void brokenFilesAreProblemsNeverExceptions(
      @ForAll @IntRange(max = 1200) int at, @ForAll byte replacement) {
    byte[] bytes = FILE.getBytes(StandardCharsets.UTF_8);
    bytes[at % bytes.length] = replacement;
    ZoneFile.Result result = ZoneFile.parse(bytes);
    assertThat(result.zones().size() == 4 || !result.problems().isEmpty()).isTrue();
  }

  private static void assertOneProblem(String file, String message) {
    List<ZoneProblem> problems = parse(file).problems();
    assertThat(problems).hasSize(1);
    assertThat(problems.get(0).message()).contains(message);
    assertThat(problems.get(0).line()).isEqualTo(1);
    assertThat(problems.get(0).column()).isPositive();
  }

  private static String feature(String properties, String geometry) {
    return "{\"type\": \"FeatureCollection\", \"features\": [{\"type\": \"Feature\","
        + " \"properties\": "
        + properties
        + ", \"geometry\": "
        + geometry
        + "}]}";
  }

  private static ZoneFile.Result parse(String text) {
    return ZoneFile.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}
