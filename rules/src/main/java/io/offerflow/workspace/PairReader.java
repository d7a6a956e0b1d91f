package io.offerflow.workspace;

import io.offerflow.event.EventType;
import io.offerflow.event.Field;
import io.offerflow.event.Nearest;
import io.offerflow.event.ValueType;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads a moment of two events: one, and another that must, or must not, come after it. */
final class PairReader {
  private final Sheet sheet;
  private final Catalogue catalogue;
  private final TriggerReader triggers;

  PairReader(Sheet sheet, Catalogue catalogue) {
    this.sheet = sheet;
    this.catalogue = catalogue;
    this.triggers = new TriggerReader(sheet, catalogue);
  }

  /** Whether a moment is such a one. */
  static boolean waits(Section section) {
    return section.has("without") || section.has("then");
  }

  MomentReader.Read read(Section section) {
    if (section.has("without") && section.has("then")) {
      sheet.error(
          section.key("then"), "`then` and `without` exclude each other: remove one of the two");
    }
    String key = section.has("without") ? "without" : "then";
    Moment.Trigger first = triggers.read(section, null);
    section.get("then");
    section.get("without");
    Yaml node = section.get(key);
    Section inner =
        node == null ? null : Section.of(sheet, node, "`" + key + "`", "{event: purchase}");
    Moment.Trigger expected = inner == null ? null : triggers.read(inner, null);
    if (inner != null) {
      inner.close();
    }
    Yaml withinNode = section.require("within", "`within: 2h`");
    Long within = withinNode == null ? null : sheet.duration(withinNode, "`within`", false);
    Field match = match(section, first, expected);
    EventType typeOfFirst = triggers.typeOf(first);
    if (first == null || expected == null || within == null) {
      return new MomentReader.Read(
          null, key.equals("then") ? triggers.typeOf(expected) : typeOfFirst, null);
    }
    String name = match == null ? null : match.name();
    ValueType type = match == null ? null : match.type();
    if (key.equals("without")) {
      Moment moment = new Moment.Without(first, expected, within, name, type);
      return new MomentReader.Read(moment, typeOfFirst, null);
    }
    if ("offered".equals(expected.type())) {
      sheet.error(inner.mapping, "`offered` starts no cause of its own: it cannot end a sequence");
    }
    Moment moment = new Moment.Then(first, expected, within, name, type);
    return new MomentReader.Read(moment, triggers.typeOf(expected), typeOfFirst, null);
  }

  private Field match(Section section, Moment.Trigger first, Moment.Trigger expected) {
    Yaml node = section.get("match");
    String name = node == null ? null : sheet.text(node, "`match`");
    if (name == null || first == null || expected == null) {
      return null;
    }
    Map<String, Field> ofFirst = catalogue.schema().events().get(first.type()).fields();
    Map<String, Field> ofExpected = catalogue.schema().events().get(expected.type()).fields();
    Set<String> common = new TreeSet<>(ofFirst.keySet());
    common.retainAll(ofExpected.keySet());
    if (!common.contains(name)) {
      sheet.error(
          node,
          "`"
              + first.type()
              + "` and `"
              + expected.type()
              + "` do not both have a field `"
              + Sheet.shorten(name)
              + "`"
              + Nearest.hint(name, common));
      return null;
    }
    if (ofFirst.get(name).type() != ofExpected.get(name).type()) {
      sheet.error(
          node,
          "`"
              + name
              + "` is "
              + ofFirst.get(name).type().word()
              + " in `"
              + first.type()
              + "` and "
              + ofExpected.get(name).type().word()
              + " in `"
              + expected.type()
              + "`: they can never be equal");
      return null;
    }
    return ofFirst.get(name);
  }
}
