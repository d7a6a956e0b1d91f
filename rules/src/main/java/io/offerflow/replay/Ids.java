package io.offerflow.replay;

import io.offerflow.event.Event;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Which ids turn out to be one customer in the course of a stream. */
public final class Ids {
  private final Map<String, Set<String>> merged = new HashMap<>();

  /** Takes the next event; those that are no {@code merge} say nothing. */
  public void accept(Event event) {
    String into = event.type().equals("merge") ? event.fields().text("into") : null;
    if (into == null) {
      return;
    }
    Set<String> joined = new HashSet<>(of(event.customer()));
    joined.addAll(of(into));
    joined.forEach(id -> merged.put(id, joined));
  }

  /** All ids of the customer with that id, itself included. */
  public Set<String> of(String id) {
    return Set.copyOf(merged.getOrDefault(id, Set.of(id)));
  }
}
