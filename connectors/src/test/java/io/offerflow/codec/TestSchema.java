package io.offerflow.codec;

import io.offerflow.event.EventType;
import io.offerflow.event.Field;
import io.offerflow.event.Schema;
import io.offerflow.event.ValueType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A schema with an attribute and an event field of every type. */
public final class TestSchema {
  public static final Schema SCHEMA = schema();

  private TestSchema() {}

  private static Schema schema() {
    Map<String, Field> customer = new LinkedHashMap<>(Schema.BUILT_IN_ATTRIBUTES);
    customer.put(
        "tier", new Field("tier", ValueType.TEXT, List.of("bronze", "silver", "gold"), false));
    customer.put("birth_date", Field.of("birth_date", ValueType.DATE));
    customer.put("monthly_fee", Field.of("monthly_fee", ValueType.NUMBER));
    customer.put("seats", Field.of("seats", ValueType.INTEGER));
    customer.put("senior", Field.of("senior", ValueType.BOOLEAN));
    customer.put("since", Field.of("since", ValueType.TIME));
    customer.put("hobbies", Field.of("hobbies", ValueType.TEXTS));
    customer.put("msisdn", Field.personal("msisdn", ValueType.TEXT));
    Map<String, EventType> events = new LinkedHashMap<>(Schema.BUILT_IN_EVENTS);
    Map<String, Field> fields = new LinkedHashMap<>();
    for (ValueType type : ValueType.values()) {
      fields.put("a_" + type.word(), Field.of("a_" + type.word(), type));
    }
    events.put("everything", new EventType("everything", fields, true));
    return new Schema(customer, events);
  }
}
