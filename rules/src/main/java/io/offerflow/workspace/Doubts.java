package io.offerflow.workspace;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names whose declaration has a problem. What is said about them elsewhere is not judged: one
 * mistake is one problem, not ten.
 */
final class Doubts {
  private final Set<String> names = new HashSet<>();

  void add(String name) {
    names.add(name);
  }

  boolean about(String name) {
    return names.contains(name);
  }

  /** Whether a condition or text mentions one of them. */
  boolean mentionedIn(String text) {
    for (String name : names) {
      if (Pattern.compile("(?<![A-Za-z0-9_])" + Pattern.quote(name) + "(?![A-Za-z0-9_])")
          .matcher(text)
          .find()) {
        return true;
      }
    }
    return false;
  }
}
