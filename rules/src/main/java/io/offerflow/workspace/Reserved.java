package io.offerflow.workspace;

import io.offerflow.condition.Names;
import java.util.Set;
import java.util.TreeSet;

/** Words of the condition language that nothing else can be called. */
final class Reserved {
  /** These cannot be a feature's name. */
  static final Set<String> WORDS;

  static {
    Set<String> words = new TreeSet<>(Names.OPERATORS);
    words.addAll(Set.of("customer", "event", "first", "offer", "zone"));
    words.addAll(Names.ALWAYS);
    words.addAll(Set.of("days_until", "days_since", "age", "minutes_since"));
    words.add("lower");
    WORDS = Set.copyOf(words);
  }

  private Reserved() {}
}
