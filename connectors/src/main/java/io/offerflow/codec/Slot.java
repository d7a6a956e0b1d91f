package io.offerflow.codec;

import io.offerflow.event.Field;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * A declared field or attribute, and what it is called when a value does not fit it.
 *
 * @param label such as {@code field `amount` of purchase}
 */
record Slot(Field field, String label) {

  static Map<String, Slot> ofFields(Map<String, Field> fields, String type) {
    Map<String, Slot> slots = new LinkedHashMap<>();
    fields.forEach(
        (name, field) -> slots.put(name, new Slot(field, "field `" + name + "` of " + type)));
    return slots;
  }

  static Map<String, Slot> ofAttributes(Map<String, Field> attributes) {
    Map<String, Slot> slots = new LinkedHashMap<>();
    attributes.forEach(
        (name, field) -> slots.put(name, new Slot(field, "attribute `" + name + "`")));
    return slots;
  }

  Refusal wrongType(String expected, String found) {
    return new Refusal(Refusal.WRONG_TYPE, label + ": " + expected + " is expected, not " + found);
  }

  Refusal badValue(String what) {
    return new Refusal(Refusal.BAD_VALUE, label + ": " + what);
  }

  static Set<String> sorted(TreeSet<String> texts) {
    return Collections.unmodifiableSet(texts);
  }
}
