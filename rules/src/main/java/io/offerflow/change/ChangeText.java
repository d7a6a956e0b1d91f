package io.offerflow.change;

import java.util.ArrayList;
import java.util.List;

/** A change as lines for people. */
final class ChangeText {
  /** Who reads more than so many of a kind reads the files. */
  private static final int MOST = 20;

  private ChangeText() {}

  static List<String> of(Change change) {
    List<String> lines = new ArrayList<>();
    for (Part part : change.parts()) {
      lines.add(part.kind());
      List<String> own = new ArrayList<>();
      part.added().forEach(name -> own.add("  + " + name));
      part.removed().forEach(name -> own.add("  - " + name));
      part.changed()
          .forEach(
              (name, keys) ->
                  own.add("  ~ " + name + (keys.isEmpty() ? "" : ": " + String.join(", ", keys))));
      add(own, lines);
    }
    if (!change.state().isEmpty()) {
      lines.add("state");
      add(change.state().stream().map(sentence -> "  " + sentence).toList(), lines);
    }
    return lines;
  }

  private static void add(List<String> own, List<String> lines) {
    lines.addAll(own.subList(0, Math.min(MOST, own.size())));
    if (own.size() > MOST) {
      lines.add("  ... and " + (own.size() - MOST) + " more");
    }
  }
}
