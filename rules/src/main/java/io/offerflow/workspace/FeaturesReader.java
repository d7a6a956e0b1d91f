package io.offerflow.workspace;

import io.offerflow.condition.Condition;
import io.offerflow.condition.Names;
import io.offerflow.condition.Ref;
import io.offerflow.event.EventType;
import io.offerflow.event.Field;
import io.offerflow.event.Schema;
import io.offerflow.event.ValueType;
import io.offerflow.feature.Aggregate;
import io.offerflow.feature.Feature;
import io.offerflow.feature.Window;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads features.yaml. */
final class FeaturesReader {
  private static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]{0,99}");

  /** Events that are never there to be counted, and why. */
  static final Map<String, String> NEVER =
      Map.of(
          "erase", "after an `erase` nothing is known of the customer",
          "merge", "after a `merge` the customer goes by another id");

  private final Sheet sheet;
  private final Settings settings;
  private final Schema schema;
  private final Doubts doubts;
  private final ConditionText conditions;

  FeaturesReader(Problems problems, Settings settings, Schema schema, Doubts doubts) {
    this.sheet = new Sheet(WorkspaceFiles.FEATURES, problems);
    this.settings = settings;
    this.schema = schema;
    this.doubts = doubts;
    this.conditions = new ConditionText(sheet, doubts);
  }

  List<Feature> read(Yaml root) {
    List<Feature> features = new ArrayList<>();
    if (root == null) {
      return features;
    }
    if (!(root instanceof Yaml.Mapping mapping)) {
      sheet.error(
          root,
          "features are written as `spend_30d: {sum: purchase.amount, last: 30d}`, but this is "
              + root.kind());
      return features;
    }
    for (Yaml.Entry entry : mapping.entries()) {
      Feature feature = feature(entry);
      if (feature == null) {
        doubts.add(entry.name());
      } else {
        features.add(feature);
      }
    }
    return features;
  }

  private Feature feature(Yaml.Entry entry) {
    int before = sheet.problems().count();
    name(entry);
    Section section =
        Section.of(
            sheet, entry.value(), "feature `" + entry.name() + "`", "{count: purchase, last: 30d}");
    if (section == null) {
      return null;
    }
    Aggregate aggregate = aggregate(section);
    Target target = aggregate == null ? null : target(section, aggregate);
    EventType event = target == null ? null : target.event;
    Yaml whereNode = section.condition("where");
    Condition where =
        whereNode == null || event == null
            ? null
            : conditions.read(whereNode, Names.where(event), "`where`");
    Window window = WindowText.read(section);
    String currency = currency(section, target);
    section.close();
    if (target == null || sheet.problems().count() > before) {
      return null;
    }
    return new Feature(
        entry.name(),
        aggregate,
        event.name(),
        target.field == null ? null : target.field.name(),
        where,
        window,
        currency,
        type(aggregate, target.field),
        target.field != null && target.field.pii());
  }

  private void name(Yaml.Entry entry) {
    String name = entry.name();
    if (Reserved.WORDS.contains(name)) {
      sheet.error(
          entry.key(), "`" + name + "` is a word of conditions: give the feature another name");
    } else if (!NAME.matcher(name).matches()) {
      sheet.error(
          entry.key(),
          "\""
              + Sheet.shorten(name)
              + "\" is no name of a feature: use a to z, digits and _, not"
              + " beginning with a digit");
    }
  }

  private Aggregate aggregate(Section section) {
    Aggregate found = null;
    List<String> words = new ArrayList<>();
    for (Aggregate aggregate : Aggregate.values()) {
      words.add(aggregate.word());
      if (!section.has(aggregate.word())) {
        continue;
      }
      if (found != null) {
        sheet.error(
            section.key(aggregate.word()),
            "a feature has one aggregate: remove `"
                + found.word()
                + "` or `"
                + aggregate.word()
                + "`");
        section.get(aggregate.word());
      } else {
        found = aggregate;
      }
    }
    for (String word : words) {
      // So that a mistyped aggregate has a nearest known key.
      if (!section.has(word)) {
        section.get(word);
      }
    }
    if (found == null) {
      sheet.error(
          section.mapping,
          "a feature needs one of "
              + String.join(", ", words)
              + ": write {count: purchase, last: 30d}");
    }
    return found;
  }

  private record Target(EventType event, Field field) {}

  /** The event and field that {@code sum: purchase.amount} speaks of. */
  private Target target(Section section, Aggregate aggregate) {
    String key = aggregate.word();
    Yaml node = section.get(key);
    String text = node == null ? null : sheet.text(node, "`" + key + "`");
    if (text == null) {
      return null;
    }
    int dot = text.indexOf('.');
    String typeName = dot < 0 ? text : text.substring(0, dot);
    EventType event = schema.events().get(typeName);
    if (event == null) {
      unknown((Yaml.Scalar) node, "type of event", typeName, schema.events().keySet(), 0);
      return null;
    }
    if (NEVER.containsKey(typeName)) {
      sheet.error(node, "no feature can be over `" + typeName + "`: " + NEVER.get(typeName));
      return null;
    }
    return aggregate == Aggregate.COUNT
        ? counted(node, text, event)
        : ofField((Yaml.Scalar) node, text, event, aggregate);
  }

  private Target counted(Yaml node, String text, EventType event) {
    if (text.indexOf('.') < 0) {
      return new Target(event, null);
    }
    sheet.error(
        node,
        "`count` counts events, not fields: write {count: "
            + event.name()
            + "}, or {distinct: "
            + Sheet.shorten(text)
            + "} for different values");
    return null;
  }

  private Target ofField(Yaml.Scalar node, String text, EventType event, Aggregate aggregate) {
    String key = aggregate.word();
    int dot = text.indexOf('.');
    if (dot < 0) {
      sheet.error(
          node,
          "`%s` needs a field: write {%s: %s.FIELD}, with one of %s"
              .formatted(key, key, event.name(), String.join(", ", fieldNames(event))));
      return null;
    }
    String name = text.substring(dot + 1);
    Field field = field(event, name);
    if (field == null) {
      String kind = "field of `" + event.name() + "` called";
      unknown(node, kind, name, fieldNames(event), dot + 1);
      return null;
    }
    if (!fits(aggregate, field.type())) {
      sheet.error(
          node,
          dot + 1,
          "`%s` takes %s, but `%s` is %s"
              .formatted(key, accepted(aggregate), text, field.type().word()));
      return null;
    }
    return new Target(event, field);
  }

  private void unknown(Yaml.Scalar at, String kind, String name, Set<String> known, int offset) {
    if (!sheet.problems().isBroken(WorkspaceFiles.SCHEMA) && !doubts.mentionedIn(at.text())) {
      sheet.error(at, offset, Sheet.noSuch(kind, name, known));
    }
  }

  private static Set<String> fieldNames(EventType event) {
    Set<String> names = new TreeSet<>(event.fields().keySet());
    names.add("time");
    return names;
  }

  private static Field field(EventType event, String name) {
    return name.equals("time") ? Field.of("time", ValueType.TIME) : event.fields().get(name);
  }

  private static boolean fits(Aggregate aggregate, ValueType type) {
    return switch (aggregate) {
      case SUM, AVERAGE -> type.isNumeric();
      case MIN, MAX -> type.isNumeric() || type == ValueType.DATE || type == ValueType.TIME;
      case DISTINCT -> type != ValueType.TEXTS;
      default -> true;
    };
  }

  private static String accepted(Aggregate aggregate) {
    return switch (aggregate) {
      case SUM, AVERAGE -> "numbers";
      case DISTINCT -> "single values";
      default -> "numbers, dates and times";
    };
  }

  private static ValueType type(Aggregate aggregate, Field field) {
    return switch (aggregate) {
      case COUNT, DISTINCT -> ValueType.INTEGER;
      case SUM, AVERAGE -> ValueType.NUMBER;
      default -> field.type();
    };
  }

  /** Amounts of different currencies are never mixed: only one currency's events enter. */
  private String currency(Section section, Target target) {
    String own = SettingsReader.currency(sheet, section);
    boolean money =
        target != null
            && target.field != null
            && target.field.name().equals("amount")
            && target.event.fields().containsKey("currency");
    if (own != null && target != null && !money) {
      sheet.error(
          section.key("currency"),
          "`currency` goes with a feature over the `amount` of an event that has a `currency`:"
              + " remove it");
    }
    return money ? (own == null ? settings.currency() : own) : null;
  }

  static Map<String, Names.Known> known(List<Feature> features) {
    Map<String, Names.Known> known = new LinkedHashMap<>();
    for (Feature feature : features) {
      known.put(
          feature.name(),
          new Names.Known(new Ref.Feature(feature.name()), feature.type(), feature.pii()));
    }
    return known;
  }
}
