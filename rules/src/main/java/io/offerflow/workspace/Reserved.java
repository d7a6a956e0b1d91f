package io.offerflow.workspace;

import java.util.Set;
import java.util.TreeSet;

/** Words of the condition language that nothing else can be called. */
final class Reserved {
  /** These cannot even be a field's name. */
  static final Set<String> OPERATORS =
      Set.of(
          "and",
          "or",
          "not",
          "in",
          "contains",
          "matches",
          "is",
          "missing",
          "known",
          "true",
          "false");

  /** These cannot be a feature's name. */
  static final Set<String> WORDS;

  static {
    Set<String> words = new TreeSet<>(OPERATORS);
    words.addAll(Set.of("customer", "event", "first", "offer", "zone", "tags", "zones", "now"));
    words.addAll(Set.of("hour", "weekday", "days_until", "days_since", "age", "minutes_since"));
    words.add("lower");
    WORDS = Set.copyOf(words);
  }

  private Reserved() {}
}
