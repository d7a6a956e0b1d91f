package io.offerflow.workspace;

import io.offerflow.condition.Ref;
import io.offerflow.event.EventType;
import io.offerflow.event.Field;
import io.offerflow.event.ValueType;
import io.offerflow.feature.Feature;
import io.offerflow.feature.Window;
import java.math.BigDecimal;
import java.util.Map;

/** Reads a moment at which a number crosses a line. */
final class CrossReader {
  private final Sheet sheet;
  private final Catalogue catalogue;

  CrossReader(Sheet sheet, Catalogue catalogue) {
    this.sheet = sheet;
    this.catalogue = catalogue;
  }

  MomentReader.Read read(Section section) {
    Yaml node = section.get("cross");
    String name = node == null ? null : sheet.text(node, "`cross`");
    Yaml above = section.get("above");
    Yaml below = section.get("below");
    if (above != null && below != null) {
      sheet.error(
          section.key("below"), "`above` and `below` exclude each other: remove one of the two");
    } else if (above == null && below == null) {
      sheet.error(
          section.mapping, "`cross` needs a line: write {cross: spend_30d, above: 500}, or below");
    }
    Yaml line = above == null ? below : above;
    BigDecimal number =
        line == null ? null : sheet.number(line, above == null ? "`below`" : "`above`");
    if (name == null) {
      return new MomentReader.Read(null, null, null);
    }
    boolean profile = name.startsWith("customer.");
    Ref subject = profile ? attribute(node, name.substring(9)) : feature(node, name, section);
    Moment moment =
        subject == null || number == null ? null : new Moment.Cross(subject, above != null, number);
    return new MomentReader.Read(moment, crossEvent(profile, name), null);
  }

  private EventType crossEvent(boolean profile, String name) {
    if (profile) {
      return new EventType("profile", Map.of(), true);
    }
    Feature feature = catalogue.features().get(name);
    return feature == null ? null : catalogue.schema().events().get(feature.event());
  }

  private Ref attribute(Yaml node, String name) {
    Field field = catalogue.attribute(sheet, (Yaml.Scalar) node, 9, name);
    return field != null && numeric(node, "customer." + name, field.type())
        ? new Ref.Customer(name)
        : null;
  }

  private Ref feature(Yaml node, String name, Section section) {
    Feature feature = catalogue.features().get(name);
    if (feature == null) {
      if (!sheet.problems().isBroken(WorkspaceFiles.FEATURES) && !catalogue.doubts().about(name)) {
        String where = WorkspaceFiles.FEATURES + ", or write customer.x";
        sheet.error(node, Sheet.noSuch("feature", name, catalogue.features().keySet(), where));
      }
      return null;
    }
    if (section.has("below") && feature.window() instanceof Window.Calendar) {
      sheet.error(
          section.key("below"),
          "`below` is refused on `"
              + name
              + "`: a `since` feature begins anew by itself; use a"
              + " feature with `last`");
    }
    if (section.has("above") && feature.event().equals("offered")) {
      sheet.warning(
          node,
          "`"
              + name
              + "` never crosses a line upwards: `offered` starts no cause of its own; use"
              + " `below`, or a condition");
    }
    return numeric(node, name, feature.type()) ? new Ref.Feature(name) : null;
  }

  private boolean numeric(Yaml node, String name, ValueType type) {
    if (!type.isNumeric()) {
      sheet.error(node, "only a number can cross a line, but `" + name + "` is " + type.word());
    }
    return type.isNumeric();
  }
}
