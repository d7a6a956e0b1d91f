package io.offerflow.workspace;

import io.offerflow.event.EventType;
import io.offerflow.event.Field;
import io.offerflow.event.Schema;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Reads feeds.yaml. */
final class FeedsReader {
  private static final List<String> POSITION = List.of("file", "line");
  private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");

  private final Sheet sheet;
  private final Schema schema;
  private final Doubts doubts;
  private final Map<String, String> topics = new HashMap<>();

  FeedsReader(Problems problems, Schema schema, Doubts doubts) {
    this.sheet = new Sheet(WorkspaceFiles.FEEDS, problems);
    this.schema = schema;
    this.doubts = doubts;
  }

  Map<String, Feed> read(Yaml root) {
    Map<String, Feed> feeds = new LinkedHashMap<>();
    if (root == null) {
      return feeds;
    }
    if (!(root instanceof Yaml.Mapping mapping)) {
      sheet.error(
          root,
          "feeds are written as `crm: {format: ..., event: ...}`, but this is " + root.kind());
      return feeds;
    }
    for (Yaml.Entry entry : mapping.entries()) {
      sheet.name(entry.key(), "the name of a feed");
      Section section =
          Section.of(
              sheet, entry.value(), "feed `" + entry.name() + "`", "{format: ..., event: ...}");
      if (section != null) {
        feeds.put(entry.name(), feed(entry.name(), section));
      }
    }
    return feeds;
  }

  private Feed feed(String name, Section section) {
    Yaml formatNode =
        section.require("format", "`format: {delimited: \",\", header: true}`, or `format: json`");
    FeedColumns columns = FeedColumns.read(sheet, formatNode);
    String event = event(section);
    String id = pattern(section, "id", "`id: \"{file}:{line}\"`", columns, true);
    String customer = pattern(section, "customer", "`customer: \"{customer}\"`", columns, false);
    Yaml timeNode = section.require("time", "`time: {column: ts, unit: ms}`");
    Feed.Time time = timeNode == null ? null : new FeedTime(sheet, columns).read(timeNode);
    boolean sort = section.flag("sort", false);
    String topic = topic(name, section);
    if (sort && topic != null) {
      sheet.warning(section.key("sort"), "`sort` is for files: a topic keeps its order");
    }
    Feed feed =
        new Feed(
            name,
            topic,
            columns.format(),
            event,
            id,
            customer,
            time,
            sort,
            fields(section, event, columns),
            set(section, event, columns));
    section.close();
    return feed;
  }

  private String topic(String name, Section section) {
    String topic = section.text("topic");
    if (topic == null) {
      return null;
    }
    Yaml node = section.get("topic");
    if (!TOPIC.matcher(topic).matches() || Set.of(".", "..").contains(topic)) {
      sheet.error(
          node,
          "\"" + Sheet.shorten(topic) + "\" is no name of a topic: use letters, digits, - _ .");
    }
    String other = topics.putIfAbsent(topic, name);
    if (other != null) {
      sheet.error(node, "the feed `" + other + "` reads this topic already: one feed, one topic");
    }
    return topic;
  }

  private String event(Section section) {
    Yaml node = section.require("event", "`event: purchase`");
    if (node == null) {
      return null;
    }
    String event =
        sheet.reference(node, "type of event", schema.events().keySet(), WorkspaceFiles.SCHEMA);
    if ("offered".equals(event)) {
      sheet.error(node, "`offered` is written by Offerflow itself: no feed can bring it");
    }
    return event;
  }

  /** A text with columns in braces. */
  private String pattern(
      Section section, String key, String example, FeedColumns columns, boolean position) {
    Yaml node = section.require(key, example);
    String text = node == null ? null : sheet.text(node, "`" + key + "`");
    if (text == null) {
      return null;
    }
    int found = 0;
    int at = 0;
    for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', at)) {
      int close = text.indexOf('}', open);
      if (close < 0) {
        sheet.error((Yaml.Scalar) node, open, "the brace is not closed: write {column}");
        return text;
      }
      String column = text.substring(open + 1, close);
      columns.check((Yaml.Scalar) node, open + 1, column, position ? POSITION : List.of());
      found++;
      at = close + 1;
    }
    if (found == 0) {
      sheet.error(node, "`" + key + "` would be the same for every record: write " + example);
    }
    return text;
  }

  private Map<String, Feed.Origin> fields(Section section, String event, FeedColumns columns) {
    Map<String, Feed.Origin> origins = new LinkedHashMap<>();
    Yaml node = section.get("fields");
    if (node == null) {
      return origins;
    }
    if ("profile".equals(event)) {
      sheet.error(
          section.key("fields"), "a profile has no fields: write `set:` with attributes instead");
      return origins;
    }
    EventType type = event == null ? null : schema.events().get(event);
    if (type != null) {
      origins(node, "field of `" + event + "`", type.fields(), event + ".", columns, origins);
    }
    return origins;
  }

  private Map<String, Feed.Origin> set(Section section, String event, FeedColumns columns) {
    Map<String, Feed.Origin> origins = new LinkedHashMap<>();
    Yaml node = section.get("set");
    if (node == null) {
      if ("profile".equals(event) && !section.has("set")) {
        sheet.error(
            section.mapping, "a profile feed needs `set`: write `set: {attribute: column}`");
      }
      return origins;
    }
    if (event != null && !event.equals("profile")) {
      sheet.error(
          section.key("set"),
          "`set` is for `event: profile`: write `fields:` for an event of type `" + event + "`");
      return origins;
    }
    origins(node, "attribute", schema.customer(), "customer.", columns, origins);
    return origins;
  }

  private void origins(
      Yaml node,
      String kind,
      Map<String, Field> known,
      String prefix,
      FeedColumns columns,
      Map<String, Feed.Origin> origins) {
    if (!(node instanceof Yaml.Mapping mapping)) {
      sheet.error(node, "this is written as {" + kind + ": column}, but it is " + node.kind());
      return;
    }
    for (Yaml.Entry entry : mapping.entries()) {
      Field field = known.get(entry.name());
      if (field == null) {
        if (!sheet.problems().isBroken(WorkspaceFiles.SCHEMA)
            && !doubts.about(prefix + entry.name())) {
          Set<String> names = new TreeSet<>(known.keySet());
          sheet.error(entry.key(), Sheet.noSuch(kind, entry.name(), names));
        }
        continue;
      }
      Feed.Origin origin = origin(entry.value(), field, columns);
      if (origin != null) {
        origins.put(entry.name(), origin);
      }
    }
  }

  private Feed.Origin origin(Yaml node, Field field, FeedColumns columns) {
    if (node instanceof Yaml.Mapping) {
      Section section = Section.of(sheet, node, "a constant", "{value: 1}");
      Yaml value = section.require("value", "{value: 1}");
      Object constant = value == null ? null : new Constants(sheet).read(value, field);
      section.close();
      return constant == null ? null : new Feed.Origin(null, constant);
    }
    String column = columns.name(node);
    return column == null ? null : new Feed.Origin(column, null);
  }
}
