package io.offerflow.codec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.offerflow.event.ProfileChange;
import io.offerflow.event.ValueType;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Reads what a {@code profile} event does. Attributes that are not declared are ignored. */
final class ProfileReader {
  private final Map<String, Slot> attributes;
  private final Map<String, Object> set = new LinkedHashMap<>();
  private final Set<String> unset = new LinkedHashSet<>();
  private final Map<String, Set<String>> add = new LinkedHashMap<>();
  private final Map<String, Set<String>> remove = new LinkedHashMap<>();

  ProfileReader(Map<String, Slot> attributes) {
    this.attributes = attributes;
  }

  /** Whether the event's member was one of this type. */
  boolean member(JsonParser in, String name) throws IOException, Refusal {
    switch (name) {
      case "set" -> readSet(in);
      case "unset" -> readUnset(in);
      case "add" -> readTexts(in, "add", add);
      case "remove" -> readTexts(in, "remove", remove);
      default -> {
        return false;
      }
    }
    return true;
  }

  ProfileChange change() {
    return new ProfileChange(set, unset, add, remove);
  }

  private void readSet(JsonParser in) throws IOException, Refusal {
    if (!begins(in, JsonToken.START_OBJECT, "set", "an object")) {
      return;
    }
    for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
      in.nextToken();
      Slot slot = attributes.get(name);
      if (slot == null) {
        in.skipChildren();
        continue;
      }
      Object value = ValueReader.read(in, slot);
      if (value == null) {
        throw new Refusal(
            Refusal.WRONG_TYPE, slot.label() + ": null is no value, `unset` takes it away");
      }
      once(set.put(slot.field().name(), value), slot);
    }
  }

  private void readUnset(JsonParser in) throws IOException, Refusal {
    if (!begins(in, JsonToken.START_ARRAY, "unset", "an array of texts")) {
      return;
    }
    for (JsonToken next = in.nextToken(); next != JsonToken.END_ARRAY; next = in.nextToken()) {
      if (next != JsonToken.VALUE_STRING) {
        throw wrongType("unset", "an array of texts", "one with " + ValueReader.word(next));
      }
      Slot slot = attributes.get(in.getText());
      if (slot != null) {
        unset.add(slot.field().name());
      }
    }
  }

  @SuppressWarnings("unchecked")
  private void readTexts(JsonParser in, String member, Map<String, Set<String>> into)
      throws IOException, Refusal {
    if (!begins(in, JsonToken.START_OBJECT, member, "an object")) {
      return;
    }
    for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
      JsonToken token = in.nextToken();
      Slot slot = attributes.get(name);
      if (slot == null) {
        in.skipChildren();
        continue;
      }
      if (slot.field().type() != ValueType.TEXTS) {
        throw new Refusal(
            Refusal.WRONG_TYPE,
            slot.label() + ": `" + member + "` is for sets, it is " + slot.field().type().word());
      }
      if (token == JsonToken.VALUE_NULL) {
        throw slot.wrongType("an array of texts", "null");
      }
      // Slots of sets read as sets of text.
      once(into.put(slot.field().name(), (Set<String>) ValueReader.read(in, slot)), slot);
    }
  }

  /** Whether there is something to read; JSON's null is as good as absent. */
  private static boolean begins(JsonParser in, JsonToken wanted, String member, String expected)
      throws Refusal {
    JsonToken token = in.currentToken();
    if (token != wanted && token != JsonToken.VALUE_NULL) {
      throw wrongType(member, expected, ValueReader.word(token));
    }
    return token == wanted;
  }

  private static Refusal wrongType(String member, String expected, String found) {
    return new Refusal(
        Refusal.WRONG_TYPE,
        "member `" + member + "` of profile: " + expected + " is expected, not " + found);
  }

  private static void once(Object before, Slot slot) throws Refusal {
    if (before != null) {
      throw new Refusal(Refusal.DUPLICATE_MEMBER, slot.label() + " stands there twice");
    }
  }
}
