package io.offerflow.workspace;

import io.offerflow.event.Event;
import io.offerflow.event.EventType;
import io.offerflow.event.Field;
import io.offerflow.event.Fields;
import io.offerflow.event.Nearest;
import io.offerflow.event.ProfileChange;
import io.offerflow.event.Schema;
import io.offerflow.event.ValueType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads the events of tests; typed by the schema, as those of the stream are. */
final class ScenarioEvents {
  private static final List<String> NOT_FED = List.of("offered");
  private static final String ID = "id";

  private final Sheet sheet;
  private final Vocabulary vocabulary;
  private final Constants constants;

  ScenarioEvents(Sheet sheet, Vocabulary vocabulary) {
    this.sheet = sheet;
    this.vocabulary = vocabulary;
    this.constants = new Constants(sheet);
  }

  /** Whether a step's key is a type of event that can be fed in; a problem when it is not. */
  boolean isType(Yaml.Entry entry, List<String> keys) {
    String name = entry.name();
    if (name.equals("offered")) {
      sheet.error(
          entry.key(), "`offered` is written by Offerflow itself: a campaign has to make it");
      return false;
    }
    if (vocabulary.schema().events().containsKey(name)) {
      return true;
    }
    List<String> known = new ArrayList<>(keys);
    known.addAll(vocabulary.schema().events().keySet());
    known.removeAll(NOT_FED);
    sheet.error(
        entry.key(),
        "`"
            + Sheet.shorten(name)
            + "` is no type of event and no key of a step"
            + Nearest.hint(name, known));
    return false;
  }

  /** The profile event of a customer in {@code given}. */
  Event given(String customer, Yaml node, long time) {
    Map<String, Object> set = attributes(node, "what is known of a customer");
    return set == null ? null : Event.profile("given", customer, time, ProfileChange.set(set));
  }

  /**
   * Null, with a problem, when it is not what its type needs.
   *
   * @param number of its step; its id is made of it where the event says none
   */
  Event read(Yaml.Entry entry, String customer, int number, long time) {
    String id = id(entry.value(), "step-" + number);
    if (entry.name().equals("profile")) {
      ProfileChange change = profile(entry.value());
      return change == null ? null : Event.profile(id, customer, time, change);
    }
    EventType type = vocabulary.schema().events().get(entry.name());
    Fields fields = fields(entry, type);
    if (fields == null) {
      return null;
    }
    check(entry, fields);
    return Event.of(type.name(), id, customer, time, fields);
  }

  /** One that is said makes a repeat: the same event twice. */
  private String id(Yaml node, String otherwise) {
    for (Yaml.Entry entry :
        node instanceof Yaml.Mapping mapping ? mapping.entries() : List.<Yaml.Entry>of()) {
      String id = entry.name().equals(ID) ? sheet.text(entry.value(), "`id`") : null;
      if (id != null && (id.isEmpty() || id.length() > Event.MAX_ID)) {
        sheet.error(entry.value(), "`id` has 1 to " + Event.MAX_ID + " characters");
      } else if (id != null) {
        return id;
      }
    }
    return otherwise;
  }

  private Fields fields(Yaml.Entry entry, EventType type) {
    if (isNothing(entry.value())) {
      return Fields.NONE;
    }
    if (!(entry.value() instanceof Yaml.Mapping mapping)) {
      sheet.error(
          entry.value(), "`" + type.name() + "` is written with its fields: " + example(type));
      return null;
    }
    Fields.Builder fields = new Fields.Builder();
    for (Yaml.Entry value : mapping.entries()) {
      Field field = type.fields().get(value.name());
      if (value.name().equals(ID)) {
        continue;
      }
      if (field == null) {
        unknown(value, "`" + type.name() + "` has no field", type.fields());
        continue;
      }
      Object read = constants.read(value.value(), field);
      if (read != null) {
        fields.put(field.name(), read);
      }
    }
    return fields.build();
  }

  private static boolean isNothing(Yaml node) {
    return node instanceof Yaml.Scalar scalar && scalar.type() == Yaml.Type.NOTHING;
  }

  private static String example(EventType type) {
    return "{"
        + String.join(": ..., ", type.fields().keySet())
        + (type.fields().isEmpty() ? "}" : ": ...}");
  }

  private void unknown(Yaml.Entry entry, String what, Map<String, Field> known) {
    String name = entry.name();
    sheet.error(
        entry.key(), what + " `" + Sheet.shorten(name) + "`" + Nearest.hint(name, known.keySet()));
  }

