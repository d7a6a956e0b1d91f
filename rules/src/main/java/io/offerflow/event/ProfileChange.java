package io.offerflow.event;

import java.util.Map;
import java.util.Set;

/** What a {@code profile} event does, applied in the order unset, set, remove, add. */
public record ProfileChange(
    Map<String, Object> set,
    Set<String> unset,
    Map<String, Set<String>> add,
    Map<String, Set<String>> remove) {
  public ProfileChange {
    set = Map.copyOf(set);
    unset = Set.copyOf(unset);
    add = Map.copyOf(add);
    remove = Map.copyOf(remove);
  }

  public static ProfileChange set(Map<String, Object> values) {
    return new ProfileChange(values, Set.of(), Map.of(), Map.of());
  }
}
