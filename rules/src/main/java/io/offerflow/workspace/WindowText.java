package io.offerflow.workspace;

import io.offerflow.feature.Window;
import java.util.List;
import java.util.Locale;

/** Windows as files write them: {@code last: 30d} or {@code since: day}. */
final class WindowText {
  private static final List<String> UNITS = List.of("day", "week", "month");

  private WindowText() {}

  /** {@link Window.Life} when a section says neither. */
  static Window read(Section section) {
    Yaml last = section.get("last");
    Yaml since = section.get("since");
    if (last != null && since != null) {
      section.sheet.error(
          section.key("since"), "`last` and `since` exclude each other: remove one of the two");
    }
    if (last != null) {
      Long millis = section.sheet.duration(last, "`last`", false);
      return new Window.Rolling(millis == null ? 1 : millis);
    }
    if (since != null) {
      String unit = section.sheet.word(since, "`since`", UNITS);
      return new Window.Calendar(
          unit == null || !UNITS.contains(unit)
              ? Window.Unit.DAY
              : Window.Unit.valueOf(unit.toUpperCase(Locale.ROOT)));
    }
    return new Window.Life();
  }
}
