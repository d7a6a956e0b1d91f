package io.offerflow.event;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A declared type of event.
 *
 * @param fields by name, in order of declaration
 * @param dedupe whether a repeated id changes nothing; {@code dedupe: off} in schema.yaml says no
 */
public record EventType(String name, Map<String, Field> fields, boolean dedupe) {
  public EventType {
    fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
  }
}
