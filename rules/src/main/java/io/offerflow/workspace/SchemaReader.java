package io.offerflow.workspace;

import io.offerflow.condition.Names;
import io.offerflow.event.EventType;
import io.offerflow.event.Field;
import io.offerflow.event.Schema;
import io.offerflow.event.ValueType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads schema.yaml: attributes of customers, and more types of events. */
final class SchemaReader {
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,99}");
  private static final Pattern TYPE_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]{0,99}");
  private static final Set<String> MEMBERS = Set.of("id", "type", "customer", "time");
  private static final List<String> TYPES =
      Arrays.stream(ValueType.values()).map(ValueType::word).toList();

  private final Sheet sheet;
  private final Doubts doubts;

  SchemaReader(Problems problems, Doubts doubts) {
    this.sheet = new Sheet(WorkspaceFiles.SCHEMA, problems);
    this.doubts = doubts;
  }

  Schema read(Yaml root) {
    Section section =
        root == null
            ? null
            : Section.of(sheet, root, "schema.yaml", "`customer: ...` and `events: ...`");
    if (section == null) {
      return Schema.builtIn();
    }
    Map<String, Field> customer = new LinkedHashMap<>(Schema.BUILT_IN_ATTRIBUTES);
    for (Yaml.Entry entry :
        entries(section.get("customer"), "`customer`", "{tier: {type: text}}")) {
      if (Schema.BUILT_IN_ATTRIBUTES.containsKey(entry.name())) {
        sheet.error(
            entry.key(), "`" + entry.name() + "` is built in: remove it, it is there already");
      } else {
        customer.put(entry.name(), field(entry, "attribute", "customer."));
      }
    }
    Map<String, EventType> events = new LinkedHashMap<>(Schema.BUILT_IN_EVENTS);
    for (Yaml.Entry entry :
        entries(section.get("events"), "`events`", "{recharge: {amount: number}}")) {
      events.put(entry.name(), eventType(entry));
    }
    section.close();
    return new Schema(customer, events);
  }

  private List<Yaml.Entry> entries(Yaml node, String what, String example) {
    if (node == null) {
      return List.of();
    }
    if (node instanceof Yaml.Mapping mapping) {
      return mapping.entries();
    }
    sheet.error(node, what + " is written as `" + example + "`, but this is " + node.kind());
    return List.of();
  }

  private EventType eventType(Yaml.Entry entry) {
    String name = entry.name();
    EventType builtIn = Schema.BUILT_IN_EVENTS.get(name);
    if (!TYPE_NAME.matcher(name).matches()) {
      sheet.error(
          entry.key(),
          "\"" + Sheet.shorten(name) + "\" is no type of event: use letters, digits, _ and -");
    }
    Map<String, Field> fields = new LinkedHashMap<>();
    if (builtIn != null) {
      fields.putAll(builtIn.fields());
    }
    boolean dedupe = true;
    String what = "event type `" + name + "`";
    for (Yaml.Entry field : entries(entry.value(), what, "{amount: number}")) {
      if (field.name().equals("dedupe") && isSwitch(field.value())) {
        dedupe = !field.value().toString().equals("off");
      } else if (MEMBERS.contains(field.name())) {
        sheet.error(
            field.key(), "every event has `" + field.name() + "`: give this field another name");
      } else if (builtIn != null && builtIn.fields().containsKey(field.name())) {
        sheet.error(
            field.key(),
            "`" + name + "." + field.name() + "` is built in: remove it, it is there already");
      } else {
        fields.put(field.name(), field(field, "field", name + "."));
      }
    }
    return new EventType(name, fields, dedupe);
  }

  /** {@code dedupe: off} speaks of the type; with a type of value it is a field like any other. */
  private boolean isSwitch(Yaml value) {
    if (!(value instanceof Yaml.Scalar scalar) || TYPES.contains(scalar.text())) {
      return false;
    }
    if (!scalar.text().equals("on") && !scalar.text().equals("off")) {
      sheet.error(value, "`dedupe` is on or off: write `dedupe: off`");
    }
    return true;
  }

  private Field field(Yaml.Entry entry, String kind, String prefix) {
    String name = entry.name();
    if (!NAME.matcher(name).matches() || Names.OPERATORS.contains(name)) {
      String why =
          Names.OPERATORS.contains(name)
              ? ": it is a word of conditions"
              : ": use letters, digits and _";
      sheet.error(
          entry.key(),
          (kind.equals("attribute") ? "an " : "a ")
              + kind
              + " cannot be called \""
              + Sheet.shorten(name)
              + "\""
              + why);
    }
    int before = sheet.problems().count();
    Field field = typed(entry, kind);
    if (sheet.problems().count() > before) {
      doubts.add(prefix + name);
      doubts.add(name);
    }
    return field;
  }

  private Field typed(Yaml.Entry entry, String kind) {
    String name = entry.name();
    if (entry.value() instanceof Yaml.Scalar) {
      ValueType type = type(entry.value(), "`" + name + "`");
      return Field.of(name, type);
    }
    Section section = Section.of(sheet, entry.value(), kind + " `" + name + "`", "`{type: text}`");
    if (section == null) {
      return Field.of(name, ValueType.TEXT);
    }
    Yaml typeNode = section.require("type", "`type: text`");
    ValueType type = typeNode == null ? ValueType.TEXT : type(typeNode, "`type`");
    Yaml valuesNode = section.get("values");
    List<String> values = valuesNode == null ? List.of() : sheet.texts(valuesNode, "`values`");
    if (valuesNode instanceof Yaml.Listing listing && listing.items().isEmpty()) {
      sheet.error(valuesNode, "`values` is empty, so nothing would be allowed: remove it");
    }
    if (valuesNode != null && type != ValueType.TEXT && type != ValueType.TEXTS) {
      sheet.error(valuesNode, "`values` go with text or texts only, but this is " + type.word());
    }
    boolean pii = section.flag("pii", false);
    section.close();
    return new Field(name, type, values, pii);
  }

  private ValueType type(Yaml node, String what) {
    String word = sheet.word(node, what, TYPES);
    return word == null ? ValueType.TEXT : ValueType.ofWord(word);
  }
}
