package io.offerflow.change;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * What changes among one kind of things.
 *
 * @param kind such as {@code campaigns}
 * @param added names, sorted
 * @param removed names, sorted
 * @param changed by name, the keys of the file that say something else; empty where it is a file's
 *     own key that changed
 */
public record Part(
    String kind,
    List<String> added,
    List<String> removed,
    SortedMap<String, List<String>> changed) {
  public Part {
    added = List.copyOf(added);
    removed = List.copyOf(removed);
    changed = Collections.unmodifiableSortedMap(new TreeMap<>(changed));
  }

  boolean isEmpty() {
    return added.isEmpty() && removed.isEmpty() && changed.isEmpty();
  }

  /**
   * Compares things by name.
   *
   * @param difference of two with the same name: keys that say something else
   */
  static <T> Part of(
      String kind,
      Map<String, T> before,
      Map<String, T> after,
      BiFunction<T, T, List<String>> difference) {
    SortedMap<String, List<String>> changed = new TreeMap<>();
    after.forEach(
        (name, thing) -> {
          List<String> keys =
              before.containsKey(name) ? difference.apply(before.get(name), thing) : List.of();
          if (!keys.isEmpty()) {
            changed.put(name, keys);
          }
        });
    return new Part(
        kind, without(after.keySet(), before), without(before.keySet(), after), changed);
  }

  /** For a file that is one thing: its keys that say something else. */
  static Part ofKeys(String kind, Collection<String> keys) {
    SortedMap<String, List<String>> changed = new TreeMap<>();
    keys.forEach(key -> changed.put(key, List.of()));
    return new Part(kind, List.of(), List.of(), changed);
  }

  private static List<String> without(Collection<String> names, Map<String, ?> others) {
    List<String> left = new ArrayList<>(new TreeSet<>(names));
    left.removeAll(others.keySet());
    return left;
  }
}
