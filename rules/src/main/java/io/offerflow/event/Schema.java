package io.offerflow.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a workspace's events and customers may hold: the contract's own types and attributes and
 * those that schema.yaml adds.
 */
public record Schema(Map<String, Field> customer, Map<String, EventType> events) {

  /** The attributes every customer has, whatever schema.yaml says. */
  public static final Map<String, Field> BUILT_IN_ATTRIBUTES =
      fields(
          Field.of("language", ValueType.TEXT),
          Field.of("timezone", ValueType.TEXT),
          Field.of("products", ValueType.TEXTS));

  /** The event types of contract section 2. */
  public static final Map<String, EventType> BUILT_IN_EVENTS = builtInEvents();

  /** What a {@code response} can be of, in the order of the contract. */
  public static final List<String> RESPONSE_KINDS =
      List.of(
          "presented",
          "delivered",
          "failed",
          "opened",
          "clicked",
          "accepted",
          "declined",
          "replied",
          "unsubscribed");

  public Schema {
    customer = Collections.unmodifiableMap(new LinkedHashMap<>(customer));
    events = Collections.unmodifiableMap(new LinkedHashMap<>(events));
  }

  /** The schema of a workspace without schema.yaml. */
  public static Schema builtIn() {
    return new Schema(BUILT_IN_ATTRIBUTES, BUILT_IN_EVENTS);
  }

  private static Map<String, EventType> builtInEvents() {
    Map<String, EventType> types = new LinkedHashMap<>();
    add(
        types,
        "signalling",
        Field.of("kind", ValueType.TEXT),
        Field.of("cell", ValueType.TEXT),
        Field.of("network", ValueType.TEXT),
        Field.personal("device", ValueType.TEXT),
        Field.personal("peer", ValueType.TEXT),
        Field.of("duration_s", ValueType.NUMBER),
        Field.of("bytes", ValueType.NUMBER));
    add(
        types,
        "location",
        Field.personal("lat", ValueType.NUMBER),
        Field.personal("lon", ValueType.NUMBER),
        Field.of("accuracy_m", ValueType.NUMBER),
        Field.of("cell", ValueType.TEXT));
    add(
        types,
        "purchase",
        Field.of("product", ValueType.TEXT),
        Field.of("category", ValueType.TEXT),
        Field.of("amount", ValueType.NUMBER),
        Field.of("currency", ValueType.TEXT),
        Field.of("quantity", ValueType.NUMBER),
        Field.of("store", ValueType.TEXT),
        Field.of("channel", ValueType.TEXT));
    add(types, "profile");
    add(
        types,
        "consent",
        Field.of("channel", ValueType.TEXT),
        Field.of("purpose", ValueType.TEXT),
        Field.of("granted", ValueType.BOOLEAN));
    add(
        types,
        "response",
        Field.of("decision", ValueType.TEXT),
        Field.of("offer", ValueType.TEXT),
        Field.of("kind", ValueType.TEXT),
        Field.of("reason", ValueType.TEXT),
        Field.personal("text", ValueType.TEXT),
        Field.of("campaign", ValueType.TEXT),
        Field.of("channel", ValueType.TEXT),
        Field.of("class", ValueType.TEXT),
        Field.of("category", ValueType.TEXT));
    add(types, "ask", Field.of("channel", ValueType.TEXT), Field.of("limit", ValueType.NUMBER));
    add(types, "erase");
    add(types, "merge", Field.of("into", ValueType.TEXT));
    add(
        types,
        "offered",
        Field.of("decision", ValueType.TEXT),
        Field.of("offer", ValueType.TEXT),
        Field.of("campaign", ValueType.TEXT),
        Field.of("channel", ValueType.TEXT),
        Field.of("class", ValueType.TEXT),
        Field.of("category", ValueType.TEXT));
    return Collections.unmodifiableMap(types);
  }

  private static void add(Map<String, EventType> types, String name, Field... fields) {
    types.put(name, new EventType(name, fields(fields), true));
  }

  private static Map<String, Field> fields(Field... fields) {
    Map<String, Field> byName = new LinkedHashMap<>();
    for (Field field : fields) {
      byName.put(field.name(), field);
    }
    return Collections.unmodifiableMap(byName);
  }
}
