package io.offerflow.codec;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.offerflow.event.DurationText;
import io.offerflow.event.Event;
import io.offerflow.event.EventType;
import io.offerflow.event.Fields;
import io.offerflow.event.ProfileChange;
import io.offerflow.event.Schema;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Reads one event from JSON, as contract section 2 has it. Not safe for two threads.
 *
 * <p>Members may come in any order; when the fields come before {@code type}, the bytes are looked
 * through once more for it. Field names of events are the schema's own strings. An {@code integer}
 * may be written {@code 5.0}. A declared field that is null is missing.
 */
public final class EventDecoder {
  /** For a record without a timestamp of its own, such as a line of a file. */
  public static final long NO_TIMESTAMP = Long.MIN_VALUE;

  private static final int MAX_DEPTH = 100;

  /** What the engine itself adds to a response; not taken from outside. */
  private static final Set<String> OF_RESPONSE_ADDED =
      Set.of("campaign", "channel", "class", "category");

  /** Encodings are not guessed: UTF-16 is not JSON here. */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  /** A declared type and its fields. */
  private record Shape(String name, boolean profile, Map<String, Slot> fields) {}

  private final Map<String, Shape> shapes = new HashMap<>();
  private final Map<String, Slot> attributes;
  private final long aheadMillis;
  private final MemberNames names = new MemberNames();

  // The record being read.
  private String id;
  private String customer;
  private Shape shape;
  private boolean timed;
  private long time;
  private Fields.Builder fields;
  private ProfileReader profile;

  /**
   * @param aheadMillis an event from further in the future than its record is refused
   */
  public EventDecoder(Schema schema, long aheadMillis) {
    this.aheadMillis = aheadMillis;
    this.attributes = Slot.ofAttributes(schema.customer());
    for (EventType type : schema.events().values()) {
      Map<String, Slot> slots = new HashMap<>(Slot.ofFields(type.fields(), type.name()));
      if (type.name().equals("response")) {
        slots.keySet().removeAll(OF_RESPONSE_ADDED);
      }
      shapes.put(type.name(), new Shape(type.name(), type.name().equals("profile"), slots));
    }
  }

  /**
   * Never throws, whatever the bytes are.
   *
   * @param json the record's value; null is a record without one
   * @param recordTimestamp epoch milliseconds, or {@link #NO_TIMESTAMP}
   */
  public Decoded decode(byte[] json, long recordTimestamp) {
    try {
      return new Decoded.Good(read(json, recordTimestamp));
    } catch (Refusal refusal) {
      return refusal.toBad();
    } catch (IOException | RuntimeException e) {
      // What Jackson says of it quotes the bytes, and those may be personal. One record must not
      // end
      // the stream, so what it throws beyond what it declares counts as well: names made to collide
      // are an illegal state to it.
      return notJson().toBad();
    }
  }

  /** Refuses a time more than {@code ahead} after its record's timestamp. */
  public static void requireNotAhead(long time, long recordTimestamp, long aheadMillis)
      throws Refusal {
    if (recordTimestamp != NO_TIMESTAMP && time - aheadMillis > recordTimestamp) {
      throw new Refusal(
          Refusal.AHEAD,
          "the time is more than "
              + DurationText.format(aheadMillis)
              + " after the record's timestamp");
    }
  }

