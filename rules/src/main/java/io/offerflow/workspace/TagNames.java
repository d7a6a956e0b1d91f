package io.offerflow.workspace;

import io.offerflow.event.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The tags that campaigns set, and the places that wait for one: what is declared by use can only
 * be held against itself once all files are read.
 */
final class TagNames {
  private final Set<String> set = new TreeSet<>();
  private final List<Use> uses = new ArrayList<>();

  private record Use(Sheet sheet, Yaml node, String tag, boolean waits) {}

  /** A campaign sets it. */
  void set(String tag) {
    set.add(tag);
  }

  /** A campaign waits for it: without anybody who sets it, it never starts. */
  void awaited(Sheet sheet, Yaml node, String tag) {
    uses.add(new Use(sheet, node, tag, true));
  }

  /** A campaign removes it; an earlier one may have set it, so that is only worth a warning. */
  void removed(Sheet sheet, Yaml node, String tag) {
    uses.add(new Use(sheet, node, tag, false));
  }

  /** Reports those that nobody sets, unless the one who sets it may not have been readable. */
  void check(Problems problems) {
    if (problems.failed()) {
      return;
    }
    for (Use use : uses) {
      if (set.contains(use.tag())) {
        continue;
      }
      String hint = Nearest.hint(use.tag(), set);
      String message =
          "no campaign sets the tag `"
              + Sheet.shorten(use.tag())
              + "`"
              + (hint.isEmpty() ? ": write one with `tag: {" + use.tag() + ": 7d}`" : hint);
      if (use.waits()) {
        use.sheet().error(use.node(), message);
      } else {
        use.sheet().warning(use.node(), message);
      }
    }
  }
}
