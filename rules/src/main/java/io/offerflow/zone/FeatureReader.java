package io.offerflow.zone;

import io.offerflow.event.DurationText;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Point;

/** From a feature to a zone. Keeps the names that were there, so that none comes twice. */
final class FeatureReader {
  private static final long DEFAULT_LAPSE_MILLIS = 12 * 3_600_000L;

  /** Half way round the earth: a larger circle is all of it. */
  private static final double MAX_RADIUS_METRES = 20_015_000;

  private static final Set<String> MEMBERS = Set.of("type", "id", "bbox", "geometry", "properties");
  private static final List<String> PROPERTIES =
      List.of("name", "tags", "radius_m", "cells", "grace", "lapse");

  private final List<ZoneProblem> problems;
  private final GeometryReader geometries;
  private final Map<String, Integer> lines = new HashMap<>();

  FeatureReader(List<ZoneProblem> problems) {
    this.problems = problems;
    geometries = new GeometryReader(problems);
  }

  /** The zone, or null when there is a problem with it. */
  Zone read(Json value) {
    int before = problems.size();
    if (!(value instanceof Json.Obj feature)) {
      problem(value, "is " + value.kind() + ": write {\"type\": \"Feature\", ...}");
      return null;
    }
    members(feature);
    int beforeGeometry = problems.size();
    Geometry geometry = geometries.read(feature.get("geometry"));
    boolean badGeometry = problems.size() > beforeGeometry;
    Json given = feature.get("properties");
    if (!(given instanceof Json.Obj properties)) {
      problem(
          given == null ? feature : given,
          "a zone needs \"properties\" with at least a \"name\": {\"name\": \"airport\"}");
      return null;
    }
    keys(properties);
    Zone zone =
        new Zone(
            name(properties),
            texts(properties, "tags"),
            geometry,
            radius(properties, geometry, badGeometry),
            texts(properties, "cells"),
            duration(properties, "grace", 0),
            duration(properties, "lapse", DEFAULT_LAPSE_MILLIS));
    if (geometry == null && !badGeometry && zone.cells().isEmpty()) {
      problem(properties, "neither geometry nor \"cells\": nobody could ever enter this zone");
    }
    if (zone.lapseMillis() == 0) {
      problem(properties.get("lapse"), "a lapse of nothing ends every visit at once: write 12h");
    }
    return problems.size() == before ? zone : null;
  }

  private void keys(Json.Obj properties) {
    inOrder(properties.members())
        .forEach(
            (name, member) -> {
              if (!PROPERTIES.contains(name)) {
                String known = String.join(", ", PROPERTIES);
                problem(member, "unknown key \"" + name + "\": a zone has " + known);
              }
            });
  }

  private void members(Json.Obj feature) {
    if (!(feature.get("type") instanceof Json.Text type && type.value().equals("Feature"))) {
      Json at = feature.get("type") == null ? feature : feature.get("type");
      problem(at, "is not a Feature: write \"type\": \"Feature\"");
    }
    inOrder(feature.members())
        .forEach(
            (name, member) -> {
              if (PROPERTIES.contains(name)) {
                problem(member, "\"" + name + "\" belongs into \"properties\"");
              } else if (!MEMBERS.contains(name)) {
                problem(
                    member,
                    "unknown key \""
                        + name
                        + "\": a feature has type, id, bbox, geometry,"
                        + " properties");
              }
            });
  }

  private String name(Json.Obj properties) {
    Json value = properties.get("name");
    if (!(value instanceof Json.Text text)) {
      String what = value == null ? "a zone needs a \"name\"" : "name is " + value.kind();
      problem(value == null ? properties : value, what + ": write a text");
      return "";
    }
    String name = text.value();
    if (name.isBlank() || !name.equals(name.strip())) {
      problem(text, "a name is not empty and has no spaces at its ends");
    } else if (name.startsWith("tag:")) {
      problem(text, "\"tag:\" in front of a name means a tag of zones: name it otherwise");
    }
    Integer first = lines.putIfAbsent(name, text.line());
    if (first != null) {
      problem(text, "a zone \"" + name + "\" is there already, in line " + first);
    }
    return name;
  }

  private double radius(Json.Obj properties, Geometry geometry, boolean badGeometry) {
    Json value = properties.get("radius_m");
    boolean point = geometry instanceof Point;
    if (value == null) {
      if (point) {
        problem(properties, "a Point needs \"radius_m\", the metres around it that are inside");
      }
      return 0;
    }
    if (!point && !badGeometry) {
      problem(value, "radius_m is for a Point only: leave it out, or make the geometry a Point");
    }
    if (!(value instanceof Json.Num number)) {
      problem(value, "radius_m is " + value.kind() + ": write a number of metres");
      return 0;
    }
    if (!(number.value() > 0 && number.value() <= MAX_RADIUS_METRES)) {
      problem(value, "radius_m must be more than 0 and at most 20015000 metres");
    }
    return number.value();
  }

  /** The texts of that property, sorted. */
  private List<String> texts(Json.Obj properties, String name) {
    Json value = properties.get(name);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof Json.Arr array)) {
      problem(value, name + " is " + value.kind() + ": write an array of texts, [\"a\", \"b\"]");
      return List.of();
    }
    SortedSet<String> texts = new TreeSet<>();
    for (Json item : array.items()) {
      if (!(item instanceof Json.Text text) || text.value().isBlank()) {
        problem(item, "one of " + name + " is " + word(item) + ": write a text, in quotes");
      } else if (!texts.add(text.value())) {
        problem(item, "\"" + text.value() + "\" is twice among " + name + ": keep one");
      }
    }
    return List.copyOf(texts);
  }

  private static String word(Json item) {
    return item instanceof Json.Text ? "empty" : item.kind();
  }

  private long duration(Json.Obj properties, String name, long absent) {
    Json value = properties.get(name);
    if (value == null) {
      return absent;
    }
    if (!(value instanceof Json.Text text)) {
      problem(value, name + " is " + value.kind() + ": write a duration in quotes, \"60s\"");
      return absent;
    }
    try {
      return DurationText.parse(text.value());
    } catch (IllegalArgumentException wrong) {
      problem(value, name + ": " + wrong.getMessage());
      return absent;
    }
  }

  private static Map<String, Json.Member> inOrder(Map<String, Json.Member> members) {
    return new TreeMap<>(members);
  }

  private void problem(Json at, String message) {
    problems.add(new ZoneProblem(at.line(), at.column(), message));
  }

  private void problem(Json.Member at, String message) {
    problems.add(new ZoneProblem(at.line(), at.column(), message));
  }
}