  private Event read(byte[] json, long recordTimestamp) throws IOException, Refusal {
    if (json == null) {
      throw new Refusal(Refusal.NOT_JSON, "the record has no value");
    }
    if (!Utf8.isValid(json)) {
      throw new Refusal(Refusal.NOT_JSON, "the bytes are not UTF-8");
    }
    begin();
    try (JsonParser in = JSON.createParser(json)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw notJson();
      }
      for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
        if (!names.add(name)) {
          throw new Refusal(Refusal.DUPLICATE_MEMBER, "a member of the event stands there twice");
        }
        in.nextToken();
        member(in, name, json);
      }
      if (in.currentToken() != JsonToken.END_OBJECT || in.nextToken() != null) {
        throw notJson();
      }
    }
    return finish(recordTimestamp);
  }

  private void begin() {
    names.clear();
    id = null;
    customer = null;
    shape = null;
    timed = false;
    fields = null;
    profile = null;
  }

  private void member(JsonParser in, String name, byte[] json) throws IOException, Refusal {
    switch (name) {
      case "id" -> id = id(in, name);
      case "customer" -> customer = id(in, name);
      case "type" -> {
        if (shape == null && in.currentToken() != JsonToken.VALUE_NULL) {
          shape = shapeOf(in);
        }
      }
      case "time" -> {
        if (in.currentToken() != JsonToken.VALUE_NULL) {
          time = ValueReader.time(in, "member `time`");
          timed = true;
        }
      }
      default -> field(in, name, json);
    }
  }

  private static String id(JsonParser in, String name) throws IOException, Refusal {
    JsonToken token = in.currentToken();
    if (token == JsonToken.VALUE_NULL) {
      return null;
    }
    if (token != JsonToken.VALUE_STRING) {
      throw new Refusal(
          Refusal.WRONG_TYPE,
          "member `" + name + "`: a text is expected, not " + ValueReader.word(token));
    }
    return ValueChecks.id(name, in.getText());
  }

  private Shape shapeOf(JsonParser in) throws IOException, Refusal {
    if (in.currentToken() != JsonToken.VALUE_STRING) {
      throw new Refusal(
          Refusal.WRONG_TYPE,
          "member `type`: a text is expected, not " + ValueReader.word(in.currentToken()));
    }
    Shape found = shapes.get(in.getText());
    if (found == null) {
      throw new Refusal(Refusal.UNKNOWN_TYPE, "the type of the event is not declared");
    }
    ValueChecks.type(found.name());
    return found;
  }

  private void field(JsonParser in, String name, byte[] json) throws IOException, Refusal {
    if (shape == null) {
      shape = lookAheadForType(json);
    }
    Slot slot = shape.fields().get(name);
    if (slot != null) {
      Object value = ValueReader.read(in, slot);
      if (value != null) {
        if (fields == null) {
          fields = new Fields.Builder();
        }
        fields.put(slot.field().name(), value);
      }
    } else if (!shape.profile() || !profile().member(in, name)) {
      in.skipChildren();
    }
  }

  private ProfileReader profile() {
    if (profile == null) {
      profile = new ProfileReader(attributes);
    }
    return profile;
  }

  private Shape lookAheadForType(byte[] json) throws IOException, Refusal {
    try (JsonParser in = JSON.createParser(json)) {
      in.nextToken();
      for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
        JsonToken token = in.nextToken();
        if (name.equals("type") && token != JsonToken.VALUE_NULL) {
          return shapeOf(in);
        }
        in.skipChildren();
      }
      if (in.currentToken() != JsonToken.END_OBJECT) {
        throw notJson();
      }
    }
    throw missing("type");
  }

  private Event finish(long recordTimestamp) throws Refusal {
    if (id == null) {
      throw missing("id");
    }
    if (shape == null) {
      throw missing("type");
    }
    if (customer == null) {
      throw missing("customer");
    }
    if (!timed) {
      throw missing("time");
    }
    requireNotAhead(time, recordTimestamp, aheadMillis);
    ProfileChange change = shape.profile() ? profile().change() : null;
    Fields built = fields == null ? Fields.NONE : fields.build();
    Event event = new Event(shape.name(), id, customer, time, built, change);
    ValueChecks.complete(event);
    return event;
  }

  private static Refusal missing(String member) {
    return new Refusal(Refusal.MISSING_MEMBER, "member `" + member + "` is missing");
  }

  private static Refusal notJson() {
    return new Refusal(Refusal.NOT_JSON, "the bytes are not one JSON object");
  }
}
