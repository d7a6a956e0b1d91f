package io.offerflow.workspace;

import io.offerflow.event.EventType;
import io.offerflow.event.Field;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

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

  private static final String OFFERED =
      "`offered` starts no cause of its own: use it in features and with `without`";

  private final Sheet sheet;
  private final Catalogue catalogue;

  MomentReader(Sheet sheet, Catalogue catalogue) {
    this.sheet = sheet;
    this.catalogue = catalogue;
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

    /** Of a moment that comes without an event. */
    static Read ofTime(Moment moment, String key) {
      String why = "`event` is missing in `" + key + "`: nothing may have happened but time";
      return new Read(moment, null, why);
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
      case "event" ->
          PairReader.waits(section)
              ? new PairReader(sheet, catalogue).read(section)
              : event(section);
      case "enter" -> new PlaceReader(sheet, catalogue).enter(section);
      case "leave" -> new PlaceReader(sheet, catalogue).leave(section);
      case "stay" -> new PlaceReader(sheet, catalogue).stay(section);
      case "cross" -> new CrossReader(sheet, catalogue).read(section);
      case "date" -> new DateReader(sheet, catalogue).date(section);
      case "yearly" -> new DateReader(sheet, catalogue).yearly(section);
      case "ask" -> ask(section);
      default -> tag(section, form);
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
    TriggerReader triggers = new TriggerReader(sheet, catalogue);
    Moment.Trigger trigger = triggers.read(section, OFFERED);
    Moment moment = trigger == null ? null : new Moment.OnEvent(trigger);
    return new Read(moment, triggers.typeOf(trigger), null);
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
}
