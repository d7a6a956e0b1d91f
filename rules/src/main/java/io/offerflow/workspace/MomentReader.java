package io.offerflow.workspace;

import io.offerflow.condition.Condition;
import io.offerflow.condition.Names;
import io.offerflow.condition.Ref;
import io.offerflow.event.EventType;
import io.offerflow.event.Field;
import io.offerflow.event.ValueType;
import io.offerflow.feature.Feature;
import io.offerflow.feature.Window;
import java.math.BigDecimal;
import java.time.LocalTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a campaign's {@code when}. */
final class MomentReader {
  private static final List<String> FORMS =
      List.of(
          "event",
          "enter",
          "leave",
          "stay",
          "cross",
          "date",
          "yearly",
          "tagged",
          "untagged",
          "ask");

  private static final Pattern DAYS = Pattern.compile("([-+]?[0-9]{1,6})([dw])");
  private static final Pattern CLOCK = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]");

  /** A hundred years. */
  private static final int MAX_OFFSET = 36_500;

  private final Sheet sheet;
  private final Catalogue catalogue;
  private final ConditionText conditions;

  MomentReader(Sheet sheet, Catalogue catalogue) {
    this.sheet = sheet;
    this.catalogue = catalogue;
    this.conditions = new ConditionText(sheet, catalogue.doubts());
  }

  /**
   * A moment and what can be said about its event.
   *
   * @param moment null when something is wrong with it
   * @param event the fields that {@code event.x} may name; null when there is no event
   * @param first the fields that {@code first.x} may name; null but in a sequence
   * @param withoutEvent why there is no event
   */
  record Read(Moment moment, EventType event, EventType first, String withoutEvent) {
    Read(Moment moment, EventType event, String withoutEvent) {
      this(moment, event, null, withoutEvent);
    }
  }

  /** An unreadable moment has an event with every field there is: conditions are still checked. */
  Read read(Yaml node) {
    Section section = Section.of(sheet, node, "`when`", "{event: purchase} or {enter: ZONE}");
    if (section == null) {
      return new Read(null, null, null);
    }
    String form = form(section);
    if (form == null) {
      return new Read(null, null, null);
    }
    Read read = read(section, form);
    section.close();
    return read;
  }

  private Read read(Section section, String form) {
    return switch (form) {
      case "event" -> waits(section) ? pair(section) : event(section);
      case "enter" -> enter(section);
      case "leave" -> leave(section);
      case "stay" -> stay(section);
      case "cross" -> cross(section);
      default -> later(section, form);
    };
  }

  private String form(Section section) {
    String found = null;
    for (String form : FORMS) {
      if (section.has(form) && found != null) {
        sheet.error(
            section.key(form),
            "a campaign has one moment: remove `"
                + found
                + "` or `"
                + form
                + "`, or write a second campaign");
        return null;
      }
      found = section.has(form) ? form : found;
    }
    if (found == null) {
      FORMS.forEach(section::get);
      section.get("where");
      section.get("for");
      section.get("without");
      section.get("then");
      section.close();
      sheet.error(
          section.mapping,
          "`when` names no moment: write {event: purchase}, {enter: ZONE}, {leave: ZONE} or"
              + " {cross: FEATURE, above: 500}");
    }
    return found;
  }

  private Read event(Section section) {
    Moment.Trigger trigger = trigger(section, true);
    EventType type = trigger == null ? null : catalogue.schema().events().get(trigger.type());
    return new Read(trigger == null ? null : new Moment.OnEvent(trigger), type, null);
  }

  /**
   * The keys {@code event} and {@code where} of a section.
   *
   * @param starts whether the event itself starts the cause
   */
  private Moment.Trigger trigger(Section section, boolean starts) {
    Yaml node = section.require("event", "`event: purchase`");
    String name =
        node == null
            ? null
            : sheet.reference(
                node, "type of event", catalogue.schema().events().keySet(), WorkspaceFiles.SCHEMA);
    EventType type = name == null ? null : catalogue.schema().events().get(name);
    if (name != null && FeaturesReader.NEVER.containsKey(name)) {
      sheet.error(node, "`" + name + "` cannot be waited for: " + FeaturesReader.NEVER.get(name));
    } else if (starts && "offered".equals(name)) {
      sheet.error(
          node, "`offered` starts no cause of its own: use it in features and with `without`");
    }
    Yaml whereNode = section.condition("where");
    Condition where =
        whereNode == null || type == null
            ? null
            : conditions.read(whereNode, Names.where(type), "`where`");
    return type == null ? null : new Moment.Trigger(name, where);
  }

  private static boolean waits(Section section) {
    return section.has("without") || section.has("then");
  }

  /** An event and another one that must, or must not, come after it. */
  private Read pair(Section section) {
    if (section.has("without") && section.has("then")) {
      sheet.error(
          section.key("then"), "`then` and `without` exclude each other: remove one of the two");
    }
    String key = section.has("without") ? "without" : "then";
    Moment.Trigger first = trigger(section, false);
    section.get("then");
    section.get("without");
    Yaml node = section.get(key);
    Section inner =
        node == null ? null : Section.of(sheet, node, "`" + key + "`", "{event: purchase}");
    Moment.Trigger expected = inner == null ? null : trigger(inner, false);
    if (inner != null) {
      inner.close();
    }
    Yaml withinNode = section.require("within", "`within: 2h`");
    Long within = withinNode == null ? null : sheet.duration(withinNode, "`within`", false);
    Field match = match(section, first, expected);
    EventType typeOfFirst = typeOf(first);
    if (first == null || expected == null || within == null) {
      return new Read(null, key.equals("then") ? typeOf(expected) : typeOfFirst, null);
    }
    String name = match == null ? null : match.name();
    ValueType type = match == null ? null : match.type();
    if (key.equals("without")) {
      Moment moment = new Moment.Without(first, expected, within, name, type);
      return new Read(moment, typeOfFirst, null);
    }
    if ("offered".equals(expected.type())) {
      sheet.error(inner.mapping, "`offered` starts no cause of its own: it cannot end a sequence");
    }
    Moment moment = new Moment.Then(first, expected, within, name, type);
    return new Read(moment, typeOf(expected), typeOfFirst, null);
  }

  private EventType typeOf(Moment.Trigger trigger) {
    return trigger == null ? null : catalogue.schema().events().get(trigger.type());
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
              + Sheet.nearest(name, common));
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

  private Read enter(Section section) {
    Moment.Place place = place(section, "enter");
    return new Read(place == null ? null : new Moment.Enter(place), places(), null);
  }

  private Read leave(Section section) {
    Moment.Place place = place(section, "leave");
    return new Read(place == null ? null : new Moment.Leave(place), null, noEvent("leave"));
  }

  private Read stay(Section section) {
    Moment.Place place = place(section, "stay");
    Yaml node = section.require("for", "`for: 20m`");
    Long length = node == null ? null : sheet.duration(node, "`for`", false);
    Moment moment = place == null || length == null ? null : new Moment.Stay(place, length);
    return new Read(moment, null, noEvent("stay"));
  }

  private Read later(Section section, String form) {
    return switch (form) {
      case "date" -> date(section);
      case "yearly" -> yearly(section);
      case "ask" -> ask(section);
      default -> tag(section, form);
    };
  }

  private Read date(Section section) {
    String attribute = dateAttribute(section, "date");
    int offset = offset(section);
    LocalTime at = at(section);
    Moment moment = attribute == null || at == null ? null : new Moment.Date(attribute, offset, at);
    return new Read(moment, null, noEvent("date"));
  }

  private Read yearly(Section section) {
    String attribute = dateAttribute(section, "yearly");
    LocalTime at = at(section);
    Moment moment = attribute == null || at == null ? null : new Moment.Yearly(attribute, at);
    return new Read(moment, null, noEvent("yearly"));
  }

  /** An attribute by its bare name; {@code customer.x} is understood as well. */
  private String dateAttribute(Section section, String key) {
    Yaml node = section.get(key);
    String text = node == null ? null : sheet.text(node, "`" + key + "`");
    if (text == null) {
      return null;
    }
    int skipped = text.startsWith("customer.") ? 9 : 0;
    String name = text.substring(skipped);
    Field field = attribute((Yaml.Scalar) node, skipped, name);
    if (field == null) {
      return null;
    }
    if (field.type() != ValueType.DATE) {
      sheet.error(node, "`" + key + "` needs a date, but `" + name + "` is " + field.type().word());
      return null;
    }
    return name;
  }

  private int offset(Section section) {
    Yaml node = section.get("offset");
    String text = node instanceof Yaml.Scalar scalar ? scalar.text() : "";
    Matcher days = DAYS.matcher(text);
    if (node == null) {
      return 0;
    }
    if (!days.matches()) {
      sheet.error(node, "`offset` is whole days or weeks: write it like -30d, 0d or 2w");
      return 0;
    }
    int count = Integer.parseInt(days.group(1)) * (days.group(2).equals("w") ? 7 : 1);
    if (Math.abs(count) > MAX_OFFSET) {
      sheet.error(node, "`offset` is too long: at most " + MAX_OFFSET + "d");
    }
    return count;
  }

  private LocalTime at(Section section) {
    Yaml node = section.require("at", "`at: \"10:00\"`, the local time");
    String text = node instanceof Yaml.Scalar scalar ? scalar.text() : "";
    if (node != null && !CLOCK.matcher(text).matches()) {
      sheet.error(node, "`at` is a time of day such as \"10:00\", but this is " + node.kind());
      return null;
    }
    return node == null ? null : LocalTime.parse(text);
  }

  private Read ask(Section section) {
    Yaml node = section.get("ask");
    EventType type = catalogue.schema().events().get("ask");
    Map<String, Settings.Channel> channels = catalogue.settings().channels();
    String name =
        node == null
            ? null
            : sheet.reference(node, "channel", channels.keySet(), WorkspaceFiles.SETTINGS);
    Settings.Channel channel = name == null ? null : channels.get(name);
    if (channel != null && !channel.inbound()) {
      sheet.error(
          node,
          "`"
              + name
              + "` is pushed to and asks nothing: name an inbound channel, or declare one in "
              + "workspace.yaml as {inbound: true}");
    }
    return new Read(channel == null ? null : new Moment.Ask(name), type, null);
  }

  private Read tag(Section section, String form) {
    Yaml node = section.get(form);
    String name = node == null ? null : sheet.name(node, "`" + form + "`");
    if (name == null) {
      return new Read(null, null, null);
    }
    catalogue.tags().awaited(sheet, node, name);
    Moment moment = form.equals("tagged") ? new Moment.Tagged(name) : new Moment.Untagged(name);
    return new Read(moment, anyEvent(), null);
  }

  /**
   * Whatever event the cause has: a field that several types have can be named where it is of one
   * type in all of them.
   */
  private EventType anyEvent() {
    Map<String, Field> fields = new LinkedHashMap<>();
    Set<String> doubtful = new TreeSet<>();
    for (EventType type : catalogue.schema().events().values()) {
      type.fields()
          .forEach(
              (name, field) -> {
                Field other = fields.putIfAbsent(name, field);
                if (other != null && (other.type() != field.type() || other.pii() != field.pii())) {
                  doubtful.add(name);
                }
              });
    }
    doubtful.forEach(fields::remove);
    return new EventType("event", fields, true);
  }

  private static String noEvent(String key) {
    return "`event` is missing in `" + key + "`: nothing may have happened but time";
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
          (Yaml.Scalar) node,
          tag ? 4 : 0,
          "there is no "
              + kind
              + " `"
              + Sheet.shorten(name)
              + "`"
              + (Sheet.nearest(name, known).isEmpty()
                  ? ": declare it in zones.geojson"
                  : Sheet.nearest(name, known)));
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

  private Read cross(Section section) {
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
      return new Read(null, null, null);
    }
    boolean profile = name.startsWith("customer.");
    Ref subject = profile ? attribute(node, name.substring(9)) : feature(node, name, section);
    Moment moment =
        subject == null || number == null ? null : new Moment.Cross(subject, above != null, number);
    return new Read(moment, crossEvent(profile, name), null);
  }

  private EventType crossEvent(boolean profile, String name) {
    if (profile) {
      return new EventType("profile", Map.of(), true);
    }
    Feature feature = catalogue.features().get(name);
    return feature == null ? null : catalogue.schema().events().get(feature.event());
  }

  private Ref attribute(Yaml node, String name) {
    Field field = attribute((Yaml.Scalar) node, 9, name);
    return field != null && numeric(node, "customer." + name, field.type())
        ? new Ref.Customer(name)
        : null;
  }

  /** Null, with a problem, when no attribute is called so. */
  private Field attribute(Yaml.Scalar node, int offset, String name) {
    Map<String, Field> known = catalogue.schema().customer();
    Field field = known.get(name);
    if (field == null
        && !sheet.problems().isBroken(WorkspaceFiles.SCHEMA)
        && !catalogue.doubts().about("customer." + name)) {
      sheet.error(
          node,
          offset,
          "there is no attribute `"
              + Sheet.shorten(name)
              + "`"
              + Sheet.nearest(name, known.keySet()));
    }
    return field;
  }

  private Ref feature(Yaml node, String name, Section section) {
    Feature feature = catalogue.features().get(name);
    if (feature == null) {
      if (!sheet.problems().isBroken(WorkspaceFiles.FEATURES) && !catalogue.doubts().about(name)) {
        String hint = Sheet.nearest(name, catalogue.features().keySet());
        sheet.error(
            node,
            "there is no feature `"
                + Sheet.shorten(name)
                + "`"
                + (hint.isEmpty() ? ": declare it in features.yaml, or write customer.x" : hint));
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
    return numeric(node, name, feature.type()) ? new Ref.Feature(name) : null;
  }

  private boolean numeric(Yaml node, String name, ValueType type) {
    if (!type.isNumeric()) {
      sheet.error(node, "only a number can cross a line, but `" + name + "` is " + type.word());
    }
    return type.isNumeric();
  }
}
