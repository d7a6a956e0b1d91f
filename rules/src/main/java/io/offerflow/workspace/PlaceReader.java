package io.offerflow.workspace;

import io.offerflow.event.EventType;
import io.offerflow.event.Field;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Reads a moment of zones: somebody comes, goes, or has been there for a while. */
final class PlaceReader {
  private final Sheet sheet;
  private final Catalogue catalogue;

  PlaceReader(Sheet sheet, Catalogue catalogue) {
    this.sheet = sheet;
    this.catalogue = catalogue;
  }

  MomentReader.Read enter(Section section) {
    Moment.Place place = place(section, "enter");
    return new MomentReader.Read(place == null ? null : new Moment.Enter(place), places(), null);
  }

  MomentReader.Read leave(Section section) {
    Moment.Place place = place(section, "leave");
    return MomentReader.Read.ofTime(place == null ? null : new Moment.Leave(place), "leave");
  }

  MomentReader.Read stay(Section section) {
    Moment.Place place = place(section, "stay");
    Yaml node = section.require("for", "`for: 20m`");
    Long length = node == null ? null : sheet.duration(node, "`for`", false);
    Moment moment = place == null || length == null ? null : new Moment.Stay(place, length);
    return MomentReader.Read.ofTime(moment, "stay");
  }

  private Moment.Place place(Section section, String key) {
    Yaml node = section.get(key);
    String text = node == null ? null : sheet.text(node, "`" + key + "`");
    if (text == null) {
      return null;
    }
    boolean tag = text.startsWith("tag:");
    String name = tag ? text.substring(4) : text;
    Set<String> known = tag ? catalogue.zoneTags() : catalogue.zoneNames();
    if (!known.contains(name) && !sheet.problems().isBroken(WorkspaceFiles.ZONES)) {
      String kind = tag ? "zone with the tag" : "zone";
      sheet.error(
          (Yaml.Scalar) node, tag ? 4 : 0, Sheet.noSuch(kind, name, known, WorkspaceFiles.ZONES));
    }
    return new Moment.Place(name, tag);
  }

  /** A fix or a cell brings somebody in: what either of the two events has can be named. */
  private EventType places() {
    Map<String, Field> signalling = catalogue.schema().events().get("signalling").fields();
    Map<String, Field> fields =
        new LinkedHashMap<>(catalogue.schema().events().get("location").fields());
    signalling.forEach(
        (name, field) -> {
          Field other = fields.putIfAbsent(name, field);
          if (other != null && other.type() != field.type()) {
            fields.remove(name);
          }
        });
    return new EventType("location", fields, true);
  }
}