  /** What makes an event of the stream a dead letter is a mistake in a test. */
  private void check(Yaml.Entry entry, Fields fields) {
    switch (entry.name()) {
      case "location" -> location(entry, fields);
      case "consent" -> {
        need(entry, fields, "channel", "granted");
        declared(entry, "channel", fields, vocabulary.channels(), WorkspaceFiles.SETTINGS);
      }
      case "response" -> {
        need(entry, fields, "kind");
        known(entry, "kind", "kind of response", fields, Schema.RESPONSE_KINDS);
        declared(entry, "offer", fields, vocabulary.offers(), WorkspaceFiles.OFFERS);
        if (fields.get("offer") == null && fields.get("decision") == null) {
          sheet.error(entry.key(), "`response` needs `offer`: the one that she was sent last");
        }
      }
      default -> {}
    }
  }

  private void location(Yaml.Entry entry, Fields fields) {
    if (fields.get("cell") == null) {
      need(entry, fields, "lat", "lon");
    }
    within(entry, fields, "lat", 90);
    within(entry, fields, "lon", 180);
  }

  private void within(Yaml.Entry entry, Fields fields, String name, long limit) {
    if (fields.get(name) instanceof BigDecimal degrees
        && degrees.abs().compareTo(BigDecimal.valueOf(limit)) > 0) {
      sheet.error(value(entry, name), "`" + name + "` is from -" + limit + " to " + limit);
    }
  }

  private void need(Yaml.Entry entry, Fields fields, String... names) {
    for (String name : names) {
      if (fields.get(name) == null) {
        sheet.error(entry.key(), "`" + entry.name() + "` needs `" + name + "`");
      }
    }
  }

  /** A name that stands in a file: what cannot be read there is not held against the test. */
  private void declared(
      Yaml.Entry entry, String field, Fields fields, Collection<String> known, String where) {
    if (!sheet.problems().isBroken(where)) {
      known(entry, field, field, fields, known);
    }
  }

  private void known(
      Yaml.Entry entry, String field, String kind, Fields fields, Collection<String> known) {
    String name = fields.text(field);
    if (name != null && !known.contains(name)) {
      sheet.error(value(entry, field), Sheet.noSuch(kind, name, known));
    }
  }

  private static Yaml value(Yaml.Entry entry, String field) {
    for (Yaml.Entry value : ((Yaml.Mapping) entry.value()).entries()) {
      if (value.name().equals(field)) {
        return value.value();
      }
    }
    return entry.key();
  }

  private ProfileChange profile(Yaml node) {
    Section section = Section.of(sheet, node, "`profile`", "{set: {tier: gold}}");
    if (section == null) {
      return null;
    }
    section.get(ID);
    Yaml set = section.get("set");
    Yaml unset = section.get("unset");
    Map<String, Object> values = set == null ? Map.of() : attributes(set, "`set`");
    Set<String> removed = new HashSet<>();
    for (Yaml item : unset instanceof Yaml.Listing listing ? listing.items() : List.<Yaml>of()) {
      removed.add(
          sheet.reference(
              item, "attribute", vocabulary.schema().customer().keySet(), WorkspaceFiles.SCHEMA));
    }
    if (unset != null && !(unset instanceof Yaml.Listing)) {
      sheet.error(unset, "`unset` is a list of attributes: write [tier]");
    }
    Map<String, Set<String>> add = texts(section.get("add"), "`add`");
    Map<String, Set<String>> remove = texts(section.get("remove"), "`remove`");
    section.close();
    removed.remove(null);
    return values == null ? null : new ProfileChange(values, removed, add, remove);
  }

  private Map<String, Object> attributes(Yaml node, String what) {
    if (isNothing(node)) {
      return Map.of();
    }
    if (!(node instanceof Yaml.Mapping mapping)) {
      sheet.error(node, what + " is written as {tier: gold}, but this is " + node.kind());
      return null;
    }
    Map<String, Object> values = new HashMap<>();
    for (Yaml.Entry entry : mapping.entries()) {
      Field field = vocabulary.schema().customer().get(entry.name());
      if (field == null) {
        unknown(entry, "a customer has no attribute", vocabulary.schema().customer());
        continue;
      }
      Object value = constants.read(entry.value(), field);
      if (value != null) {
        values.put(field.name(), value);
      }
    }
    return values;
  }

  private Map<String, Set<String>> texts(Yaml node, String what) {
    Map<String, Set<String>> texts = new HashMap<>();
    if (node == null) {
      return texts;
    }
    if (!(node instanceof Yaml.Mapping mapping)) {
      sheet.error(node, what + " is written as {products: [plan-5g]}, but this is " + node.kind());
      return texts;
    }
    for (Yaml.Entry entry : mapping.entries()) {
      Field field = vocabulary.schema().customer().get(entry.name());
      if (field == null) {
        unknown(entry, "a customer has no attribute", vocabulary.schema().customer());
      } else if (field.type() != ValueType.TEXTS) {
        sheet.error(
            entry.key(), what + " is for sets, but this is " + field.type().word() + ": use `set`");
      } else {
        texts.put(
            entry.name(), new HashSet<>(sheet.texts(entry.value(), "`" + entry.name() + "`")));
      }
    }
    return texts;
  }
}
