package io.offerflow.content;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an offer says on one channel in one language: its parts by name, such as {@code text}, or
 * {@code title} and {@code body}. A plain text in offers.yaml is the one part {@code text}.
 */
public record Content(Map<String, Template> parts) {
  public Content {
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
  }
}
