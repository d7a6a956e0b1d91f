package io.offerflow.codec;

import java.util.HashSet;
import java.util.Set;

/** The names that one JSON object has had so far. Kept and cleared, so that it costs no memory. */
final class MemberNames {
  private static final int FEW = 32;

  private final String[] few = new String[FEW];
  private int count;
  private Set<String> many;

  void clear() {
    count = 0;
    many = null;
  }

  /** Whether the name is new. */
  boolean add(String name) {
    if (many != null) {
      return many.add(name);
    }
    int hash = name.hashCode();
    for (int i = 0; i < count; i++) {
      if (few[i].hashCode() == hash && few[i].equals(name)) {
        return false;
      }
    }
    if (count < FEW) {
      few[count++] = name;
      return true;
    }
    many = new HashSet<>(Set.of(few));
    return many.add(name);
  }
}
